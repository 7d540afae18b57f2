import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { instantOfWall, offsetPieces } from '../../../electron/store/import/inference/wall-clock.ts';
import { isEpochText, monthFirst, textTime } from '../../../electron/store/import/inference/time-text.ts';
import { sniffDelimited, splitLine } from '../../../electron/store/import/readers/delimited-sniff.ts';
import { detectEncoding, decodeHead } from '../../../electron/store/import/readers/text-encoding.ts';
import { parseJson, recordsIn } from '../../../electron/store/import/readers/json-records.ts';
import { MICROS_PER_HOUR, micros } from '../../../shared/market/time.ts';
import { clockOf } from '../../../electron/store/import/inference/wall-clock.ts';

const instant = fc.integer({ min: Date.UTC(1990, 0, 1) / 1_000, max: Date.UTC(2060, 0, 1) / 1_000 });
const iso = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 19);

describe('stamps written as text', () => {
  const FORMS: Readonly<Record<string, (iso: string) => string>> = {
    '%Y-%m-%d %H:%M:%S': (text) => text.replace('T', ' '),
    '%Y-%m-%dT%H:%M:%S': (text) => text,
    '%Y/%m/%d %H:%M:%S': (text) => text.replace('T', ' ').replaceAll('-', '/'),
    '%Y.%m.%d %H:%M:%S': (text) => text.replace('T', ' ').replaceAll('-', '.'),
    '%Y%m%d %H%M%S': (text) => text.replace('T', ' ').replaceAll(/[-:]/g, ''),
    '%Y%m%d %H:%M:%S': (text) => text.replace('T', ' ').replaceAll('-', ''),
    '%d.%m.%Y %H:%M:%S': (text) => `${text.slice(8, 10)}.${text.slice(5, 7)}.${text.slice(0, 4)} ${text.slice(11)}`,
    '%d/%m/%Y %H:%M:%S': (text) => `${text.slice(8, 10)}/${text.slice(5, 7)}/${text.slice(0, 4)} ${text.slice(11)}`,
  };

  it('are recognised in the form they are written in', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...Object.keys(FORMS)), (seconds, format) => {
        const form = textTime([FORMS[format]?.(iso(seconds)) ?? '']);
        expect(form?.formats).toContain(format);
        expect(form?.zoned).toBe(false);
      }),
    );
  });

  it('carry their zone only when it is written', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom('Z', '+00:00', '-05:00', '+0530', ' UTC'), (seconds, zone) => {
        expect(textTime([`${iso(seconds)}${zone}`])).toMatchObject({ zoned: true, formats: [] });
        expect(textTime([iso(seconds)])?.zoned).toBe(false);
      }),
    );
  });

  it('leave day and month open where slashes may mean either', () => {
    const form = textTime(['02/03/2010 16:53:50']);
    expect(form?.orders).toEqual(['dmy', 'mdy']);
    expect(form === undefined ? [] : monthFirst(form).formats).toContain('%m/%d/%Y %H:%M:%S');
    expect(textTime(['02.03.2010'])?.orders).toBeUndefined();
  });

  it('are told from epoch numbers, also where digits run together', () => {
    expect(['20131007', '20131007093000'].map(isEpochText)).toEqual([false, false]);
    expect(['1381152600', '1381152600000', '1381152600000000', '1381152600000000000'].map(isEpochText)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(textTime(['hello'])).toBeUndefined();
  });
});

describe('wall time', () => {
  const zones = fc.constantFrom(
    'America/New_York',
    'Europe/Berlin',
    'Asia/Kolkata',
    'Australia/Lord_Howe',
    'UTC',
    '-05:00',
  );

  it('comes back from the instant it was read from, but for the hour that DST repeats', () => {
    fc.assert(
      fc.property(instant, zones, (seconds, zone) => {
        const time = micros(seconds * 1e6);
        const back = instantOfWall(zone, time + clockOf(zone).offsetAt(time));
        expect([0, MICROS_PER_HOUR / 2, MICROS_PER_HOUR]).toContain(time - back);
      }),
    );
  });

  it('in pieces of one offset is the same as instant by instant', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 900 }), zones, (seconds, days, zone) => {
        const first = seconds * 1e6;
        const wall = first + days * 86_400e6;
        const piece = offsetPieces(zone, first, wall).find(({ until }) => wall < until);
        expect(wall - (piece?.offset ?? Number.NaN)).toBe(instantOfWall(zone, wall));
      }),
    );
  });
});

describe('delimited text', () => {
  const cell = fc.oneof(
    fc.double({ min: 0.01, max: 1e6, noNaN: true }).map((value) => value.toFixed(4)),
    fc.string({ maxLength: 6 }).map((text) => text.replace(/[\r\n"#]/g, 'x')),
  );

  it('splits into the cells it was written from, quotes and all', () => {
    const quoted = fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, ' '));
    fc.assert(
      fc.property(
        fc.array(quoted, { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t', '|'),
        (cells, delimiter) => {
          const line = cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter);
          expect(splitLine(line, delimiter)).toEqual(cells);
        },
      ),
    );
  });

  it('shows its delimiter, its width and whether it has names', () => {
    const table = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      rows: fc.array(fc.tuple(cell, cell, cell), { minLength: 3, maxLength: 20 }),
      named: fc.boolean(),
    });
    fc.assert(
      fc.property(table, ({ delimiter, rows, named }) => {
        const lines = rows.map((row, index) =>
          [`1381152600${index}`, ...row.map((text) => text.replaceAll(/[,;\t|]/g, '_'))].join(delimiter),
        );
        const text = [...(named ? [['time', 'a', 'b', 'c'].join(delimiter)] : []), ...lines, ''].join('\n');
        const form = sniffDelimited(text, true);
        expect(form).toMatchObject({ delimiter, width: 4, skip: named ? 1 : 0 });
        expect(form?.names).toEqual(named ? ['time', 'a', 'b', 'c'] : undefined);
      }),
    );
  });

  it('in UTF-16 with and without a mark is recognised and read', () => {
    const text = 'Datum;Zeit;Open\n09.07.2019;09:15;95,00\n'.repeat(20);
    for (const mark of ['', '\uFEFF']) {
      const little = Buffer.from(mark + text, 'utf16le');
      const big = Buffer.from(little).swap16();
      for (const bytes of [little, big]) {
        const { encoding, markBytes } = detectEncoding(bytes);
        expect(decodeHead(bytes, encoding, markBytes)).toBe(text);
      }
    }
  });
});

describe('JSON', () => {
  it('keeps whole numbers of nanoseconds to the last digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 10n ** 15n, max: 2n ** 63n - 1n }), (nanos) => {
        const records = recordsIn(parseJson(`{"ticker":"A","results":[{"t":${nanos},"p":1.5}]}`));
        expect(records).toEqual({ names: ['t', 'p'], rows: [[String(nanos), '1.5']], beside: { ticker: 'A' } });
      }),
    );
  });

  it('without rows has none', () => {
    for (const value of [1, 'x', {}, [], [1, 2], { a: { b: [] } }]) expect(recordsIn(value)).toBeUndefined();
  });
});

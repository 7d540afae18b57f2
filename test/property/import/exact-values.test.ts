import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { openDuckDb, type DuckDb } from '../../../electron/store/duckdb.ts';
import { readParquet, sqlText } from '../../../electron/store/sql.ts';
import { convertForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';

const MINUTE = 60_000;
const START = Date.parse('2014-06-02T13:30:00Z');

/** Prices in units of a scale, as exact decimal text. */
const decimals = fc.integer({ min: 0, max: 6 }).chain((scale) =>
  fc.record({
    scale: fc.constant(scale),
    units: fc.array(fc.integer({ min: 1, max: 99_999_999 }), { minLength: 40, maxLength: 60 }),
  }),
);

function textOf(units: number, scale: number): string {
  const digits = String(units).padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

async function inDatabase<T>(folder: string, use: (db: DuckDb) => Promise<T>): Promise<T> {
  const db = await openDuckDb({ allowed: [folder] });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
}

/** Prices of the stored trades as text without trailing zeros, in order of time. */
async function storedPrices(folder: string, file: string): Promise<string[]> {
  return inDatabase(folder, async (db) => {
    const rows = await db.rows(`SELECT price::VARCHAR FROM ${readParquet([file])} ORDER BY ts`);
    return rows.map(([text]) => plain(String(text)));
  });
}

const plain = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

describe('prices are stored as exactly what the source wrote', () => {
  it('from text, at the fewest places that hold them all', async () => {
    await fc.assert(
      fc.asyncProperty(decimals, async ({ scale, units }) => {
        const folder = await tempDir();
        const texts = units.map((value) => textOf(value, scale));
        const lines = texts.map((text, index) => `${new Date(START + index * MINUTE + 7).toISOString()},X,${text},1`);
        const path = join(folder, 'x.csv');
        await writeFile(path, ['ts,symbol,price,size', ...lines, ''].join('\n'));
        const [series] = (await convertForeign(folder, path)).series;
        expect(await storedPrices(folder, series?.file ?? '')).toEqual(texts.map(plain));
        expect(series?.priceScale).toBe(Math.max(...texts.map((text) => (plain(text).split('.')[1] ?? '').length)));
      }),
      { numRuns: 12 },
    );
  });

  it('from doubles and from 32-bit floats that are nearest to them', async () => {
    const few = fc.record({
      scale: fc.integer({ min: 0, max: 3 }),
      units: fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 40, maxLength: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(few, fc.constantFrom('DOUBLE', 'FLOAT'), async ({ scale, units }, type) => {
        const folder = await tempDir();
        const texts = units.map((value) => textOf(value, scale));
        const path = join(folder, 'x.parquet');
        const values = texts.map(
          (text, index) => `(make_timestamptz(${(START + index * MINUTE + 7) * 1_000}), 'X', ${text}::${type}, 1.0)`,
        );
        await inDatabase(folder, (db) =>
          db.run(
            `COPY (SELECT * FROM (VALUES ${values.join(', ')}) t(ts, symbol, price, size)) TO ${sqlText(path)} (FORMAT parquet)`,
          ),
        );
        const [series] = (await convertForeign(folder, path)).series;
        expect(await storedPrices(folder, series?.file ?? '')).toEqual(texts.map(plain));
      }),
      { numRuns: 12 },
    );
  });
});

describe('the order of rows in a file', () => {
  it('does not change what is stored of bars', async () => {
    const rows = fc.uniqueArray(fc.integer({ min: 0, max: 389 }), { minLength: 40, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(rows, fc.infiniteStream(fc.nat()), async (minutes, noise) => {
        const folder = await tempDir();
        const line = (minute: number): string =>
          `${new Date(START + minute * MINUTE).toISOString()},X,${100 + minute},${101 + minute},${99 + minute},${100 + minute},5`;
        const head = 'ts,symbol,open,high,low,close,volume';
        const sorted = minutes.toSorted((a, b) => a - b).map(line);
        const shuffled = minutes
          .map((minute) => ({ minute, key: noise.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ minute }) => line(minute));
        const contents: string[] = [];
        for (const [name, lines] of Object.entries({ sorted, shuffled, doubled: [...shuffled, ...sorted] })) {
          const path = join(folder, `${name}.csv`);
          await writeFile(path, [head, ...lines, ''].join('\n'));
          const made = await convertForeign(folder, path, { interval: '1m' });
          expect(made.duplicates).toBe(name === 'doubled' ? minutes.length : 0);
          const file = made.series[0]?.file ?? '';
          contents.push(
            await inDatabase(folder, async (db) =>
              JSON.stringify(
                await db.rows(
                  `SELECT epoch_us(ts)::VARCHAR, open::VARCHAR, volume::VARCHAR FROM ${readParquet([file])}`,
                ),
              ),
            ),
          );
        }
        expect(new Set(contents).size).toBe(1);
      }),
      { numRuns: 8 },
    );
  });

  it('is kept among trades of one instant', async () => {
    const folder = await tempDir();
    const stamps = ['13:30:00.002', '13:30:00.001', '13:30:00.001', '13:30:00.001', '13:30:00.000'];
    const path = join(folder, 'x.csv');
    await writeFile(
      path,
      ['ts,symbol,price,size', ...stamps.map((stamp, index) => `2014-06-02T${stamp}Z,X,${10 + index},1`), ''].join(
        '\n',
      ),
    );
    const made = await convertForeign(folder, path);
    const prices = await inDatabase(folder, (db) =>
      db.rows(`SELECT price::VARCHAR FROM ${readParquet([made.series[0]?.file ?? ''])}`),
    );
    expect(prices.flat()).toEqual(['14', '11', '12', '13', '10']);
    expect(made).toMatchObject({ rowsRead: 5, duplicates: 0, replaced: 0 });
  });
});

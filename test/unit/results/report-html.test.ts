import { describe, expect, it } from 'vitest';

import { formatIso, type Micros } from '../../../shared/market/time.ts';
import { encodeResult, type ResultDocument } from '../../../electron/results/result-document.ts';
import { reportHtml } from '../../../electron/results/report-html.ts';
import { csvOf, tablesOf } from '../../../electron/results/result-csv.ts';
import { resultDocument } from '../../support/result-document.ts';

const HOSTILE = `<script>alert(1)</script>"'&`;

describe('the HTML report', () => {
  it('escapes every text of the run, asks for nothing from elsewhere and forbids scripts', () => {
    const html = reportHtml(
      resultDocument({
        name: HOSTILE,
        strategy: { name: HOSTILE, params: { [HOSTILE]: HOSTILE } },
        symbols: [HOSTILE],
        currency: HOSTILE,
        config: { [HOSTILE]: HOSTILE },
        findings: [{ code: 'few-trades', severity: 'warning', message: HOSTILE, count: 1 }],
      }),
      'a'.repeat(64),
    );
    expect(html).not.toMatch(/<script|<link|<img|src=|url\(|https?:/i);
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html.match(/&#60;script&#62;/g)?.length).toBeGreaterThanOrEqual(7);
  });

  it('is the same from a result as it was made and as it was read from its file', () => {
    const made = resultDocument({
      strategy: { name: 'cross', params: { slow: 50, fast: 20 } },
      config: { session_name: 'b', mode: 'a' },
      statistics: { ...resultDocument({}).statistics, sharpe: 1.5, alpha: -0.1 },
    });
    const read = JSON.parse(encodeResult(made).text) as ResultDocument;
    expect(reportHtml(read, '')).toBe(reportHtml(made, ''));
  });
});

describe('the tables of a result', () => {
  it('quote what would break a row, and leave what is absent empty', () => {
    const base = { symbol: 'A,B', side: 'buy', quantity: 1, filled: 0, timeInForce: 'gtc', status: 'refused' } as const;
    const [placed] = resultDocument({}).curve.time as [never];
    const order = { ...base, id: 1, kind: { type: 'market' }, placedAt: placed, activeAt: placed } as const;
    const reason = 'said "no"\nand meant it';
    const [orders] = tablesOf(resultDocument({ orders: [{ ...order, isManual: false, reason }] }));
    expect(csvOf(orders!)).toBe(
      'id,symbol,side,quantity,filled,type,limit,stop,time_in_force,status,placed,active,ended,average_price,reason,tag,' +
        'distance,distance_unit,parent,group,manual\n' +
        '1,"A,B",buy,1,0,market,,,gtc,refused,2024-01-02T14:30:00Z,2024-01-02T14:30:00Z,,,"said ""no""\nand meant it",,,,,,0\n',
    );
  });

  it('hold everything that the lists of the document hold', () => {
    const document = resultDocument(everyField());
    const lists = ['orders', 'fills', 'roundTrips', 'sessions', 'findings', 'log', 'commands'] as const;
    const tables = Object.fromEntries(tablesOf(document).map((made) => [made.name, made]));
    const tableOf = { roundTrips: 'round-trips', findings: 'review' } as Readonly<Record<string, string>>;
    for (const list of lists) {
      const rows = tables[tableOf[list] ?? list]?.rows ?? [];
      expect(rows).toHaveLength(document[list].length);
      document[list].forEach((entry, index) => {
        const row = (rows[index] ?? []).map(String).join('|');
        for (const [path, forms] of leavesOf(entry))
          expect([path, forms.some((form) => `|${row}|`.includes(form))]).toEqual([path, true]);
      });
    }
    const { time, equity, cash, exposure } = document.curve;
    expect(tables['equity']?.rows).toEqual(
      time.map((at, row) => [formatIso(at as Micros), equity[row]! / 10_000, cash[row]! / 10_000, exposure[row]]),
    );
    const values = Object.entries(document.statistics).map(([name, value]) => [name, value ?? '']);
    expect(tables['statistics']?.rows).toEqual(values);
  });
});

/** A document of which every list has one entry with every field, each of another value. */
function everyField(): Partial<ResultDocument> {
  const at = (second: number): Micros => (1_704_205_800e6 + second * 1e6) as Micros;
  const base = { symbol: 'AAA', tag: 'a tag' };
  return {
    statistics: { ...resultDocument({}).statistics, sharpe: 1.5, trades: 3 },
    orders: [
      ...[
        { type: 'trailing-stop', distance: 0.75, unit: 'fraction' } as const,
        { type: 'stop-limit', stop: 101.5, limit: 102.5 } as const,
      ].map((kind) => ({
        ...({ ...base, id: 11, side: 'sell', quantity: 21, filled: 31, kind, timeInForce: 'gtc' } as const),
        ...({ status: 'cancelled', placedAt: at(1), activeAt: at(2), endedAt: at(3), averagePrice: 99.25 } as const),
        ...{ parent: 41, group: 'a group', isManual: true, reason: 'a reason' },
      })),
    ],
    fills: [
      {
        ...{ ...base, id: 12, order: 42, side: 'buy', quantity: 22, price: 98.75, time: at(4), knownAt: at(5) },
        ...{ commission: 12_345, slippage: 67_891, isAmbiguous: true, isManual: true },
        source: { kind: 'bar', time: at(6), price: 'open' },
      },
    ],
    roundTrips: [
      {
        ...{
          ...base,
          side: 'short',
          quantity: 23,
          entryTime: at(7),
          exitTime: at(8),
          entryPrice: 97.5,
          exitPrice: 96.5,
        },
        ...{ profit: 54_321, fees: 65_432, return: 0.0125, adverse: 76_543, favourable: 87_654, bars: 43 },
        ...{ expectedSlots: 53, missingSlots: 63, isAmbiguous: true, fills: [71, 72] },
      },
    ],
    findings: [{ code: 'gap-jumps', severity: 'warning', message: 'a message', count: 14, roundTrips: [73, 74] }],
    log: [{ time: at(9), level: 'warning', text: 'a line' }],
    commands: [{ sessionIndex: 15, time: at(10), isAfterEnd: true, command: { type: 'flatten' } as never }],
  };
}

/** Every value within a value with its place, in the forms in which a table may hold it: as it is, an instant, money in units. */
function leavesOf(value: unknown, path = ''): [path: string, forms: readonly string[]][] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, item]) => leavesOf(item, `${path}.${key}`));
  if (typeof value === 'boolean') return [[path, [`|${Number(value)}|`]]];
  if (typeof value !== 'number') return [[path, [String(value)]]];
  const instant = value > 1e15 ? [formatIso(value as Micros)] : [];
  return [[path, [String(value), `|${value / 10_000}|`, ...instant]]];
}

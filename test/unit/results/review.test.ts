import { describe, expect, test } from 'vitest';

import { reviewOf } from '../../../electron/results/review.ts';
import type { Finding, TradingRecord } from '../../../shared/trading/result.ts';
import type { ParameterDeclaration } from '../../../shared/trading/strategy.ts';
import { at, filledOrder, roundTrip, sessionMarks, tradingRecord } from '../../support/trading-record.ts';

const LENGTH: ParameterDeclaration = { type: 'number', default: 20, min: 2, max: 200 };

/** A buy and a sell of a unit, both in the session. */
const BOTH = [filledOrder(1, at(60)), filledOrder(2, at(120), { fill: { side: 'sell' }, order: { side: 'sell' } })];
const traded = (pairs = BOTH): Pick<TradingRecord, 'orders' | 'fills'> => ({
  orders: pairs.map(({ order }) => order),
  fills: pairs.map(({ fill }) => fill),
});
const trips = (...profits: readonly number[]) => profits.map((profit) => roundTrip({ profit: profit * 10_000 }));
const same = (count: number, profit = 1) => trips(...new Array<number>(count).fill(profit));
const curve = (points: readonly (readonly [time: number, equity: number, exposure: number])[]) => {
  const column = (index: 0 | 1 | 2): Float64Array => Float64Array.from(points, (point) => point[index]);
  return { time: column(0), equity: column(1), cash: column(1), exposure: column(2) };
};

interface Case {
  readonly code: Finding['code'];
  readonly speaks: Partial<TradingRecord>;
  readonly finding: Partial<Finding>;
  readonly silent: Readonly<Record<string, Partial<TradingRecord>>>;
}

const CASES: readonly Case[] = [
  {
    code: 'stale-fills',
    speaks: traded([filledOrder(1, at(200), { order: { activeAt: at(100) } })]),
    finding: { severity: 'warning', count: 1 },
    silent: {
      'of a minute and less': traded([filledOrder(1, at(160), { order: { activeAt: at(100) } })]),
      'of a limit, which waits for its price': traded([
        filledOrder(1, at(900), { order: { activeAt: at(100), kind: { type: 'limit', limit: 99 } } }),
      ]),
      'of an order over night, which could not be filled before the open': {
        ...traded([filledOrder(1, at(0, 1), { order: { activeAt: at(23_400) } })]),
        sessions: sessionMarks([1, 2]),
      },
    },
  },
  {
    code: 'outside-session-fills',
    speaks: { ...traded([filledOrder(1, at(-30))]), sessions: sessionMarks([1_000_000]) },
    finding: { severity: 'warning', count: 1 },
    silent: {
      'at the open and at the close': traded([filledOrder(1, at(0)), filledOrder(2, at(23_400))]),
      'of a session that is still played': traded([filledOrder(1, at(60, 1))]),
    },
  },
  {
    code: 'ambiguous-exits',
    speaks: { ambiguousExits: 1, roundTrips: [roundTrip(), roundTrip({ isAmbiguous: true })] },
    finding: { severity: 'warning', count: 1, roundTrips: [2] },
    silent: { 'where none was': { roundTrips: [roundTrip()] } },
  },
  {
    code: 'few-trades',
    speaks: { ...traded(), roundTrips: same(29) },
    finding: { severity: 'warning', count: 29 },
    silent: {
      'of thirty': { ...traded(), roundTrips: same(30) },
      'where nothing was ordered': {},
    },
  },
  {
    code: 'flat-equity',
    speaks: { ...traded(), sessions: sessionMarks([10, 10, 10, 10, 12]) },
    finding: { severity: 'note', count: 3 },
    silent: {
      'where it stood in half of the sessions': { ...traded(), sessions: sessionMarks([10, 10, 10, 11]) },
      'where nothing was held': { sessions: sessionMarks([10, 10, 10, 10, 10]) },
    },
  },
  {
    code: 'gap-jumps',
    speaks: {
      equity: curve([
        [at(0), 1_000_000, 0],
        [at(60), 1_000_000, 1],
        [at(660), 1_050_000, 1],
      ]),
      roundTrips: same(1, 5),
    },
    finding: { severity: 'warning', count: 1 },
    silent: {
      'while flat': {
        equity: curve([
          [at(60), 1_000_000, 0],
          [at(660), 1_050_000, 1],
        ]),
      },
      'over night': {
        equity: curve([
          [at(23_400), 1_000_000, 1],
          [at(0, 1), 1_050_000, 1],
        ]),
        sessions: sessionMarks([1, 2]),
      },
      'of less than ten minutes': {
        equity: curve([
          [at(60), 1_000_000, 1],
          [at(659), 1_050_000, 1],
        ]),
      },
      'of little beside the profit of the run': {
        equity: curve([
          [at(60), 1_000_000, 1],
          [at(660), 1_050_000, 1],
        ]),
        roundTrips: same(1, 51),
      },
    },
  },
  {
    code: 'low-quality',
    speaks: { roundTrips: [roundTrip(), roundTrip({ expectedSlots: 100, missingSlots: 6 })] },
    finding: { severity: 'warning', count: 1, roundTrips: [2] },
    silent: {
      'with one slot in twenty missing': { roundTrips: [roundTrip({ expectedSlots: 100, missingSlots: 5 })] },
      'of a symbol without bars': { roundTrips: [roundTrip({ expectedSlots: 0, missingSlots: 0 })] },
    },
  },
  {
    code: 'few-trades-carry',
    speaks: { roundTrips: trips(100, -10, -20, -30, 5) },
    finding: { severity: 'warning', count: 1 },
    silent: {
      'where the others earn too': { roundTrips: trips(100, 10, -5, 10, 5) },
      'of a loss': { roundTrips: trips(100, -110, -20, -30, 5) },
      'of four round trips, which are few in any case': { roundTrips: trips(100, -10, -20, -30) },
    },
  },
  {
    code: 'open-positions',
    speaks: traded([filledOrder(1, at(60))]),
    finding: { severity: 'note', count: 1, message: 'Open at the end and valued at the last close: 1 AAA.' },
    silent: { 'where all was closed': traded() },
  },
];

const findingsOf = (given: Partial<TradingRecord>, code: Finding['code']): readonly Finding[] =>
  reviewOf(tradingRecord(given), {}, {}).filter((finding) => finding.code === code);

describe.each(CASES)('the review speaks of $code', ({ code, speaks, finding, silent }) => {
  test('where it must', () => {
    expect(findingsOf(speaks, code)).toMatchObject([finding]);
  });

  test.each(Object.entries(silent))('and not %s', (_, record) => {
    expect(findingsOf(record, code)).toEqual([]);
  });
});

describe('the review of parameters', () => {
  const edgesOf = (params: Readonly<Record<string, number>>): readonly Finding[] =>
    reviewOf(tradingRecord(), params, { length: LENGTH, depth: { type: 'number', default: 5 } });

  test('names those at an end of their range, default values too', () => {
    expect(edgesOf({ length: 200 })).toMatchObject([{ code: 'edge-parameters', severity: 'note', count: 1 }]);
    expect(edgesOf({ length: 2 })[0]?.message).toContain('length 2');
    expect(reviewOf(tradingRecord(), {}, { length: { ...LENGTH, default: 2 } })).toHaveLength(1);
  });

  test('says nothing of those inside it or without one', () => {
    expect(edgesOf({ length: 199, depth: 1e9 })).toEqual([]);
  });
});

test('a few ambiguous exits among many are a note', () => {
  const roundTrips = [...same(19), roundTrip({ isAmbiguous: true })];
  expect(findingsOf({ ambiguousExits: 1, roundTrips }, 'ambiguous-exits')).toMatchObject([{ severity: 'note' }]);
});

test('what is well gives no finding at all', () => {
  const roundTrips = [...same(40), ...same(20, -1)];
  const sound = { ...traded(), roundTrips, sessions: sessionMarks([1_000_000, 1_010_000, 1_020_000]) };
  expect(reviewOf(tradingRecord(sound), { length: 20 }, { length: LENGTH })).toEqual([]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';

import { sampleOf } from '../../electron/engine/statistics/sample.ts';
import { statisticsOf } from '../../electron/engine/statistics/statistics.ts';
import type { Micros, SessionDate } from '../../shared/market/time.ts';
import type { RoundTrip } from '../../shared/trading/position.ts';
import { STATISTICS, type TradingRecord } from '../../shared/trading/result.ts';
import { plainStatistics } from '../support/plain-statistics.ts';
import { filledOrder, roundTrip, tradingRecord } from '../support/trading-record.ts';

const START = 1_000_000_000;
const SECONDS = 120;
const DAY = 86_400e6;

const cents = (min: number, max: number) => fc.integer({ min, max }).map((value) => value / 100);
const money = (most: number) => fc.integer({ min: -most, max: most }).map((value) => value * 100);

const anyTrip: fc.Arbitrary<RoundTrip> = fc
  .record({
    entryTime: fc.nat(1_000).map((second) => (second * 1e6) as Micros),
    length: fc.nat(1_000_000),
    entryPrice: cents(100, 90_000),
    quantity: fc.integer({ min: 1, max: 500 }),
    profit: money(100_000),
    return: fc.integer({ min: -9_000, max: 20_000 }).map((value) => value / 10_000),
    adverse: fc.nat(1_000_000).map((value) => -value),
    favourable: fc.nat(1_000_000),
  })
  .map(({ length, ...trip }) => roundTrip({ ...trip, exitTime: (trip.entryTime + length * 1_000) as Micros }));

const anyFill = fc
  .record({
    price: cents(100, 90_000),
    quantity: fc.integer({ min: 1, max: 500 }),
    commission: fc.nat(90_000),
    slippage: fc.nat(9_000),
  })
  .map((fill) => filledOrder(1, 0 as Micros, { fill }).fill);

/** Points of one session's equity curve: seconds into it, ascending, with equity and whether something is held. */
const anySession = fc.record({
  points: fc.uniqueArray(
    fc.record({ second: fc.nat(SECONDS - 1), equity: fc.integer({ min: 800, max: 1_300 }), isHeld: fc.boolean() }),
    { selector: ({ second }) => second, maxLength: 12 },
  ),
  equity: fc.integer({ min: 800, max: 1_300 }),
  price: cents(5_000, 20_000),
});

const anyRecord = fc
  .record({
    sessions: fc.array(anySession, { minLength: 1, maxLength: 12 }),
    roundTrips: fc.array(anyTrip, { maxLength: 20 }),
    fills: fc.array(anyFill, { maxLength: 20 }),
    firstPrice: cents(5_000, 20_000),
  })
  .map(({ sessions, roundTrips, fills, firstPrice }): TradingRecord => {
    const rows = sessions.flatMap(({ points, equity }, day) => [
      ...[...points]
        .sort((a, b) => a.second - b.second)
        .map((point) => [day * DAY + point.second * 1e6, point.equity * 1e6, Number(point.isHeld)] as const),
      [day * DAY + SECONDS * 1e6, equity * 1e6, 0] as const,
    ]);
    const column = (index: 0 | 1 | 2): Float64Array => Float64Array.from(rows, (row) => row[index]);
    return tradingRecord({
      roundTrips,
      fills,
      equity: { time: column(0), equity: column(1), cash: column(1), exposure: column(2) },
      sessions: sessions.map(({ equity, price }, day) => ({
        date: `2024-01-${String(day + 1).padStart(2, '0')}` as SessionDate,
        open: (day * DAY) as Micros,
        close: (day * DAY + SECONDS * 1e6) as Micros,
        equity: equity * 1e6,
        firstPrice,
        lastPrice: price,
      })),
    });
  });

test('every statistic equals a second, plainly written computation, and is undefined where that is (S22)', () => {
  fc.assert(
    fc.property(anyRecord, fc.constantFrom(252, 365), (record, sessionsPerYear) => {
      const options = { startEquity: START, sessionsPerYear, multiplierOf: () => 1, actions: [] };
      const values = statisticsOf(sampleOf(record, options));
      const plain = plainStatistics(record, START, sessionsPerYear);
      expect(Object.keys(plain).sort()).toEqual([...STATISTICS].sort());
      for (const name of STATISTICS) {
        const [value, expected] = [values[name] ?? null, plain[name] ?? null];
        if (value === null || expected === null) expect([name, value]).toEqual([name, expected]);
        else expect(Math.abs(value - expected), name).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
      }
    }),
    { numRuns: 300 },
  );
});

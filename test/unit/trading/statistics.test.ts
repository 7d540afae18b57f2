import { describe, expect, test } from 'vitest';

import { normalDistribution, quantile } from '../../../electron/engine/statistics/moments.ts';
import { type Sample, sampleOf } from '../../../electron/engine/statistics/sample.ts';
import { statisticsOf } from '../../../electron/engine/statistics/statistics.ts';
import type { Micros, SessionDate } from '../../../shared/market/time.ts';
import type { RoundTrip } from '../../../shared/trading/position.ts';
import { STATISTICS, type TradingRecord } from '../../../shared/trading/result.ts';

const DAY = 86_400e6;
const HOUR = 3_600e6;
const options = { startEquity: 1_000_000, sessionsPerYear: 252, multiplierOf: () => 1, actions: [] };

/** Sessions of an hour a day whose equity and last price are given; a point of the curve at each session's start and end. */
function recordOf(
  equities: readonly number[],
  prices: readonly number[],
  trips: readonly Partial<RoundTrip>[] = [],
): TradingRecord {
  const sessions = equities.map((equity, index) => ({
    date: `2024-01-${String(index + 1).padStart(2, '0')}` as SessionDate,
    open: (index * DAY) as Micros,
    close: (index * DAY + HOUR) as Micros,
    equity,
    firstPrice: prices[index - 1] ?? 100,
    lastPrice: prices[index] ?? 100,
  }));
  const points = sessions.flatMap(({ open, close, equity }, index) => [
    [open, equities[index - 1] ?? options.startEquity],
    [close, equity],
  ]);
  return {
    orders: [],
    fills: [],
    roundTrips: trips.map((trip) => ({
      symbol: 'AAA',
      side: 'long',
      quantity: 1,
      entryTime: 0 as Micros,
      exitTime: (2 * HOUR) as Micros,
      entryPrice: 100,
      exitPrice: 100,
      profit: 0,
      fees: 0,
      return: 0,
      adverse: 0,
      favourable: 0,
      bars: 1,
      expectedSlots: 60,
      missingSlots: 0,
      isAmbiguous: false,
      fills: [],
      ...trip,
    })),
    equity: {
      time: Float64Array.from(points, ([time]) => time ?? 0),
      equity: Float64Array.from(points, ([, equity]) => equity ?? 0),
      cash: new Float64Array(points.length),
      exposure: new Float64Array(points.length),
    },
    sessions,
    commands: [],
    logs: [],
    plots: [],
    ambiguousExits: 0,
  };
}

const EQUITIES = [1_010_000, 990_000, 1_005_000, 1_030_000, 1_020_000, 1_060_000];
const PRICES = [101, 100, 102, 103, 101, 104];

/** Second, plain computations. */
const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const avg = (values: readonly number[]): number => add(values) / values.length;
const dev = (values: readonly number[]): number =>
  Math.sqrt(add(values.map((v) => (v - avg(values)) * (v - avg(values)))) / (values.length - 1));

describe('statistics', () => {
  const sample: Sample = sampleOf(recordOf(EQUITIES, PRICES), options);
  const values = statisticsOf(sample);
  const returns = EQUITIES.map((equity, index) => equity / (EQUITIES[index - 1] ?? 1_000_000) - 1);
  const market = PRICES.map((price, index) => price / (PRICES[index - 1] ?? 100) - 1);

  test('stand in the order of the command line contract', () => {
    expect(Object.keys(values)).toEqual([...STATISTICS]);
  });

  test('of returns equal their plain formulas', () => {
    const close = (name: string, expected: number): void => expect(values[name], name).toBeCloseTo(expected, 12);
    close('totalReturn', 0.06);
    close('cagr', 1.06 ** 42 - 1);
    close('volatility', dev(returns) * Math.sqrt(252));
    close('sharpe', (avg(returns) / dev(returns)) * Math.sqrt(252));
    const negative = returns.map((value) => (value < 0 ? value : 0));
    close('sortino', (avg(returns) / Math.sqrt(avg(negative.map((value) => value * value)))) * Math.sqrt(252));
    close('valueAtRisk95', quantile(returns, 0.05));
    close('conditionalValueAtRisk95', Math.min(...returns));
    const cov = add(returns.map((value, i) => (value - avg(returns)) * (market[i]! - avg(market)))) / 5;
    close('beta', cov / dev(market) ** 2);
    close('alpha', (avg(returns) - (cov / dev(market) ** 2) * avg(market)) * 252);
    close('buyAndHoldReturn', 0.04);
  });

  test('of drawdowns: two falls, 20,000 of 1,010,000 and 10,000 of 1,030,000', () => {
    expect(values['maxDrawdown']).toBeCloseTo(20 / 1010, 12);
    expect(values['avgDrawdown']).toBeCloseTo((20 / 1010 + 10 / 1030) / 2, 12);
    const hour = 3_600_000;
    expect([values['maxDrawdownDuration'], values['avgDrawdownDuration']]).toEqual([49 * hour, 37 * hour]);
    expect(values['recoveryFactor']).toBeCloseTo(60 / 20, 12);
    expect(values['calmar']).toBeCloseTo((1.06 ** 42 - 1) / (20 / 1010), 9);
    const depths = [0, 20 / 1010, 5 / 1010, 0, 10 / 1030, 0];
    expect(values['ulcerIndex']).toBeCloseTo(Math.sqrt(avg(depths.map((depth) => depth * depth))), 12);
  });

  test('of drawdowns are there where equity fell a quarter of a million times', () => {
    const falls = 250_000;
    const equity = Float64Array.from({ length: 2 * falls }, (_, row) => 1_000_000 + row - (row % 2) * 2);
    const time = Float64Array.from(equity, (_, row) => row * 1e6);
    const many = { ...sample, curve: { time, equity, cash: equity, exposure: time } };
    const of = statisticsOf(many);
    expect(of['maxDrawdown']).toBeCloseTo(1e-6, 15);
    expect(of['maxDrawdownDuration']).toBe(2_000);
    expect(of['recoveryFactor']).toBe(60_000);
  });

  test('of round trips equal what a person reckons', () => {
    const profits = [100, 50, -30, -20, 60].map((profit) => profit * 10_000);
    const trips = profits.map((profit) => ({ profit, return: profit / 1e6, adverse: -50_000, favourable: 150_000 }));
    const of = statisticsOf(sampleOf(recordOf(EQUITIES, PRICES, trips), options));
    expect([of['trades'], of['winRate'], of['profitFactor'], of['expectancy']]).toEqual([5, 0.6, 4.2, 32]);
    expect([of['payoffRatio'], of['maxConsecutiveWins'], of['maxConsecutiveLosses']]).toEqual([2.8, 2, 2]);
    expect(of['kelly']).toBeCloseTo(0.6 - 0.4 / 2.8, 12);
    expect(of['sqn']).toBeCloseTo((Math.sqrt(5) * 32) / dev([100, 50, -30, -20, 60]), 12);
    expect([of['mae'], of['mfe'], of['avgTradeDuration']]).toEqual([-0.05, 0.15, 7_200_000]);
  });

  test('without round trips or with one session are null where the formula has no value', () => {
    const bare = statisticsOf(sampleOf(recordOf([1_000_000], [100]), options));
    expect(Object.entries(bare).filter(([, value]) => value !== null)).toEqual([
      ['totalReturn', 0],
      ['cagr', 0],
      ['maxDrawdown', 0],
      ['avgDrawdown', 0],
      ['maxDrawdownDuration', 0],
      ['avgDrawdownDuration', 0],
      ['exposure', 0],
      ['trades', 0],
      ['maxConsecutiveWins', 0],
      ['maxConsecutiveLosses', 0],
      ['turnover', 0],
      ['fees', 0],
      ['slippage', 0],
      ['valueAtRisk95', 0],
      ['conditionalValueAtRisk95', 0],
      ['ulcerIndex', 0],
      ['buyAndHoldReturn', 0],
    ]);
  });

  test('against the market count what a holder has after a split of 2 to 1 and a dividend of 3 an old unit', () => {
    const date = '2024-01-03' as SessionDate;
    const actions = [{ symbol: 'AAA', date, split: 2, dividend: 3 }];
    const halved = [101, 100, 51, 51.5, 50.5, 52];
    const of = statisticsOf(sampleOf(recordOf(EQUITIES, halved), { ...options, actions }));
    expect(of['buyAndHoldReturn']).toBeCloseTo((((100 / 100) * (2 * 51 + 3)) / 100) * (52 / 51) - 1, 12);
  });

  test('that divide by a deviation have no value where every session earned the same', () => {
    const of = statisticsOf(sampleOf(recordOf([1_100_000, 1_210_000, 1_331_000, 1_464_100], [1, 1, 1, 1]), options));
    expect([of['sharpe'], of['skewness'], of['kurtosis'], of['psr'], of['volatility']]).toEqual([
      null,
      null,
      null,
      null,
      0,
    ]);
  });

  test('use a normal distribution that agrees with the tables', () => {
    expect(normalDistribution(1.96)).toBeCloseTo(0.9750021, 6);
    expect(normalDistribution(-1)).toBeCloseTo(0.1586553, 6);
    expect(normalDistribution(0)).toBeCloseTo(0.5, 6);
  });
});

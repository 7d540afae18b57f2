import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Bar, SessionReads } from '../../../electron/strategy/api/data.ts';
import type { Indicators, Line } from '../../../electron/strategy/api/indicators.ts';
import { IndicatorBook } from '../../../electron/strategy/indicators/indicator-book.ts';
import type { Interval } from '../../../shared/market/interval.ts';
import * as plain from '../../support/plain-indicators.ts';
import { testData } from '../../support/test-data.ts';

const SLOTS = [{ kind: 'bars', symbol: 'SPY', interval: '1m' as Interval, isDerived: false }] as const;

/** Values of one line at every bar, NaN while it warms up. */
function follow(bars: readonly plain.PlainBar[], make: (indicators: Indicators) => Line): number[] {
  const book = new IndicatorBook(SLOTS, {} as SessionReads);
  const line = make(book);
  return bars.map((bar, row) => {
    book.bar(0, row, asBar(bar));
    return line.value ?? Number.NaN;
  });
}

function asBar(bar: plain.PlainBar): Bar {
  return { ...bar, time: 0 as never, isFilled: false, expected: 1, present: 1, isComplete: true };
}

function expectClose(actual: readonly number[], expected: readonly number[], digits = 9): void {
  expect(actual.map(Number.isNaN)).toEqual(expected.map(Number.isNaN));
  actual.forEach((value, i) => {
    if (!Number.isNaN(value)) expect(value, `bar ${i}`).toBeCloseTo(expected[i] ?? Number.NaN, digits);
  });
}

const price = fc.integer({ min: 1, max: 100_000 }).map((cents) => cents / 100);
const bars = fc.array(
  fc.tuple(price, price, price, price, fc.integer({ min: 0, max: 9_999 })).map(([a, b, c, d, volume]) => {
    return { open: a, high: Math.max(a, b, c, d), low: Math.min(a, b, c, d), close: d, volume };
  }),
  { maxLength: 90 },
);
const length = fc.integer({ min: 1, max: 25 });

describe('indicators against a plain computation over the whole array', () => {
  const closes = (all: readonly plain.PlainBar[]): number[] => all.map((bar) => bar.close);
  const cases: Record<
    string,
    (all: readonly plain.PlainBar[], n: number) => [(book: Indicators) => Line, readonly number[]]
  > = {
    'simple average': (all, n) => [(it) => it.sma('SPY', '1m', n), plain.plainSma(closes(all), n)],
    'exponential average': (all, n) => [(it) => it.ema('SPY', '1m', n), plain.plainEma(closes(all), n)],
    'weighted average': (all, n) => [(it) => it.wma('SPY', '1m', n), plain.plainWma(closes(all), n)],
    'standard deviation': (all, n) => [
      (it) => it.standardDeviation('SPY', '1m', n),
      plain.plainDeviation(closes(all), n),
    ],
    highest: (all, n) => [
      (it) => it.highest('SPY', '1m', n),
      plain.plainHighest(
        all.map((bar) => bar.high),
        n,
      ),
    ],
    lowest: (all, n) => [
      (it) => it.lowest('SPY', '1m', n),
      plain.plainLowest(
        all.map((bar) => bar.low),
        n,
      ),
    ],
    rsi: (all, n) => [(it) => it.rsi('SPY', '1m', n), plain.plainRsi(closes(all), n)],
    atr: (all, n) => [(it) => it.atr('SPY', '1m', n), plain.plainAtr(all, n)],
    'upper Bollinger band': (all, n) => [
      (it) => it.bollinger('SPY', '1m', n, 2).upper,
      plain.plainSma(closes(all), n).map((mean, i) => mean + 2 * (plain.plainDeviation(closes(all), n)[i] ?? 0)),
    ],
    'lower Keltner band': (all, n) => [
      (it) => it.keltner('SPY', '1m', n, 1.5, 10).lower,
      plain.plainEma(closes(all), n).map((mean, i) => mean - 1.5 * (plain.plainAtr(all, 10)[i] ?? Number.NaN)),
    ],
    'MACD signal': (all, n) => [
      (it) => it.macd('SPY', '1m', n, n + 5, 4).signal,
      plain.plainEma(
        plain.plainEma(closes(all), n).map((fast, i) => fast - (plain.plainEma(closes(all), n + 5)[i] ?? Number.NaN)),
        4,
      ),
    ],
    adx: (all, n) => [(it) => it.adx('SPY', '1m', n).adx, plain.plainAdx(all, n).adx],
    'plus indicator': (all, n) => [(it) => it.adx('SPY', '1m', n).plus, plain.plainAdx(all, n).plus],
  };

  for (const [name, make] of Object.entries(cases)) {
    it(`${name} is the same at every bar`, () => {
      fc.assert(
        fc.property(bars, length, (all, n) => {
          const [line, expected] = make(all, n);
          expectClose(follow(all, line), expected, 6);
        }),
        { numRuns: 30 },
      );
    });
  }

  it('stochastic K and D are the same at every bar once the smoothing has begun', () => {
    fc.assert(
      fc.property(bars, length, (all, n) => {
        const expected = plain.plainStochastic(all.slice(0), n, 1, 3);
        expectClose(
          follow(all, (it) => it.stochastic('SPY', '1m', n, 1, 3).k),
          expected.k,
          6,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('does not drift over a hundred thousand bars', () => {
    const all = Array.from({ length: 100_000 }, (_, i) => {
      const close = 1_000_000 + Math.sin(i / 7) * 1e-3 + (i % 13) * 0.01;
      return { open: close, high: close, low: close, close, volume: 1 };
    });
    const tail = all.slice(-37).map((bar) => bar.close);
    expect(follow(all, (it) => it.sma('SPY', '1m', 37)).at(-1)).toBeCloseTo(plain.plainSma(tail, 37).at(-1) ?? 0, 8);
    expect(follow(all, (it) => it.standardDeviation('SPY', '1m', 37)).at(-1)).toBeCloseTo(
      plain.plainDeviation(tail, 37).at(-1) ?? 0,
      8,
    );
  });
});

describe('an indicator book', () => {
  it('gives the same object for the same arguments, and another for others', () => {
    const book = new IndicatorBook(SLOTS, {} as SessionReads);
    expect(book.sma('SPY', '1m', 20)).toBe(book.sma('SPY', '60s', 20));
    expect(book.sma('SPY', '1m', 20)).not.toBe(book.sma('SPY', '1m', 21));
    expect(book.sma('SPY', '1m', 20)).not.toBe(book.sma('SPY', '1m', 20, 'open'));
  });

  it('takes up a saved state exactly', () => {
    fc.assert(
      fc.property(bars, bars, (before, after) => {
        const book = new IndicatorBook(SLOTS, {} as SessionReads);
        const lines = [book.sma('SPY', '1m', 3), book.rsi('SPY', '1m', 4), book.adx('SPY', '1m', 3).adx];
        const play = (all: readonly plain.PlainBar[]): unknown[] =>
          all.map((bar, row) => {
            book.bar(0, row, asBar(bar));
            return lines.map(({ value, previous }) => [value, previous]);
          });
        play(before);
        const saved = book.save();
        const first = play(after);
        book.restore(saved);
        expect(play(after)).toEqual(first);
      }),
      { numRuns: 20 },
    );
  });

  it('says which bars there are when an interval is not among them', () => {
    const book = new IndicatorBook(SLOTS, {} as SessionReads);
    expect(() => book.sma('SPY', '5m', 20)).toThrow(/has bars of SPY of 1m, not of '5m'/);
    expect(() => book.sma('IBM', '1m', 20)).toThrow(/streams no bars of IBM/);
    expect(() => book.sma('SPY', '1m', 2.5)).toThrow(/length 2.5 .* not a whole number/);
  });
});

const folder = testData();

describe.skipIf(folder === undefined)('indicators on recorded daily bars (figures of another program)', () => {
  const recorded = (): plain.PlainBar[] =>
    readFileSync(join(folder ?? '', 'original/backtrader/2006-day-001.txt'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, open, high, low, close, volume] = line.split(',').map(Number);
        return { open, high, low, close, volume } as plain.PlainBar;
      });
  /** Last, first and middle valid value: of 255 bars the middle is bar 141 where 29 warm up, 136 where 19 do, 134 where 14 do. */
  const figures = (make: (indicators: Indicators) => Line): string[] => {
    const values = follow(recorded(), make).filter((value) => !Number.isNaN(value));
    const middle = values.length - 1 - Math.ceil((values.length - 1) / 2);
    return [values.at(-1), values[0], values[middle]].map((value) => (value ?? Number.NaN).toFixed(6));
  };

  it.each([
    ['SMA(30)', (it: Indicators) => it.sma('SPY', '1m', 30), ['4063.463000', '3644.444667', '3554.693333']],
    ['EMA(30)', (it: Indicators) => it.ema('SPY', '1m', 30), ['4070.115719', '3644.444667', '3581.728712']],
    ['RSI(14)', (it: Indicators) => it.rsi('SPY', '1m', 14), ['57.644284', '41.630968', '53.352553']],
    ['ATR(14)', (it: Indicators) => it.atr('SPY', '1m', 14), ['35.866308', '34.264286', '54.329064']],
    [
      'Bollinger(20, 2) top',
      (it: Indicators) => it.bollinger('SPY', '1m', 20, 2).upper,
      ['4190.782310', '3712.008864', '3709.453081'],
    ],
  ])('%s: last, first and middle value', (_name, make, expected) => {
    expect(recorded()).toHaveLength(255);
    expect(figures(make)).toEqual(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../../electron/engine/engine.ts';
import type { Context } from '../../../electron/strategy/api/context.ts';
import type { Bar, Bars, SessionReads } from '../../../electron/strategy/api/data.ts';
import type { Line, PriceSource } from '../../../electron/strategy/api/indicators.ts';
import { Strategy } from '../../../electron/strategy/api/strategy.ts';
import type { BarSource } from '../../../electron/strategy/indicators/bar-source.ts';
import { IndicatorBook, type SavedIndicators } from '../../../electron/strategy/indicators/indicator-book.ts';
import { SlotBar } from '../../../electron/strategy/runner/events.ts';
import { StrategyRunner } from '../../../electron/strategy/runner/strategy-runner.ts';
import type { BarColumns } from '../../../shared/market/columns.ts';
import type { Interval } from '../../../shared/market/interval.ts';
import type { StrategySlot } from '../../../shared/trading/strategy-port.ts';
import { testRun } from '../../support/blocks.ts';
import { tradingConfig } from '../../support/trading-rig.ts';

const SLOT: StrategySlot = { kind: 'bars', symbol: 'SPY', interval: '1s' as Interval, isDerived: false };
/** Bars of a session, as an engine keeps them. Those of a live one (`isWhole` false) are put in place one by one. */
class Source implements BarSource {
  columns: BarColumns = columnsOf([]);
  version = 0;
  isWhole = true;
  count = 0;
  #closes: readonly number[] = [];

  show(closes: readonly number[], isWhole: boolean): void {
    this.#closes = closes;
    this.columns = columnsOf(isWhole ? closes : closes.map(() => Number.NaN));
    this.version += 1;
    this.isWhole = isWhole;
    this.count = 0;
  }

  /** A bar of it has closed. */
  close(row: number): void {
    this.count = row + 1;
    if (this.isWhole) return;
    const bar = columnsOf([this.#closes[row] as number]);
    for (const name of Object.keys(bar) as (keyof BarColumns)[]) this.columns[name][row] = bar[name][0] as number;
  }

  /** What a strategy can read of it. */
  get reads(): SessionReads {
    const last = (most: number): Bars => {
      const from = Math.max(0, this.count - most);
      const read = (name: keyof BarColumns) => (at: number) => this.columns[name][from + at] as number;
      const [open, high, low, close] = [read('open'), read('high'), read('low'), read('close')];
      const rest = { time: read('time'), volume: read('volume'), isFilled: () => false, isComplete: () => true };
      return { length: this.count - from, open, high, low, close, ...rest } as unknown as Bars;
    };
    return { lastBars: (_: string, most: number) => last(most), sessionStart: 0 } as unknown as SessionReads;
  }
}

function columnsOf(closes: readonly number[]): BarColumns {
  const close = Float64Array.from(closes);
  const column = (by: number): Float64Array => close.map((price) => price + by);
  return {
    time: close.map((_, row) => row * 1e6),
    open: column(0.5),
    high: column(1),
    low: column(-1),
    close,
    volume: column(100),
    flags: new Uint8Array(close.length),
  };
}

/** One book that computes ahead, and one that is handed each bar. */
class Twins {
  readonly source = new Source();
  readonly #bar = new SlotBar(SLOT, this.source);
  readonly #books = [
    new IndicatorBook([SLOT], this.source.reads, [this.source]),
    new IndicatorBook([SLOT], this.source.reads),
  ] as const;
  #lines: (readonly [Line, Line])[] = [];

  sma(length: number, source: PriceSource): void {
    const [ahead, plain] = this.#books;
    this.#lines.push([ahead.sma('SPY', '1s', length, source), plain.sma('SPY', '1s', length, source)]);
  }

  sessionStart(): void {
    for (const book of this.#books) book.sessionStart();
  }

  bar(row: number): void {
    this.source.close(row);
    for (const book of this.#books) book.bar(0, row, this.#bar.renew(row));
    this.expectSame();
  }

  save(): readonly SavedIndicators[] {
    const [ahead, plain] = this.#books.map((book) => book.save());
    expect(ahead).toEqual(plain);
    return [ahead, plain] as SavedIndicators[];
  }

  restore(saved: readonly SavedIndicators[]): void {
    this.#books.forEach((book, index) => book.restore(saved[index] as SavedIndicators));
    this.expectSame();
  }

  expectSame(): void {
    for (const [ahead, plain] of this.#lines) {
      if (ahead.value !== plain.value || ahead.previous !== plain.previous)
        expect([ahead.value, ahead.previous]).toEqual([plain.value, plain.previous]);
    }
  }
}

/** Up to 1,300 of them: more than twice as many as are computed at once. */
const prices = fc
  .tuple(fc.oneof(fc.nat(5), fc.nat(1_300)), fc.integer())
  .map(([count, seed]) => Array.from({ length: count }, (_, row) => (Math.imul(seed + row, 0x9e37_79b1) >>> 12) / 100));

describe('indicators that are computed ahead of the clock', () => {
  it('show at each bar, bit for bit, what they show where each bar is handed to them', () => {
    const session = fc.record({
      closes: prices,
      isWhole: fc.boolean(),
      asked: fc.array(
        fc.tuple(fc.nat(1_300), fc.integer({ min: 1, max: 40 }), fc.constantFrom('close', 'low', 'hl2')),
        {
          maxLength: 4,
        },
      ),
      looks: fc.array(fc.nat(1_300), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.array(session, { minLength: 1, maxLength: 3 }), (sessions) => {
        const twins = new Twins();
        twins.sma(20, 'close');
        for (const { closes, isWhole, asked, looks } of sessions) {
          twins.source.show(closes, isWhole);
          twins.sessionStart();
          closes.forEach((_, row) => {
            twins.bar(row);
            if (looks.includes(row)) twins.save();
            for (const [at, length, source] of asked) if (at === row) twins.sma(length, source);
            twins.expectSame();
          });
        }
        twins.save();
      }),
      { numRuns: 30 },
    );
  });

  it('go on from any saved state, with the bars that follow it', () => {
    fc.assert(
      fc.property(prices, fc.nat(), fc.nat(), (closes, one, other) => {
        const [a, b] = [one % (closes.length + 1), other % (closes.length + 1)];
        const [savedAt, setBackAt] = [Math.min(a, b), Math.max(a, b)];
        const twins = new Twins();
        for (const length of [1, 3, 600]) twins.sma(length, 'close');
        twins.source.show(closes, true);
        twins.sessionStart();
        for (let row = 0; row < savedAt; row++) twins.bar(row);
        const saved = twins.save();
        for (let row = savedAt; row < setBackAt; row++) twins.bar(row);
        twins.restore(saved);
        for (let row = savedAt; row < closes.length; row++) twins.bar(row);
      }),
      { numRuns: 30 },
    );
  });

  it('forget what they computed of bars that turned out to be others', () => {
    const twins = new Twins();
    twins.sma(2, 'close');
    twins.source.show([1, 2, 3, 4], true);
    twins.sessionStart();
    twins.bar(0);
    twins.bar(1);
    twins.source.show([10, 20, 30, 40], true);
    twins.bar(2);
    twins.bar(3);
    twins.save();
  });
});

describe('an indicator of one column', () => {
  it('reads columns and no bar', () => {
    const source = new Source();
    const book = new IndicatorBook([SLOT], source.reads, [source]);
    const line = book.sma('SPY', '1s', 2);
    source.show([1, 2, 4], true);
    book.sessionStart();
    const unread = new Proxy({} as Bar, {
      get: () => {
        throw new Error('the bar was read');
      },
    });
    const values = [0, 1, 2].map((row) => {
      source.close(row);
      book.bar(0, row, unread);
      return line.value;
    });
    expect(values).toEqual([undefined, 1.5, 3]);
  });

  it('shows the last bar that it was told of once it is in use no more', () => {
    const source = new Source();
    const book = new IndicatorBook([SLOT], source.reads, [source]);
    const bar = new SlotBar(SLOT, source);
    const play = (from: number, to: number): void => {
      for (let row = from; row < to; row++) {
        source.close(row);
        book.bar(0, row, bar.renew(row));
      }
    };
    source.show(
      Array.from({ length: 600 }, (_, row) => row),
      true,
    );
    book.sessionStart();
    const kept = book.sma('SPY', '1s', 2);
    play(0, 5);
    const saved = book.save();
    const line = book.sma('SPY', '1s', 1);
    play(5, 10);
    source.close(4);
    book.restore(saved);
    play(5, 300);
    expect([kept.value, line.value]).toEqual([298.5, 9]);
    expect([book.sma('SPY', '1s', 1).value, line.value]).toEqual([299, 299]);
  });
});

describe('an indicator that a handler asks for first', () => {
  it('counts each bar once, also that whose fill it was asked for at', () => {
    const seen: (readonly [number | undefined, number])[] = [];
    class Asks extends Strategy {
      #line: Line | undefined;
      override onBar({ data, orders }: Context): void {
        if (data.barCount('SPY') === 2) orders.buy('SPY', { quantity: 1 });
        const last = data.lastBars('SPY', 3);
        if (this.#line !== undefined)
          seen.push([this.#line.value, (last.close(0) + last.close(1) + last.close(2)) / 3]);
      }
      override onFill({ indicators }: Context): void {
        this.#line = indicators.sma('SPY', '1s', 3);
      }
    }
    const stream = { type: 'bars', symbol: 'SPY', interval: '1s' } as const;
    const run = testRun([stream], [{ seconds: 20, rows: [Array.from({ length: 20 }, (_, second) => second)] }]);
    const engine = new Engine({
      plan: run.plan,
      blockOf: (index) => run.blocks[index],
      log: { write: () => undefined, mark: () => ({}), restore: () => undefined },
      trading: {
        config: tradingConfig({ cash: 1e7 }),
        strategy: (services) => new StrategyRunner(services, { name: 'asks', create: () => new Asks({}), seed: 1 }),
      },
    });
    engine.stepUntil({ time: Number.POSITIVE_INFINITY });
    expect(engine.trading?.records.fills.at(0).source.kind).toBe('bar');
    expect(seen.length).toBeGreaterThan(10);
    for (const [value, mean] of seen) expect(value).toBeCloseTo(mean, 9);
  });
});

describe('a line', () => {
  it('says whether it stands above another or a level, and nothing while one warms up', () => {
    const source = new Source();
    const book = new IndicatorBook([SLOT], source.reads);
    const bar = new SlotBar(SLOT, source);
    source.show([10, 12, 9], true);
    const [fast, slow] = [book.sma('SPY', '1s', 1), book.sma('SPY', '1s', 2)];
    const seen = [0, 1, 2].map((row) => {
      book.bar(0, row, bar.renew(row));
      return [fast.isAbove(slow), slow.isAbove(fast), fast.isAbove(10), fast.isAbove(fast), fast.isAbove(Number.NaN)];
    });
    expect(seen).toEqual([
      [undefined, undefined, false, false, undefined],
      [true, false, true, false, undefined],
      [false, true, false, false, undefined],
    ]);
    for (const other of [undefined, null, 'slow', {}, { value: 3 }])
      expect(() => fast.isAbove(other as never)).toThrow('isAbove was given neither a line nor a number');
  });
});

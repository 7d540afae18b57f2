import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bars, SessionReads } from '../../../electron/strategy/api/data.ts';
import type { Line, PriceSource } from '../../../electron/strategy/api/indicators.ts';
import type { BarSource } from '../../../electron/strategy/indicators/bar-source.ts';
import { IndicatorBook, type SavedIndicators } from '../../../electron/strategy/indicators/indicator-book.ts';
import { SlotBar } from '../../../electron/strategy/runner/events.ts';
import type { BarColumns } from '../../../shared/market/columns.ts';
import type { Interval } from '../../../shared/market/interval.ts';
import type { StrategySlot } from '../../../shared/trading/strategy-port.ts';

const SLOT: StrategySlot = { kind: 'bars', symbol: 'SPY', interval: '1s' as Interval, isDerived: false };
const NO_BARS_YET = { length: 0 } as Bars;
const READS = { lastBars: () => NO_BARS_YET, barsSince: () => NO_BARS_YET, sessionStart: 0 } as unknown as SessionReads;

/** Bars of a session; `isWhole` false: they come one by one, as in a live session. */
class Source implements BarSource {
  columns: BarColumns = columnsOf([]);
  version = 0;
  isWhole = true;
  count = 0;

  show(closes: readonly number[], isWhole: boolean): void {
    this.columns = columnsOf(closes);
    this.version += 1;
    this.isWhole = isWhole;
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
  readonly #books = [new IndicatorBook([SLOT], READS, [this.source]), new IndicatorBook([SLOT], READS)] as const;
  #lines: (readonly [Line, Line])[] = [];

  sma(length: number, source: PriceSource): void {
    const [ahead, plain] = this.#books;
    this.#lines.push([ahead.sma('SPY', '1s', length, source), plain.sma('SPY', '1s', length, source)]);
  }

  sessionStart(): void {
    for (const book of this.#books) book.sessionStart();
  }

  bar(row: number): void {
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
    twins.source.show([1, 2, 30, 40], true);
    twins.bar(2);
    twins.bar(3);
    twins.save();
  });
});

describe('a line', () => {
  it('says whether it stands above another or a level, and nothing while one warms up', () => {
    const book = new IndicatorBook([SLOT], READS);
    const source = new Source();
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

import type { Micros } from './time.ts';

/** Bars as columns. All arrays have the same length and are sorted by `time`, which is the bar's open, unique. Prices are
 * doubles nearest to exact decimals (S28). Columns of a session block are backed by SharedArrayBuffers and belong to one thread at a time. */
export interface BarColumns {
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** Per bar: {@link BAR_PRESENT} or {@link BAR_FILLED}. */
  readonly flags: Uint8Array;
}

export const BAR_PRESENT = 0;
export const BAR_FILLED = 1;

/** Derived bars: columns plus what each bar rests on (D6). `known` is the instant the bar closes: its nominal end or the session's. */
export interface DerivedColumns extends BarColumns {
  readonly known: Float64Array;
  /** Base slots the bar should hold within the session. */
  readonly expected: Float64Array;
  /** Base bars it does hold, filled ones included. */
  readonly present: Float64Array;
  /** 1 when every expected slot is present or verified empty, else 0. */
  readonly complete: Uint8Array;
}

/** Columns of base bars, or of derived ones with what each bar rests on. */
export type ReadColumns = BarColumns & Partial<Pick<DerivedColumns, 'expected' | 'present' | 'complete'>>;

export const NO_BARS: BarColumns = {
  time: new Float64Array(0),
  open: new Float64Array(0),
  high: new Float64Array(0),
  low: new Float64Array(0),
  close: new Float64Array(0),
  volume: new Float64Array(0),
  flags: new Uint8Array(0),
};

/** Quotes as columns, sorted by `time`, stable. A missing side or size is NaN. */
export interface QuoteColumns {
  readonly time: Float64Array;
  readonly bid: Float64Array;
  readonly ask: Float64Array;
  readonly bidSize: Float64Array;
  readonly askSize: Float64Array;
}

export const NO_QUOTES: QuoteColumns = {
  time: new Float64Array(0),
  bid: new Float64Array(0),
  ask: new Float64Array(0),
  bidSize: new Float64Array(0),
  askSize: new Float64Array(0),
};

/** Trades as columns, sorted by `time`, stable; several rows may share a time. `side`: 0 unknown, 1 buyer took, 2 seller took. */
export interface TradeColumns {
  readonly time: Float64Array;
  readonly price: Float64Array;
  readonly size: Float64Array;
  readonly side: Uint8Array;
}

export const NO_TRADES: TradeColumns = {
  time: new Float64Array(0),
  price: new Float64Array(0),
  size: new Float64Array(0),
  side: new Uint8Array(0),
};

/** One bar as a value, for edges only: command line, legends, tests. */
export interface Bar {
  readonly time: Micros;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export interface Quote {
  readonly time: Micros;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

export interface Trade {
  readonly time: Micros;
  readonly price: number;
  readonly size: number;
}

/** The first index whose value is at or after `value`; the array is sorted ascending. `from` and `to` bound the search, half-open. */
export function lowerBound(sorted: Float64Array, value: number, from = 0, to = sorted.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const mid = (low + high) >>> 1;
    if ((sorted[mid] as number) < value) low = mid + 1;
    else high = mid;
  }
  return low;
}

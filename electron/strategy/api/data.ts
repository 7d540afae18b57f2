import type { Micros, SessionDate } from '../../../shared/market/time.ts';

/** A closed bar. The object is reused: after the next event it shows another bar, so copy the values that must last. */
export interface Bar {
  /** Its open, in microseconds since 1970, UTC. It closed, and became known, one interval later. */
  readonly time: Micros;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Supplied by data upkeep, or made of such a bar. */
  readonly isFilled: boolean;
  /** Base bars that could be in it, and those that are; both 1 for a base bar. */
  readonly expected: number;
  readonly present: number;
  readonly isComplete: boolean;
}

/** Closed bars, oldest first: indices from 0 to `length - 1`, a value outside of them is NaN. It stays as it is when the clock moves on. */
export interface Bars {
  readonly length: number;
  time(index: number): Micros;
  open(index: number): number;
  high(index: number): number;
  low(index: number): number;
  close(index: number): number;
  volume(index: number): number;
  isFilled(index: number): boolean;
  isComplete(index: number): boolean;
}

/** The bar that has not closed yet, of the base bars known so far. Reused: read it before the next event. */
export interface FormingBar {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Base bars in it so far. */
  readonly present: number;
}

/** Best bid and ask. A missing side or size is NaN. Reused, as {@link Bar} is. */
export interface Quote {
  readonly time: Micros;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

/** Quotes, oldest first; `at` outside of them is `undefined`. */
export interface Quotes {
  readonly length: number;
  at(index: number): Quote | undefined;
  bid(index: number): number;
  ask(index: number): number;
}

/** A market print. */
export interface Trade {
  readonly time: Micros;
  readonly price: number;
  readonly size: number;
}

/** Trades, oldest first. `side`: 0 unknown, 1 the buyer took, 2 the seller took; NaN outside. */
export interface Trades {
  readonly length: number;
  at(index: number): Trade | undefined;
  price(index: number): number;
  size(index: number): number;
  side(index: number): number;
}

/** The current session of one symbol as far as it is known. Reused: read it before the next event. */
export interface SessionMetrics {
  readonly volume: number;
  readonly high: number | undefined;
  readonly low: number | undefined;
  /** When its newest bar, quote or trade became known. */
  readonly lastUpdate: Micros | undefined;
}

/** Everything that is known as of the session clock, and nothing else. No interval means the symbol's base interval; reading a symbol
 * or interval that the run does not have throws and names those it has. */
export interface SessionReads {
  /** The session clock, in microseconds since 1970, UTC. */
  readonly clock: Micros;
  /** Date of the current session. */
  readonly date: SessionDate;
  readonly sessionStart: Micros;
  readonly sessionEnd: Micros;
  /** In the order of the configuration. */
  readonly symbols: readonly string[];
  /** Base and derived intervals that have bars, ascending. */
  intervals(symbol: string): readonly string[];
  hasQuotes(symbol: string): boolean;
  hasTrades(symbol: string): boolean;
  /** The newest closed bar, of an earlier session where this one has none yet. */
  latestBar(symbol: string, interval?: string): Bar | undefined;
  /** The last up to `n` closed bars; reaches back into earlier sessions and loaded history. */
  lastBars(symbol: string, n: number, interval?: string): Bars;
  /** Closed bars of this session that opened at or after `time`. */
  barsSince(symbol: string, time: number, interval?: string): Bars;
  /** Bars closed in this session. */
  barCount(symbol: string, interval?: string): number;
  /** The latest base bar of each symbol, in the order given. The list is reused: read it before the next call. */
  latestBars(symbols: readonly string[]): readonly (Bar | undefined)[];
  sessionMetrics(symbol: string): SessionMetrics;
  /** Bars of a trailing session; `undefined` where that date or interval was not loaded. */
  historicalBars(symbol: string, interval: string, date: string): Bars | undefined;
  /** The bar of an interval that has not closed yet; `undefined` while it holds nothing. */
  formingBar(symbol: string, interval: string): FormingBar | undefined;
  /** The quote in force; before the session's first one the last before the open. */
  latestQuote(symbol: string): Quote | undefined;
  lastQuotes(symbol: string, n: number): Quotes | undefined;
  quotesSince(symbol: string, time: number): Quotes | undefined;
  latestTrade(symbol: string): Trade | undefined;
  lastTrades(symbol: string, n: number): Trades | undefined;
  tradesSince(symbol: string, time: number): Trades | undefined;
}

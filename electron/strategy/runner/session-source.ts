import type { Interval } from '../../../shared/market/interval.ts';
import type { Micros, SessionDate } from '../../../shared/market/time.ts';
import type { BarSource } from '../indicators/bar-source.ts';
import type { Bar, Bars, FormingBar, Quote, Quotes, SessionMetrics, Trade, Trades } from '../api/data.ts';

/** What the engine's session data offer to a strategy. They can do more, which a strategy must not reach: {@link GuardedReads} stands between. */
export interface SessionSource {
  readonly clock: Micros;
  readonly date: SessionDate;
  readonly sessionStart: Micros;
  readonly sessionEnd: Micros;
  readonly symbols: readonly SymbolSource[];
  symbol(symbol: string): SymbolSource;
  latestBar(symbol: string, interval?: Interval): Bar | undefined;
  lastBars(symbol: string, n: number, interval?: Interval): Bars;
  barsSince(symbol: string, time: Micros, interval?: Interval): Bars;
  barCount(symbol: string, interval?: Interval): number;
  latestBars(symbols: readonly string[]): readonly (Bar | undefined)[];
  sessionMetrics(symbol: string): SessionMetrics;
  historicalBars(symbol: string, interval: Interval, date: SessionDate): Bars | undefined;
  formingBar(symbol: string, interval: Interval): FormingBar | undefined;
  latestQuote(symbol: string): Quote | undefined;
  lastQuotes(symbol: string, n: number): Quotes | undefined;
  quotesSince(symbol: string, time: Micros): Quotes | undefined;
  latestTrade(symbol: string): Trade | undefined;
  lastTrades(symbol: string, n: number): Trades | undefined;
  tradesSince(symbol: string, time: Micros): Trades | undefined;
}

interface SymbolSource {
  readonly symbol: string;
  readonly intervals: readonly Interval[];
  readonly hasQuotes: boolean;
  readonly hasTrades: boolean;
  /** Bars of one interval, for who reads them often; `undefined` is the base interval. */
  bars(interval?: Interval): BarSource | undefined;
}

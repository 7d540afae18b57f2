import { AppError } from '../../../shared/lang/app-error.ts';
import { type Interval, parseInterval } from '../../../shared/market/interval.ts';
import type { Micros, SessionDate } from '../../../shared/market/time.ts';
import type { Bar, Bars, FormingBar, Quote, Quotes, SessionMetrics, SessionReads, Trade, Trades } from '../api/data.ts';
import type { SessionSource } from './session-source.ts';

/** Session data as a strategy gets them: the reads and nothing else, so that columns with rows not known yet are out of reach (B3). */
export class GuardedReads implements SessionReads {
  readonly #source: SessionSource;
  readonly #intervals = new Map<string, Interval>();
  readonly symbols: readonly string[];

  constructor(source: SessionSource) {
    this.#source = source;
    this.symbols = Object.freeze(source.symbols.map(({ symbol }) => symbol));
  }

  get clock(): Micros {
    return this.#source.clock;
  }

  get date(): SessionDate {
    return this.#source.date;
  }

  get sessionStart(): Micros {
    return this.#source.sessionStart;
  }

  get sessionEnd(): Micros {
    return this.#source.sessionEnd;
  }

  intervals(symbol: string): readonly string[] {
    return [...this.#source.symbol(symbol).intervals];
  }

  hasQuotes(symbol: string): boolean {
    return this.#source.symbol(symbol).hasQuotes;
  }

  hasTrades(symbol: string): boolean {
    return this.#source.symbol(symbol).hasTrades;
  }

  latestBar(symbol: string, interval?: string): Bar | undefined {
    return this.#source.latestBar(symbol, this.#optional(interval));
  }

  lastBars(symbol: string, n: number, interval?: string): Bars {
    return this.#source.lastBars(symbol, n, this.#optional(interval));
  }

  barsSince(symbol: string, time: number, interval?: string): Bars {
    return this.#source.barsSince(symbol, time as Micros, this.#optional(interval));
  }

  barCount(symbol: string, interval?: string): number {
    return this.#source.barCount(symbol, this.#optional(interval));
  }

  latestBars(symbols: readonly string[]): readonly (Bar | undefined)[] {
    return this.#source.latestBars(symbols);
  }

  sessionMetrics(symbol: string): SessionMetrics {
    return this.#source.sessionMetrics(symbol);
  }

  historicalBars(symbol: string, interval: string, date: string): Bars | undefined {
    return this.#source.historicalBars(symbol, this.#interval(interval), date as SessionDate);
  }

  formingBar(symbol: string, interval: string): FormingBar | undefined {
    return this.#source.formingBar(symbol, this.#interval(interval));
  }

  latestQuote(symbol: string): Quote | undefined {
    return this.#source.latestQuote(symbol);
  }

  lastQuotes(symbol: string, n: number): Quotes | undefined {
    return this.#source.lastQuotes(symbol, n);
  }

  quotesSince(symbol: string, time: number): Quotes | undefined {
    return this.#source.quotesSince(symbol, time as Micros);
  }

  latestTrade(symbol: string): Trade | undefined {
    return this.#source.latestTrade(symbol);
  }

  lastTrades(symbol: string, n: number): Trades | undefined {
    return this.#source.lastTrades(symbol, n);
  }

  tradesSince(symbol: string, time: number): Trades | undefined {
    return this.#source.tradesSince(symbol, time as Micros);
  }

  #optional(interval: string | undefined): Interval | undefined {
    return interval === undefined ? undefined : this.#interval(interval);
  }

  #interval(text: string): Interval {
    const found = this.#intervals.get(text);
    if (found !== undefined) return found;
    const interval = parseInterval(text);
    if (interval === undefined) {
      throw new AppError('bad-request', `'${text}' is no interval. Write a number and a unit: 10s, 5m, 1h, 1d, 1w.`);
    }
    this.#intervals.set(text, interval);
    return interval;
  }
}

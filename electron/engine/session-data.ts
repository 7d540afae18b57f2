import { AppError } from '../../shared/lang/app-error.ts';
import type { Trade } from '../../shared/market/columns.ts';
import type { Interval } from '../../shared/market/interval.ts';
import type { Micros, SessionDate } from '../../shared/market/time.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { BarReading, BarView } from './bar-view.ts';
import type { FormingBar } from './derive/forming.ts';
import type { QuoteReading, QuoteView } from './quote-series.ts';
import type { RunLayout } from './run-layout.ts';
import type { SessionClock } from './session-clock.ts';
import type { MetricsReading } from './session-metrics.ts';
import { SymbolData } from './symbol-data.ts';
import type { TradeView } from './trade-series.ts';

/** The one place that holds the current session (B1): engine, strategies and display read it here, as of the session clock. No
 * interval means the base one. Reading a symbol or interval that the run does not have throws, with those it has. */
export class SessionData {
  readonly symbols: readonly SymbolData[];
  readonly #bySymbol: ReadonlyMap<string, SymbolData>;
  readonly #clock: SessionClock;
  readonly #latest: (BarReading | undefined)[] = [];
  /** Whose bars {@link latestBars} was last asked for: most often the same ones again. */
  readonly #latestOf: SymbolData[] = [];
  #session: PlannedSession;
  #isEnded = false;
  #recent: SymbolData | undefined;

  constructor(layout: RunLayout, positions: Int32Array, clock: SessionClock, first: PlannedSession) {
    const names = new Set(layout.slots.toSorted((a, b) => a.stream - b.stream).map(({ symbol }) => symbol));
    this.symbols = [...names].map((symbol) => new SymbolData(symbol, layout, positions, clock));
    this.#bySymbol = new Map(this.symbols.map((data) => [data.symbol, data]));
    this.#clock = clock;
    this.#session = first;
  }

  get clock(): Micros {
    return this.#clock.now;
  }

  get date(): SessionDate {
    return this.#session.date;
  }

  get sessionStart(): Micros {
    return this.#session.open;
  }

  get sessionEnd(): Micros {
    return this.#session.close;
  }

  /** True from the session's end until the next one starts. */
  get isSessionEnded(): boolean {
    return this.#isEnded;
  }

  /** All reads of one symbol, for those who make many. */
  symbol(symbol: string): SymbolData {
    const recent = this.#recent;
    return recent !== undefined && recent.symbol === symbol ? recent : this.#find(symbol);
  }

  latestBar(symbol: string, interval?: Interval): BarReading | undefined {
    return this.symbol(symbol).latestBar(interval);
  }

  lastBars(symbol: string, n: number, interval?: Interval): BarView {
    return this.symbol(symbol).lastBars(n, interval);
  }

  barsSince(symbol: string, time: Micros, interval?: Interval): BarView {
    return this.symbol(symbol).barsSince(time, interval);
  }

  barCount(symbol: string, interval?: Interval): number {
    return this.symbol(symbol).barCount(interval);
  }

  /** The latest base bar of each symbol, in the order given. The list is reused: read it before the next call. */
  latestBars(symbols: readonly string[]): readonly (BarReading | undefined)[] {
    const latest = this.#latest;
    if (latest.length !== symbols.length) latest.length = symbols.length;
    for (let i = 0; i < symbols.length; i++) {
      const symbol = symbols[i] as string;
      const last = this.#latestOf[i];
      const data = last?.symbol === symbol ? last : (this.#latestOf[i] = this.symbol(symbol));
      latest[i] = data.latestBar();
    }
    return latest;
  }

  sessionMetrics(symbol: string): MetricsReading {
    return this.symbol(symbol).sessionMetrics();
  }

  historicalBars(symbol: string, interval: Interval, date: SessionDate): BarView | undefined {
    return this.symbol(symbol).historicalBars(interval, date);
  }

  formingBar(symbol: string, interval: Interval): Readonly<FormingBar> | undefined {
    return this.symbol(symbol).formingBar(interval);
  }

  latestQuote(symbol: string): QuoteReading | undefined {
    return this.symbol(symbol).latestQuote();
  }

  lastQuotes(symbol: string, n: number): QuoteView | undefined {
    return this.symbol(symbol).lastQuotes(n);
  }

  quotesSince(symbol: string, time: Micros): QuoteView | undefined {
    return this.symbol(symbol).quotesSince(time);
  }

  latestTrade(symbol: string): Trade | undefined {
    return this.symbol(symbol).latestTrade();
  }

  lastTrades(symbol: string, n: number): TradeView | undefined {
    return this.symbol(symbol).lastTrades(n);
  }

  tradesSince(symbol: string, time: Micros): TradeView | undefined {
    return this.symbol(symbol).tradesSince(time);
  }

  /** For the engine: another session is on. */
  show(session: PlannedSession, block: SessionBlock): void {
    this.#session = session;
    this.#isEnded = false;
    for (const data of this.symbols) data.show(session, block);
  }

  /** For the engine: the session goes on with a block that holds more; `isRevised`: also behind the clock. */
  goOn(block: SessionBlock, isRevised: boolean): void {
    for (const data of this.symbols) data.goOn(this.#session, block, isRevised);
  }

  /** For the engine: the session has ended, or an earlier moment of it was taken up. */
  setEnded(isEnded: boolean): void {
    this.#isEnded = isEnded;
    if (!isEnded) for (const data of this.symbols) data.positionsChanged();
  }

  /** For the engine: today becomes history (C5). */
  keepSession(sessionIndex: number): void {
    for (const data of this.symbols) data.keepSession(sessionIndex);
  }

  #find(symbol: string): SymbolData {
    const found = this.#bySymbol.get(symbol);
    if (found === undefined) throw this.#unknown(symbol);
    this.#recent = found;
    return found;
  }

  #unknown(symbol: string): AppError {
    const known = this.symbols.map((data) => data.symbol).join(', ');
    return new AppError('bad-request', `${symbol} is not in this run. It has ${known}.`);
  }
}

import { AppError } from '../../shared/lang/app-error.ts';
import { NO_BARS, type Trade } from '../../shared/market/columns.ts';
import { type Interval, ONE_WEEK, intervalMicros } from '../../shared/market/interval.ts';
import type { Micros, SessionDate } from '../../shared/market/time.ts';
import type { QualityCounts } from '../../shared/quality/quality.ts';
import type { SessionBlock, SymbolBlock } from '../../shared/session/block.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import { type BarReading, type BarView, BarWindow } from './bar-view.ts';
import { BarSeries } from './bar-series.ts';
import { gridLength } from './derive/bar-grid.ts';
import { type FinerBars, type FormingBar, emptyFormingBar, formBar } from './derive/forming.ts';
import { KEPT_BASE_BARS } from './past-bars.ts';
import { QualitySoFar } from './quality-so-far.ts';
import { type QuoteReading, QuoteSeries, type QuoteView } from './quote-series.ts';
import type { RunLayout } from './run-layout.ts';
import type { SessionClock } from './session-clock.ts';
import { type MetricsReading, SessionMetrics } from './session-metrics.ts';
import { TradeSeries, type TradeView } from './trade-series.ts';

/** Session data of one symbol (B1, B2): what is known of it as of the session clock, and nothing else (B3). */
export class SymbolData {
  readonly symbol: string;
  readonly #clock: SessionClock;
  readonly #base: BarSeries | undefined;
  readonly #series: readonly BarSeries[];
  readonly #byInterval = new Map<Interval, BarSeries>();
  readonly #quotes: QuoteSeries | undefined;
  readonly #trades: TradeSeries | undefined;
  readonly #metrics: SessionMetrics;
  readonly #forming = emptyFormingBar();
  #session: PlannedSession | undefined;
  #block: SymbolBlock | undefined;
  #quality: QualitySoFar | undefined;

  constructor(symbol: string, layout: RunLayout, positions: Int32Array, clock: SessionClock) {
    this.symbol = symbol;
    this.#clock = clock;
    layout.slots.forEach((slot, index) => {
      if (slot.symbol !== symbol || slot.interval === undefined) return;
      const kept = slot.isDerived ? Number.POSITIVE_INFINITY : KEPT_BASE_BARS;
      this.#byInterval.set(slot.interval, new BarSeries(slot.interval, index, positions, kept));
    });
    const find = (kind: string): number =>
      layout.slots.findIndex((slot) => slot.symbol === symbol && slot.kind === kind);
    const quotes = find('quotes');
    const trades = find('trades');
    const base = layout.slots.find((slot) => slot.symbol === symbol && slot.kind === 'bars' && !slot.isDerived);
    this.#series = [...this.#byInterval.values()];
    this.#base = base?.interval === undefined ? undefined : this.#byInterval.get(base.interval);
    this.#quotes = quotes < 0 ? undefined : new QuoteSeries(quotes, layout.slots[quotes]?.delay ?? 0, positions);
    this.#trades = trades < 0 ? undefined : new TradeSeries(trades, positions);
    this.#metrics = new SessionMetrics({
      clock,
      bars: this.#base,
      barDelay: base?.delay ?? 0,
      quotes: this.#quotes,
      trades: this.#trades,
    });
  }

  /** The engine hands over a session; nothing of it is known yet. */
  show(session: PlannedSession, block: SessionBlock): void {
    this.#showRows(session, block);
    this.#startAnew(block);
  }

  /** The session shown goes on with a block that holds more; `isRevised`: also behind the clock. */
  goOn(session: PlannedSession, block: SessionBlock, isRevised: boolean): void {
    this.#showRows(session, block);
    if (isRevised) this.#startAnew(block);
  }

  /** Today becomes history (C5). */
  keepSession(sessionIndex: number): void {
    for (const series of this.#series) series.keepSession(sessionIndex);
  }

  /** An earlier moment of the shown session was taken up. */
  positionsChanged(): void {
    this.#metrics.reset();
  }

  get baseInterval(): Interval | undefined {
    return this.#base?.interval;
  }

  /** Base and derived intervals that have bars, ascending. */
  get intervals(): readonly Interval[] {
    return this.#series.map(({ interval }) => interval);
  }

  get hasQuotes(): boolean {
    return this.#quotes !== undefined;
  }

  get hasTrades(): boolean {
    return this.#trades !== undefined;
  }

  /** The newest closed bar; of an earlier session where this one has none yet, as `lastBars(1)` would. O(1). */
  latestBar(interval?: Interval): BarReading | undefined {
    return this.bars(interval)?.latest();
  }

  /** The last up to `n` closed bars, reaching back into earlier sessions (S27): derived bars without limit, base bars over the
   * last {@link KEPT_BASE_BARS} of each session. */
  lastBars(n: number, interval?: Interval): BarView {
    return this.bars(interval)?.last(checkCount(n)) ?? new BarWindow(NO_BARS, 0, 0);
  }

  /** Closed bars of this session that opened at or after `time`. */
  barsSince(time: Micros, interval?: Interval): BarView {
    return this.bars(interval)?.since(time) ?? new BarWindow(NO_BARS, 0, 0);
  }

  /** Bars closed in this session. O(1). */
  barCount(interval?: Interval): number {
    const series = interval === undefined ? this.#base : this.bars(interval);
    return series === undefined ? 0 : series.count;
  }

  sessionMetrics(): MetricsReading {
    return this.#metrics;
  }

  /** Bars of a trailing session (D4); `undefined` where that date or interval was not loaded. */
  historicalBars(interval: Interval, date: SessionDate): BarView | undefined {
    const found = this.#block?.history.find((entry) => entry.interval === interval && entry.date === date);
    return found === undefined ? undefined : new BarWindow(found.columns, 0, found.columns.time.length);
  }

  /** The bar of `interval` that has not closed yet, from the base bars known so far; `undefined` while it holds none. Reused:
   * read it before the next event. No other read shows a bar before its close. */
  formingBar(interval: Interval): Readonly<FormingBar> | undefined {
    const base = this.#base;
    const session = this.#session;
    if (base === undefined || session === undefined || this.bars(interval) === base) return undefined;
    const length = gridLength(interval);
    const isFormed = formBar(this.#forming, {
      grid: session,
      length,
      clock: this.#clock.now,
      base: base.columns,
      delivered: base.count,
      finer: this.#finerThan(length),
      carried: interval === ONE_WEEK ? this.#block?.weekSoFar : undefined,
    });
    return isFormed ? this.#forming : undefined;
  }

  /** The quote in force; before the first of the session the last one before the open. */
  latestQuote(): QuoteReading | undefined {
    return this.#quotes?.latest();
  }

  lastQuotes(n: number): QuoteView | undefined {
    return this.#quotes?.last(checkCount(n));
  }

  quotesSince(time: Micros): QuoteView | undefined {
    return this.#quotes?.since(time);
  }

  /** Quotes of this session so far. */
  quoteCount(): number {
    return this.#quotes?.count ?? 0;
  }

  latestTrade(): Trade | undefined {
    return this.#trades?.latest();
  }

  lastTrades(n: number): TradeView | undefined {
    return this.#trades?.last(checkCount(n));
  }

  tradesSince(time: Micros): TradeView | undefined {
    return this.#trades?.since(time);
  }

  /** The series of quotes. For the engine's own users. */
  quoteSeries(): QuoteSeries | undefined {
    return this.#quotes;
  }

  /** Slots of the base bars from the session's open to the clock; `undefined` for a symbol without bars. A slot whose bar is due at this very
   * instant counts once that bar has been delivered. */
  quality(): QualityCounts | undefined {
    const { now } = this.#clock;
    const base = this.#base;
    const next = base?.columns.time[base.count];
    const isDue = base !== undefined && next !== undefined && next + intervalMicros(base.interval) === now;
    return this.#quality?.at(isDue ? now - 1 : now);
  }

  /** Close of the last base bar before this session. */
  previousClose(): number | undefined {
    return this.#base?.previousClose();
  }

  /** The series of an interval, the base one without it; `undefined` for a symbol without bars. For the engine's own users. */
  bars(interval?: Interval): BarSeries | undefined {
    if (interval === undefined) return this.#base;
    return this.#byInterval.get(interval) ?? this.#refuse(interval);
  }

  #showRows(session: PlannedSession, block: SessionBlock): void {
    const own = block.symbols.find(({ symbol }) => symbol === this.symbol);
    this.#session = session;
    this.#block = own;
    for (const series of this.#series) {
      series.keepHistory((own?.history ?? []).filter(({ interval }) => interval === series.interval).map(allRows));
      series.show(this.#columnsOf(series, block, own), session.index + 1, block.live === undefined);
    }
    for (const stream of block.streams) {
      if (stream.symbol !== this.symbol) continue;
      if (stream.kind === 'quotes') this.#quotes?.show(stream.columns, stream.first);
      if (stream.kind === 'trades') this.#trades?.show(stream.columns);
    }
  }

  #startAnew(block: SessionBlock): void {
    const own = this.#block;
    const step = this.#base === undefined ? undefined : intervalMicros(this.#base.interval);
    this.#quality = own === undefined || step === undefined ? undefined : new QualitySoFar(own, block.spans, step);
    this.#metrics.reset();
  }

  #refuse(interval: Interval): never {
    const has = this.#base === undefined ? 'no bars' : `bars of ${this.intervals.join(', ')}`;
    throw new AppError(
      'bad-request',
      `${this.symbol} has ${has} in this run, not of ${interval}. Add it to derived_intervals.`,
    );
  }

  /** Closed bars that the forming bar can be put together from, ascending. */
  #finerThan(length: number): FinerBars[] {
    const finer: FinerBars[] = [];
    for (const { interval, count } of this.#series) {
      const derived = this.#block?.derived.find((block) => block.interval === interval);
      const own = gridLength(interval);
      if (derived !== undefined && own < length) finer.push({ length: own, columns: derived.columns, closed: count });
    }
    return finer;
  }

  #columnsOf(series: BarSeries, block: SessionBlock, own: SymbolBlock | undefined): BarSeries['columns'] {
    if (own === undefined) return NO_BARS;
    if (series !== this.#base)
      return own.derived.find(({ interval }) => interval === series.interval)?.columns ?? NO_BARS;
    const stream = block.streams[own.stream];
    return stream?.kind === 'bars' ? stream.columns : NO_BARS;
  }
}

function allRows<Columns extends { readonly time: Float64Array }>(entry: {
  readonly columns: Columns;
}): { readonly columns: Columns; readonly from: number; readonly to: number } {
  return { columns: entry.columns, from: 0, to: entry.columns.time.length };
}

function checkCount(n: number): number {
  if (Number.isInteger(n) && n >= 0) return n;
  throw new AppError('bad-request', `${n} is no number of rows. Give a whole number of 0 or more.`);
}

import type { Engine } from '../engine/engine.ts';
import type { RowSpan } from '../engine/past-bars.ts';
import type { BarSeries } from '../engine/bar-series.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import {
  BAR_STRIDE,
  type ChartFrame,
  type ChartSubscription,
  PACKED,
  PLOT_STRIDE,
  type PlotRows,
  QUOTE_STRIDE,
} from '../../shared/session/replay.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import { ChartIndicators } from './chart-indicators.ts';
import type { MissingSpans } from './missing-spans.ts';
import { countRows, packBars, packCloses, packForming, spansAfter } from './packed-bars.ts';
import { PlotFeed } from './plot-feed.ts';
import { type QuoteRows, thinQuotes } from './thin-quotes.ts';
import { TradeDelta } from './trade-delta.ts';

export interface ChartSources {
  readonly engine: Engine;
  readonly missing: MissingSpans;
  /** Starts of the run's sessions. */
  readonly opens: readonly number[];
  readonly blockOf: (index: number) => SessionBlock | undefined;
}

const NOTHING: Float64Array = new Float64Array(0);

/** What one chart of the window was sent, and what it is to be sent next: the newest bars in whole after a jump, else what came
 * since the last frame. */
export class ChartFeed {
  readonly #subscription: ChartSubscription;
  readonly #sources: ChartSources;
  readonly #series: BarSeries;
  readonly #isBase: boolean;
  /** Undefined: the chart's window is to be replaced. */
  #sent: { readonly lastBar: number; readonly missingTo: number; readonly lastQuote: number } | undefined;
  readonly #plots: PlotFeed;
  #indicators: ChartIndicators;
  #forming = NOTHING;

  /** Throws `bad-request` for a symbol or an interval that the run has no bars of. */
  constructor(subscription: ChartSubscription, sources: ChartSources) {
    const { symbol, interval } = subscription;
    const data = sources.engine.data.symbol(symbol);
    const series = data.bars(interval);
    if (series === undefined)
      throw new AppError('bad-request', `${symbol} has no bars in this run, only quotes or trades.`);
    this.#subscription = subscription;
    this.#sources = sources;
    this.#series = series;
    this.#plots = new PlotFeed(sources.engine, symbol, intervalMicros(interval));
    this.#indicators = this.#newIndicators();
    this.#isBase = data.baseInterval === interval;
  }

  /** The state was left by a jump: the next frame replaces the window. */
  reset(): void {
    this.#sent = undefined;
  }

  /** What is new, or `undefined` when nothing is. */
  next(): ChartFrame | undefined {
    const { id, symbol, interval, bars: limit, asLine = false } = this.#subscription;
    const spans = this.#series.lastSpans(limit);
    const fresh = this.#sent === undefined ? spans : spansAfter(spans, this.#sent.lastBar);
    const reset = this.#sent === undefined || (fresh.length > 0 && countRows(fresh) >= limit);
    if (asLine) return this.#line(reset, fresh);
    const forming = packForming(this.#sources.engine.data.formingBar(symbol, interval));
    const bars = packBars(fresh);
    const gaps = this.#isBase ? this.#gaps(reset, bars) : NOTHING;
    const quotes = this.#isBase ? this.#quotes(reset, bars) : NOTHING;
    const from = bars[PACKED.time] ?? this.#sources.engine.session.open;
    const plots = [...this.#plots.next(reset, from), ...this.#indicatorLines(reset, fresh, from)];
    const isNew =
      reset || !areEqual(forming, this.#forming) || [bars, gaps, quotes, plots].some(({ length }) => length > 0);
    this.#forming = forming;
    this.#note(bars.at(PACKED.time - BAR_STRIDE), quotes.at(-QUOTE_STRIDE));
    if (!isNew) return undefined;
    return { id, reset, bars, forming, gaps, quotes, plots, hasOlder: this.#series.reachesBeyond(limit) };
  }

  #newIndicators(): ChartIndicators {
    const { indicators = [], interval, symbol } = this.#subscription;
    const delta = new TradeDelta(symbol, this.#sources.blockOf);
    return new ChartIndicators(indicators, interval, this.#sources.opens, (session, time) => delta.at(session, time));
  }

  #indicatorLines(reset: boolean, fresh: readonly RowSpan[], from: number): PlotRows[] {
    const { indicators = [], bars: limit } = this.#subscription;
    if (indicators.length === 0) return [];
    if (!reset) return this.#indicators.feed(fresh, from);
    this.#indicators = this.#newIndicators();
    const count = limit + this.#indicators.priming;
    return this.#indicators.feed(this.#series.lastSpans(count), from, !this.#series.reachesBeyond(count));
  }

  #line(reset: boolean, fresh: readonly RowSpan[]): ChartFrame | undefined {
    const rows = packCloses(fresh);
    this.#note(rows.at(-PLOT_STRIDE), undefined);
    if (!reset && rows.length === 0) return undefined;
    const plots = [{ name: 'close', pane: 'price', rows }];
    const { id } = this.#subscription;
    return { id, reset, bars: NOTHING, forming: NOTHING, gaps: NOTHING, quotes: NOTHING, plots, hasOlder: false };
  }

  #note(lastBar: number | undefined, lastQuote: number | undefined): void {
    const before = this.#sent ?? { lastBar: Number.NEGATIVE_INFINITY, missingTo: 0, lastQuote: 0 };
    this.#sent = {
      lastBar: lastBar ?? before.lastBar,
      missingTo: this.#slotEdge(),
      lastQuote: lastQuote ?? before.lastQuote,
    };
  }

  /** Up to where every slot of the session has ended. */
  #slotEdge(): number {
    const { clock, session } = this.#sources.engine;
    const step = intervalMicros(this.#series.interval);
    return session.open + Math.floor((clock - session.open) / step) * step;
  }

  #gaps(reset: boolean, bars: Float64Array): Float64Array {
    const { engine, missing } = this.#sources;
    const from = reset ? (bars[PACKED.time] ?? engine.session.open) : ensure(this.#sent, 'chart sent before').missingTo;
    return missing.between(this.#subscription.symbol, from, this.#slotEdge(), engine.session.index);
  }

  #quotes(reset: boolean, bars: Float64Array): Float64Array {
    const { engine } = this.#sources;
    const series = engine.data.symbol(this.#subscription.symbol).quoteSeries();
    if (series === undefined) return NOTHING;
    const from = bars[PACKED.time] ?? engine.session.open;
    const after = reset ? from - 1 : ensure(this.#sent, 'chart sent before').lastQuote;
    const rows: QuoteRows[] = reset ? this.#earlierQuotes(from) : [];
    rows.push({ columns: series.columns, from: series.firstOfSession, to: series.position });
    return thinQuotes(rows, series.delay, intervalMicros(this.#series.interval), after);
  }

  /** Quotes since `from` of the sessions before the current one whose blocks are resident. */
  #earlierQuotes(from: number): QuoteRows[] {
    const rows: QuoteRows[] = [];
    for (let index = this.#sources.engine.session.index - 1; index >= 0; index--) {
      const block = this.#sources.blockOf(index);
      if (block === undefined || block.close <= from) break;
      for (const stream of block.streams) {
        if (stream.kind !== 'quotes' || stream.symbol !== this.#subscription.symbol) continue;
        rows.unshift({ columns: stream.columns, from: stream.first, to: stream.columns.time.length });
      }
    }
    return rows;
  }
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

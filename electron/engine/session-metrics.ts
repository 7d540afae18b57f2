import type { Micros } from '../../shared/market/time.ts';
import type { BarSeries } from './bar-series.ts';
import type { QuoteSeries } from './quote-series.ts';
import type { SessionClock } from './session-clock.ts';
import type { TradeSeries } from './trade-series.ts';

/** What is known of one symbol in the current session as of the clock. Reused: read it before the next event. */
export interface MetricsReading {
  /** From base bars, for a symbol without bars from trades. 0 before the first. */
  readonly volume: number;
  readonly high: number | undefined;
  readonly low: number | undefined;
  /** When its newest bar, quote or trade of the session became known. */
  readonly lastUpdate: Micros | undefined;
  /** True when one of that kind became known at the very instant the clock stands on. */
  readonly isUpdated: { readonly bars: boolean; readonly quotes: boolean; readonly trades: boolean };
}

export interface MetricsSources {
  readonly clock: SessionClock;
  readonly bars: BarSeries | undefined;
  readonly barDelay: number;
  readonly quotes: QuoteSeries | undefined;
  readonly trades: TradeSeries | undefined;
}

/** Catches up with the session when it is read, row by row in order: the result does not depend on when that happens. */
export class SessionMetrics implements MetricsReading {
  readonly #sources: MetricsSources;
  #row = 0;
  #volume = 0;
  #high = Number.NEGATIVE_INFINITY;
  #low = Number.POSITIVE_INFINITY;

  constructor(sources: MetricsSources) {
    this.#sources = sources;
  }

  /** Starts anew: another session, or an earlier moment. */
  reset(): void {
    this.#row = 0;
    this.#volume = 0;
    this.#high = Number.NEGATIVE_INFINITY;
    this.#low = Number.POSITIVE_INFINITY;
  }

  get volume(): number {
    this.#catchUp();
    return this.#volume;
  }

  get high(): number | undefined {
    this.#catchUp();
    return this.#row === 0 ? undefined : this.#high;
  }

  get low(): number | undefined {
    this.#catchUp();
    return this.#row === 0 ? undefined : this.#low;
  }

  get lastUpdate(): Micros | undefined {
    const last = Math.max(this.#barKnown(), this.#quoteKnown(), this.#tradeKnown());
    return last === Number.NEGATIVE_INFINITY ? undefined : (last as Micros);
  }

  get isUpdated(): { readonly bars: boolean; readonly quotes: boolean; readonly trades: boolean } {
    const { now } = this.#sources.clock;
    return { bars: this.#barKnown() === now, quotes: this.#quoteKnown() === now, trades: this.#tradeKnown() === now };
  }

  #catchUp(): void {
    const { bars, trades } = this.#sources;
    if (bars !== undefined) this.#add(bars.count, bars.columns.high, bars.columns.low, bars.columns.volume);
    else if (trades !== undefined) {
      this.#add(trades.count, trades.columns.price, trades.columns.price, trades.columns.size);
    }
  }

  #add(count: number, high: Float64Array, low: Float64Array, volume: Float64Array): void {
    for (; this.#row < count; this.#row++) {
      this.#volume += volume[this.#row] as number;
      if ((high[this.#row] as number) > this.#high) this.#high = high[this.#row] as number;
      if ((low[this.#row] as number) < this.#low) this.#low = low[this.#row] as number;
    }
  }

  #barKnown(): number {
    const { bars, barDelay } = this.#sources;
    if (bars === undefined || bars.count === 0) return Number.NEGATIVE_INFINITY;
    return (bars.columns.time[bars.count - 1] as number) + barDelay;
  }

  #quoteKnown(): number {
    const { quotes } = this.#sources;
    if (quotes === undefined || quotes.count === 0) return Number.NEGATIVE_INFINITY;
    return quotes.latest()?.known ?? Number.NEGATIVE_INFINITY;
  }

  #tradeKnown(): number {
    const { trades } = this.#sources;
    if (trades === undefined || trades.count === 0) return Number.NEGATIVE_INFINITY;
    return trades.columns.time[trades.count - 1] as number;
  }
}

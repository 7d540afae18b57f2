import type { Bar } from '../api/data.ts';
import type { MacdLines, PriceSource, StochasticLines } from '../api/indicators.ts';
import { Indicator, LineCells } from './indicator.ts';
import { readPrice } from './price-source.ts';
import { RollingExtreme } from './rolling-extreme.ts';
import { RollingMean } from './rolling-mean.ts';
import { exponentialMean, wilderMean } from './seeded-mean.ts';

/** Relative strength index: 100 x mean gain / (mean gain + mean loss), both Wilder's means of the changes from value to value
 * (J. W. Wilder, 1978). 50 where nothing moved. */
export class Rsi extends Indicator {
  readonly line = new LineCells(this.take);
  readonly #before = this.take(1);
  readonly #gain: ReturnType<typeof wilderMean>;
  readonly #loss: ReturnType<typeof wilderMean>;
  readonly #read: (bar: Bar) => number;

  constructor(length: number, source: PriceSource) {
    super();
    this.#gain = wilderMean(this.take, length);
    this.#loss = wilderMean(this.take, length);
    this.#read = readPrice(source);
  }

  override update(bar: Bar): void {
    const value = this.#read(bar);
    const change = value - (this.#before[0] as number);
    this.#before[0] = value;
    if (Number.isNaN(change)) return;
    const gain = this.#gain.push(Math.max(0, change));
    const loss = this.#loss.push(Math.max(0, -change));
    this.line.push(gain + loss === 0 ? 50 : (100 * gain) / (gain + loss));
  }
}

/** Moving average convergence divergence: exponential mean of `fast` less that of `slow` closes, the signal its own exponential mean,
 * the histogram their difference (G. Appel, 1979). */
export class Macd extends Indicator implements MacdLines {
  readonly macd = new LineCells(this.take);
  readonly signal = new LineCells(this.take);
  readonly histogram = new LineCells(this.take);
  readonly #fast: ReturnType<typeof exponentialMean>;
  readonly #slow: ReturnType<typeof exponentialMean>;
  readonly #signal: ReturnType<typeof exponentialMean>;

  constructor(fast: number, slow: number, signal: number) {
    super();
    this.#fast = exponentialMean(this.take, fast);
    this.#slow = exponentialMean(this.take, slow);
    this.#signal = exponentialMean(this.take, signal);
  }

  override update(bar: Bar): void {
    const macd = this.#fast.push(bar.close) - this.#slow.push(bar.close);
    const signal = Number.isNaN(macd) ? Number.NaN : this.#signal.push(macd);
    this.macd.push(macd);
    this.signal.push(signal);
    this.histogram.push(macd - signal);
  }
}

/** Slow stochastic: 100 x (close - lowest low) / (highest high - lowest low) of the last n bars, smoothed by a simple mean to K, and
 * K's simple mean D (G. C. Lane). 50 where the range is 0. */
export class Stochastic extends Indicator implements StochasticLines {
  readonly k = new LineCells(this.take);
  readonly d = new LineCells(this.take);
  readonly #highest: RollingExtreme;
  readonly #lowest: RollingExtreme;
  readonly #smooth: RollingMean;
  readonly #signal: RollingMean;

  constructor(length: number, smooth: number, signal: number) {
    super();
    this.#highest = new RollingExtreme(this.take, length, 1);
    this.#lowest = new RollingExtreme(this.take, length, -1);
    this.#smooth = new RollingMean(this.take, smooth);
    this.#signal = new RollingMean(this.take, signal);
  }

  override update(bar: Bar): void {
    const high = this.#highest.push(bar.high);
    const low = this.#lowest.push(bar.low);
    if (Number.isNaN(high)) return;
    const k = this.#smooth.push(high === low ? 50 : (100 * (bar.close - low)) / (high - low));
    this.k.push(k);
    if (!Number.isNaN(k)) this.d.push(this.#signal.push(k));
  }
}

import type { Bar } from '../api/data.ts';
import type { PriceSource } from '../api/indicators.ts';
import { ColumnIndicator, Indicator, LineCells } from './indicator.ts';
import { columnOf, type PriceColumn, readPrice, typicalPrice } from './price-source.ts';
import { RollingMean } from './rolling-mean.ts';
import { exponentialMean } from './seeded-mean.ts';
import { Window } from './window.ts';

/** Simple moving average: sum of the last n values / n. */
export class Sma extends ColumnIndicator {
  readonly column: PriceColumn | undefined;
  readonly #mean: RollingMean;
  readonly #read: (bar: Bar) => number;

  constructor(length: number, source: PriceSource) {
    super();
    this.column = columnOf(source);
    this.#mean = new RollingMean(this.take, length);
    this.#read = readPrice(source);
  }

  protected override next(bar: Bar): number {
    return this.#mean.push(this.#read(bar));
  }

  protected override computeAll(prices: Float64Array, values: Float64Array): void {
    this.#mean.pushAll(prices, values, 2);
  }
}

/** Exponential moving average, see {@link exponentialMean}. */
export class Ema extends Indicator {
  readonly line = new LineCells(this.take);
  readonly #mean: ReturnType<typeof exponentialMean>;
  readonly #read: (bar: Bar) => number;

  constructor(length: number, source: PriceSource) {
    super();
    this.#mean = exponentialMean(this.take, length);
    this.#read = readPrice(source);
  }

  override update(bar: Bar): void {
    this.line.push(this.#mean.push(this.#read(bar)));
  }
}

/** Linearly weighted moving average: the newest value weighs n, the oldest 1, over n (n + 1) / 2. */
export class Wma extends Indicator {
  readonly line = new LineCells(this.take);
  readonly #window: Window;
  /** Weighted and plain sum of the window. */
  readonly #sums = this.take(2);
  readonly #read: (bar: Bar) => number;

  constructor(length: number, source: PriceSource) {
    super();
    this.#window = new Window(this.take, length);
    this.#read = readPrice(source);
  }

  override update(bar: Bar): void {
    this.line.push(this.#next(this.#read(bar)));
  }

  #next(value: number): number {
    const window = this.#window;
    const leaving = window.push(value);
    if (!window.isFull) return Number.NaN;
    const sums = this.#sums;
    if (window.isWrapped) this.#sumAnew();
    else {
      sums[0] = (sums[0] as number) + window.length * value - (sums[1] as number);
      sums[1] = (sums[1] as number) + value - leaving;
    }
    return (sums[0] as number) / ((window.length * (window.length + 1)) / 2);
  }

  #sumAnew(): void {
    const window = this.#window;
    this.#sums.fill(0);
    for (let age = 0; age < window.length; age++) {
      this.#sums[0] = (this.#sums[0] as number) + (window.length - age) * window.at(age);
      this.#sums[1] = (this.#sums[1] as number) + window.at(age);
    }
  }
}

/** Volume-weighted average price: sum of typical price x volume over sum of volume since the session's start (typical price: mean of
 * high, low and close). `undefined` until something was traded. */
export class Vwap extends Indicator {
  override readonly isOfSession = true;
  readonly line = new LineCells(this.take);
  readonly #sums = this.take(2);

  override update(bar: Bar): void {
    const sums = this.#sums;
    if (Number.isNaN(sums[0])) sums.fill(0);
    sums[0] = (sums[0] as number) + typicalPrice(bar) * bar.volume;
    sums[1] = (sums[1] as number) + bar.volume;
    this.line.push(sums[0] / sums[1]);
  }
}

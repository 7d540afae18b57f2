import type { Bar } from '../api/data.ts';
import type { Bands, PriceSource } from '../api/indicators.ts';
import { Indicator, LineCells } from './indicator.ts';
import { readPrice } from './price-source.ts';
import { RollingDeviation } from './rolling-deviation.ts';
import { exponentialMean, wilderMean } from './seeded-mean.ts';
import { TrueRange } from './true-range.ts';

/** Population standard deviation of the last n values. */
export class StandardDeviation extends Indicator {
  readonly line = new LineCells(this.take);
  readonly #rolling: RollingDeviation;
  readonly #read: (bar: Bar) => number;

  constructor(length: number, source: PriceSource) {
    super();
    this.#rolling = new RollingDeviation(this.take, length);
    this.#read = readPrice(source);
  }

  override update(bar: Bar): void {
    this.#rolling.push(this.#read(bar));
    this.line.push(this.#rolling.deviation);
  }
}

/** Bollinger bands: simple mean of the closes, and k population standard deviations around it (J. Bollinger, Bollinger on Bollinger
 * Bands, 2001). */
export class Bollinger extends Indicator implements Bands {
  readonly upper = new LineCells(this.take);
  readonly middle = new LineCells(this.take);
  readonly lower = new LineCells(this.take);
  readonly #rolling: RollingDeviation;
  readonly #deviations: number;

  constructor(length: number, deviations: number) {
    super();
    this.#rolling = new RollingDeviation(this.take, length);
    this.#deviations = deviations;
  }

  override update(bar: Bar): void {
    this.#rolling.push(bar.close);
    const { mean, deviation } = this.#rolling;
    this.upper.push(mean + this.#deviations * deviation);
    this.middle.push(mean);
    this.lower.push(mean - this.#deviations * deviation);
  }
}

/** Keltner channel in L. B. Raschke's form: exponential mean of the closes, and k average true ranges around it. */
export class Keltner extends Indicator implements Bands {
  readonly upper = new LineCells(this.take);
  readonly middle = new LineCells(this.take);
  readonly lower = new LineCells(this.take);
  readonly #mean: ReturnType<typeof exponentialMean>;
  readonly #trueRange = new TrueRange(this.take);
  readonly #range: ReturnType<typeof wilderMean>;
  readonly #multiple: number;

  constructor(length: number, multiple: number, rangeLength: number) {
    super();
    this.#mean = exponentialMean(this.take, length);
    this.#range = wilderMean(this.take, rangeLength);
    this.#multiple = multiple;
  }

  override update(bar: Bar): void {
    const mean = this.#mean.push(bar.close);
    const trueRange = this.#trueRange.push(bar);
    const range = Number.isNaN(trueRange) ? Number.NaN : this.#range.push(trueRange);
    this.upper.push(mean + this.#multiple * range);
    this.middle.push(mean);
    this.lower.push(mean - this.#multiple * range);
  }
}

/** Average true range: Wilder's mean of the true ranges, the first of which belongs to the second bar. */
export class Atr extends Indicator {
  readonly line = new LineCells(this.take);
  readonly #trueRange = new TrueRange(this.take);
  readonly #mean: ReturnType<typeof wilderMean>;

  constructor(length: number) {
    super();
    this.#mean = wilderMean(this.take, length);
  }

  override update(bar: Bar): void {
    const trueRange = this.#trueRange.push(bar);
    if (!Number.isNaN(trueRange)) this.line.push(this.#mean.push(trueRange));
  }
}

import type { Bar } from '../api/data.ts';
import type { PriceSource } from '../api/indicators.ts';
import { Indicator, LineCells } from './indicator.ts';
import { readPrice } from './price-source.ts';
import { RollingExtreme } from './rolling-extreme.ts';

/** Highest (`sign` 1) or lowest (`sign` -1) of the last n values. */
export class Extreme extends Indicator {
  readonly line = new LineCells(this.take);
  readonly #extreme: RollingExtreme;
  readonly #read: (bar: Bar) => number;

  constructor(length: number, sign: 1 | -1, source: PriceSource) {
    super();
    this.#extreme = new RollingExtreme(this.take, length, sign);
    this.#read = readPrice(source);
  }

  override update(bar: Bar): void {
    this.line.push(this.#extreme.push(this.#read(bar)));
  }
}

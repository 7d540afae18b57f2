import type { Bar } from '../api/data.ts';
import type { AdxLines } from '../api/indicators.ts';
import { Indicator, LineCells } from './indicator.ts';
import { wilderMean } from './seeded-mean.ts';
import { TrueRange } from './true-range.ts';

/** Average directional index (J. W. Wilder, 1978). Of two bars the greater of the rise of the high and the fall of the low counts as
 * movement, if it is above 0. The directional indicators are 100 x Wilder's mean of the movements over that of the true ranges; the
 * index is Wilder's mean of 100 x their distance over their sum. 0 where nothing moved. */
export class Adx extends Indicator implements AdxLines {
  readonly adx = new LineCells(this.take);
  readonly plus = new LineCells(this.take);
  readonly minus = new LineCells(this.take);
  /** High and low of the bar before. */
  readonly #before = this.take(2);
  readonly #trueRange = new TrueRange(this.take);
  readonly #range: ReturnType<typeof wilderMean>;
  readonly #rise: ReturnType<typeof wilderMean>;
  readonly #fall: ReturnType<typeof wilderMean>;
  readonly #index: ReturnType<typeof wilderMean>;

  constructor(length: number) {
    super();
    this.#range = wilderMean(this.take, length);
    this.#rise = wilderMean(this.take, length);
    this.#fall = wilderMean(this.take, length);
    this.#index = wilderMean(this.take, length);
  }

  override update(bar: Bar): void {
    const up = bar.high - (this.#before[0] as number);
    const down = (this.#before[1] as number) - bar.low;
    this.#before[0] = bar.high;
    this.#before[1] = bar.low;
    const trueRange = this.#trueRange.push(bar);
    if (Number.isNaN(trueRange)) return;
    const range = this.#range.push(trueRange);
    const plus = share(this.#rise.push(up > down ? Math.max(0, up) : 0), range);
    const minus = share(this.#fall.push(down > up ? Math.max(0, down) : 0), range);
    this.plus.push(plus);
    this.minus.push(minus);
    if (!Number.isNaN(plus)) this.adx.push(this.#index.push(share(Math.abs(plus - minus), plus + minus)));
  }
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

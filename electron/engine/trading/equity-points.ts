import type { EquityCurve } from '../../../shared/trading/result.ts';
import { lastOfEach, pick } from './column.ts';

const FIRST_ROOM = 1_024;

/** The account at instants, growing with the clock: `time` ascending, money by S21, exposure as a share of equity. Of several at one
 * instant the last counts. */
export class EquityPoints {
  #time: Float64Array = new Float64Array(FIRST_ROOM);
  #equity: Float64Array = new Float64Array(FIRST_ROOM);
  #cash: Float64Array = new Float64Array(FIRST_ROOM);
  #exposure: Float64Array = new Float64Array(FIRST_ROOM);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get lastTime(): number {
    return this.#length === 0 ? 0 : (this.#time[this.#length - 1] as number);
  }

  push(time: number, equity: number, cash: number, grossValue: number): void {
    if (this.#length === this.#time.length) this.#grow();
    const at = this.#length++;
    this.#time[at] = time;
    this.#equity[at] = equity;
    this.#cash[at] = cash;
    this.#exposure[at] = equity > 0 ? grossValue / equity : 0;
  }

  setLength(length: number): void {
    this.#length = length;
  }

  /** Copies, one point an instant. */
  curve(): EquityCurve {
    const [time, rows] = lastOfEach(this.#time.slice(0, this.#length));
    const of = (column: Float64Array): Float64Array => pick(column.subarray(0, this.#length), rows);
    return { time, equity: of(this.#equity), cash: of(this.#cash), exposure: of(this.#exposure) };
  }

  #grow(): void {
    // Rows that are not written take no memory: growing far costs nothing but address space.
    const larger = (column: Float64Array): Float64Array => {
      const grown = new Float64Array(column.length * 4);
      grown.set(column);
      return grown;
    };
    this.#time = larger(this.#time);
    this.#equity = larger(this.#equity);
    this.#cash = larger(this.#cash);
    this.#exposure = larger(this.#exposure);
  }
}

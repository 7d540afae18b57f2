import type { EquityCurve } from '../../../shared/trading/result.ts';
import { lastOfEach, pick } from './column.ts';

/** Points of one part: what is larger would be cleared and copied for nothing where a run is short, or grows. */
const PART = 8_192;

interface Part {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly cash: Float64Array;
  readonly exposure: Float64Array;
}

/** Bars `[from, to)` of a symbol, each `length` micros long. */
export interface BarSpan {
  readonly time: Float64Array;
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** The account at instants, growing with the clock: `time` ascending, money by S21, exposure as a share of equity. Of several at one
 * instant the last counts. */
export class EquityPoints {
  readonly #parts: Part[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get lastTime(): number {
    const last = this.#length - 1;
    return last < 0 ? 0 : ((this.#parts[Math.floor(last / PART)] as Part).time[last % PART] as number);
  }

  push(time: number, equity: number, cash: number, grossValue: number): void {
    const part = this.#partAt(this.#length);
    const at = this.#length % PART;
    part.time[at] = time;
    part.equity[at] = equity;
    part.cash[at] = cash;
    part.exposure[at] = exposureOf(equity, grossValue);
    this.#length += 1;
  }

  /** A point at the end of each bar: `values` from 0 on are what is held of its symbol, `others` is equity without it, `grossOthers` what all
   * else is worth without sign. */
  pushBars(
    { time, from, to, length }: BarSpan,
    values: Float64Array,
    others: number,
    cash: number,
    grossOthers: number,
  ): void {
    for (let row = from; row < to;) {
      const part = this.#partAt(this.#length);
      const first = this.#length % PART;
      const count = Math.min(to - row, PART - first);
      const { time: times, equity: equities, cash: cashes, exposure: exposures } = part;
      for (let i = 0; i < count; i++) {
        const value = values[row - from + i] as number;
        const equity = others + value;
        times[first + i] = (time[row + i] as number) + length;
        equities[first + i] = equity;
        cashes[first + i] = cash;
        exposures[first + i] = exposureOf(equity, grossOthers + Math.abs(value));
      }
      this.#length += count;
      row += count;
    }
  }

  setLength(length: number): void {
    this.#length = length;
  }

  /** Copies, one point an instant. */
  curve(): EquityCurve {
    const [time, rows] = lastOfEach(this.#column('time'));
    const of = (name: keyof Part): Float64Array => pick(this.#column(name), rows);
    return { time, equity: of('equity'), cash: of('cash'), exposure: of('exposure') };
  }

  #column(name: keyof Part): Float64Array {
    const column = new Float64Array(this.#length);
    for (let first = 0; first < this.#length; first += PART) {
      const values = (this.#parts[first / PART] as Part)[name];
      column.set(values.subarray(0, Math.min(PART, this.#length - first)), first);
    }
    return column;
  }

  #partAt(point: number): Part {
    const index = Math.floor(point / PART);
    return this.#parts[index] ?? this.#add();
  }

  #add(): Part {
    const column = (): Float64Array => new Float64Array(PART);
    const part = { time: column(), equity: column(), cash: column(), exposure: column() };
    this.#parts.push(part);
    return part;
  }
}

function exposureOf(equity: number, grossValue: number): number {
  return equity > 0 ? grossValue / equity : 0;
}

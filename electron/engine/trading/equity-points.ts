import { lowerBound } from '../../../shared/market/columns.ts';
import type { EquityCurve } from '../../../shared/trading/result.ts';
import { Column, lastOfEach, pick } from './column.ts';

/** Points of one part: what is larger would be cleared and copied for nothing where a run is short, or grows. */
const PART = 8_192;

interface Part {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  /** Value of all positions without sign. */
  readonly gross: Float64Array;
}

/** Bars `[from, to)` of a symbol, each `length` micros long. */
export interface BarSpan {
  readonly time: Float64Array;
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

/** The account at instants, growing with the clock: `time` ascending, money by S21. Of several at one instant the last counts. Cash changes with
 * fills and not with prices: it is kept where it changes. */
export class EquityPoints {
  readonly #parts: Part[] = [];
  #length = 0;
  /** Points from which on cash was another, and what it was; the first `#changes` are of points that are there, the others lie ahead. */
  readonly #changedAt = new Column();
  readonly #cash = new Column();
  #changes = 0;

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
    this.#keepCash(cash, 1);
    part.time[at] = time;
    part.equity[at] = equity;
    part.gross[at] = grossValue;
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
    this.#keepCash(cash, to - from);
    for (let row = from; row < to;) {
      const part = this.#partAt(this.#length);
      const first = this.#length % PART;
      const count = Math.min(to - row, PART - first);
      const { time: times, equity: equities, gross } = part;
      for (let i = 0; i < count; i++) {
        const value = values[row - from + i] as number;
        times[first + i] = (time[row + i] as number) + length;
        equities[first + i] = others + value;
        gross[first + i] = grossOthers + Math.abs(value);
      }
      this.#length += count;
      row += count;
    }
  }

  setLength(length: number): void {
    this.#length = length;
    this.#changes = lowerBound(this.#changedAt.values, length, 0, this.#changedAt.length);
  }

  /** Copies, one point an instant; exposure as a share of equity. */
  curve(): EquityCurve {
    const [time, rows] = lastOfEach(this.#column('time'));
    const equity = pick(this.#column('equity'), rows);
    const exposure = pick(this.#column('gross'), rows).map((gross, row) => exposureOf(equity[row] as number, gross));
    return { time, equity, cash: pick(this.#cashColumn(), rows), exposure };
  }

  /** Of the `count` points that are added next. A run that is played again comes to the changes that lie ahead; one that goes another way passes
   * them, and they never were. */
  #keepCash(cash: number, count: number): void {
    const [at, values] = [this.#changedAt, this.#cash];
    let change = this.#changes;
    if (change === 0 || values.values[change - 1] !== cash) {
      const isAhead = change < at.length && at.values[change] === this.#length && values.values[change] === cash;
      if (!isAhead) {
        at.setLength(change);
        values.setLength(change);
        at.push(this.#length);
        values.push(cash);
      }
      change += 1;
      this.#changes = change;
    }
    if (change < at.length && (at.values[change] as number) < this.#length + count) {
      at.setLength(change);
      values.setLength(change);
    }
  }

  #cashColumn(): Float64Array {
    const column = new Float64Array(this.#length);
    for (let change = 0; change < this.#changes; change++) {
      const to = change + 1 < this.#changes ? this.#changedAt.values[change + 1] : this.#length;
      column.fill(this.#cash.values[change] as number, this.#changedAt.values[change], to);
    }
    return column;
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
    const part = { time: column(), equity: column(), gross: column() };
    this.#parts.push(part);
    return part;
  }
}

function exposureOf(equity: number, grossValue: number): number {
  return equity > 0 ? grossValue / equity : 0;
}

import { lowerBound } from '../../../shared/market/columns.ts';
import type { EquityCurve } from '../../../shared/trading/result.ts';
import { Column, lastOfEach, pick } from './column.ts';

/** Points of one part: what is larger would be cleared and copied for nothing where a run is short, or grows. */
const PART = 8_192;

interface Part {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  /** Value of all positions without sign, NaN where it is what {@link netOf} says; absent where it is so everywhere. */
  gross: Float64Array | undefined;
}

/** Bars of a symbol, each `length` micros long. */
export interface BarTimes {
  readonly columns: { readonly time: Float64Array };
  readonly length: number;
}

/** The account at instants, growing with the clock: `time` ascending, money by S21. Of several at one instant the last counts. Cash changes with
 * fills and not with prices: it is kept where it changes. What positions are worth without sign is kept where long and short ones are held at
 * once: elsewhere equity and cash say it. */
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
    keepGross(part, at, grossValue === netOf(equity, cash) ? Number.NaN : grossValue);
    this.#length += 1;
  }

  /** A point at the end of each of the bars `[from, to)`: `values` from 0 on are what is held of their symbol, `others` is equity without it,
   * `grossOthers` what all else is worth without sign. */
  pushBars(
    { columns, length }: BarTimes,
    from: number,
    to: number,
    values: Float64Array,
    others: number,
    cash: number,
    grossOthers: number,
  ): void {
    const { time } = columns;
    this.#keepCash(cash, to - from);
    const isAlone = others === cash && grossOthers === 0;
    for (let row = from; row < to;) {
      const part = this.#partAt(this.#length);
      const first = this.#length % PART;
      const count = Math.min(to - row, PART - first);
      const { time: times, equity: equities } = part;
      for (let i = 0; i < count; i++) {
        times[first + i] = (time[row + i] as number) + length;
        equities[first + i] = others + (values[row - from + i] as number);
      }
      if (!isAlone || part.gross !== undefined) {
        for (let i = 0; i < count; i++) {
          const value = Math.abs(values[row - from + i] as number);
          keepGross(part, first + i, isAlone ? Number.NaN : grossOthers + value);
        }
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
    const cash = pick(this.#cashColumn(), rows);
    const exposure = pick(this.#column('gross'), rows).map((kept, row) => {
      const own = equity[row] as number;
      return exposureOf(own, Number.isNaN(kept) ? netOf(own, cash[row] as number) : kept);
    });
    return { time, equity, cash, exposure };
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
    const column = new Float64Array(this.#length).fill(Number.NaN);
    for (let first = 0; first < this.#length; first += PART) {
      const values = (this.#parts[first / PART] as Part)[name];
      if (values !== undefined) column.set(values.subarray(0, Math.min(PART, this.#length - first)), first);
    }
    return column;
  }

  #partAt(point: number): Part {
    const index = Math.floor(point / PART);
    return this.#parts[index] ?? this.#add();
  }

  #add(): Part {
    const part = { time: new Float64Array(PART), equity: new Float64Array(PART), gross: undefined };
    this.#parts.push(part);
    return part;
  }
}

function keepGross(part: Part, at: number, gross: number): void {
  if (part.gross === undefined) {
    if (Number.isNaN(gross)) return;
    part.gross = new Float64Array(PART).fill(Number.NaN);
  }
  part.gross[at] = gross;
}

/** What positions are worth of which none is long while another is short. */
function netOf(equity: number, cash: number): number {
  return Math.abs(equity - cash);
}

function exposureOf(equity: number, grossValue: number): number {
  return equity > 0 ? grossValue / equity : 0;
}

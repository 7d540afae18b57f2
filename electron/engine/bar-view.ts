import { BAR_FILLED, type Bar, type ReadColumns } from '../../shared/market/columns.ts';
import type { Micros } from '../../shared/market/time.ts';

/** One closed bar as it can be read. The object is reused: it shows another bar after the next event; {@link barAt} copies. */
export interface BarReading {
  /** Its open. */
  readonly time: Micros;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Supplied by upkeep, or made of such a bar. */
  readonly isFilled: boolean;
  /** Base slots and base bars in it (D6); both 1 for a base bar. */
  readonly expected: number;
  readonly present: number;
  readonly isComplete: boolean;
}

/** Closed bars, oldest first, as a window on columns: it can be read by index and not written. A view stays as it is when the
 * clock moves on. Indices from 0 to `length - 1`; a value outside of them is NaN. */
export interface BarView {
  readonly length: number;
  time(index: number): Micros;
  open(index: number): number;
  high(index: number): number;
  low(index: number): number;
  close(index: number): number;
  volume(index: number): number;
  isFilled(index: number): boolean;
  expected(index: number): number;
  present(index: number): number;
  isComplete(index: number): boolean;
}

/** A bar of a view as a value of its own. */
export function barAt(view: BarView, index: number): Bar {
  return {
    time: view.time(index),
    open: view.open(index),
    high: view.high(index),
    low: view.low(index),
    close: view.close(index),
    volume: view.volume(index),
  };
}

export class BarWindow implements BarView {
  readonly length: number;
  readonly #columns: ReadColumns;
  readonly #from: number;

  /** Rows `[from, to)`. */
  constructor(columns: ReadColumns, from: number, to: number) {
    this.#columns = columns;
    this.#from = from;
    this.length = to - from;
  }

  time(index: number): Micros {
    return this.#value(this.#columns.time, index) as Micros;
  }

  open(index: number): number {
    return this.#value(this.#columns.open, index);
  }

  high(index: number): number {
    return this.#value(this.#columns.high, index);
  }

  low(index: number): number {
    return this.#value(this.#columns.low, index);
  }

  close(index: number): number {
    return this.#value(this.#columns.close, index);
  }

  volume(index: number): number {
    return this.#value(this.#columns.volume, index);
  }

  isFilled(index: number): boolean {
    return this.#byte(this.#columns.flags, index) === BAR_FILLED;
  }

  expected(index: number): number {
    return this.#columns.expected === undefined ? 1 : this.#value(this.#columns.expected, index);
  }

  present(index: number): number {
    return this.#columns.present === undefined ? 1 : this.#value(this.#columns.present, index);
  }

  isComplete(index: number): boolean {
    return this.#columns.complete === undefined || this.#byte(this.#columns.complete, index) === 1;
  }

  /** Rows beside the window exist in the columns and may not be known yet (B3). */
  #value(column: Float64Array, index: number): number {
    return index >= 0 && index < this.length ? (column[this.#from + index] as number) : Number.NaN;
  }

  /** Apart from {@link #value}, so that each of them sees one kind of array. */
  #byte(column: Uint8Array, index: number): number {
    return index >= 0 && index < this.length ? (column[this.#from + index] as number) : Number.NaN;
  }
}

/** The reusable {@link BarReading}. */
export class BarCursor implements BarReading {
  #columns: ReadColumns;
  #row: number;

  constructor(columns: ReadColumns) {
    this.#columns = columns;
    this.#row = 0;
  }

  show(columns: ReadColumns, row: number): this {
    this.#columns = columns;
    this.#row = row;
    return this;
  }

  get time(): Micros {
    return this.#columns.time[this.#row] as Micros;
  }

  get open(): number {
    return this.#columns.open[this.#row] as number;
  }

  get high(): number {
    return this.#columns.high[this.#row] as number;
  }

  get low(): number {
    return this.#columns.low[this.#row] as number;
  }

  get close(): number {
    return this.#columns.close[this.#row] as number;
  }

  get volume(): number {
    return this.#columns.volume[this.#row] as number;
  }

  get isFilled(): boolean {
    return this.#columns.flags[this.#row] === BAR_FILLED;
  }

  get expected(): number {
    return this.#columns.expected?.[this.#row] ?? 1;
  }

  get present(): number {
    return this.#columns.present?.[this.#row] ?? 1;
  }

  get isComplete(): boolean {
    return (this.#columns.complete?.[this.#row] ?? 1) === 1;
  }
}

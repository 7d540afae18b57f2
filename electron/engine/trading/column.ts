import { NumberRows } from './number-rows.ts';

/** One column of numbers, see {@link NumberRows}. */
export class Column {
  readonly #rows = new NumberRows(1);

  get length(): number {
    return this.#rows.length;
  }

  push(value: number): void {
    const at = this.#rows.add();
    this.#rows.values[at] = value;
  }

  /** Rows beyond {@link length} are not part of it. */
  get values(): Float64Array {
    return this.#rows.values;
  }

  setLength(length: number): void {
    this.#rows.setLength(length);
  }

  /** A copy of rows `[from, length)`. */
  slice(from = 0): Float64Array {
    return this.values.slice(from, this.length);
  }
}

/** The distinct times of an ascending column, and the last row of each. */
export function lastOfEach(time: Float64Array): readonly [Float64Array, readonly number[]] {
  const rows: number[] = [];
  for (let row = 0; row < time.length; row++) if (time[row] !== time[row + 1]) rows.push(row);
  return [pick(time, rows), rows];
}

export function pick(column: Float64Array, rows: readonly number[]): Float64Array {
  if (rows.length === column.length) return column.slice();
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i] as number] as number;
  return picked;
}

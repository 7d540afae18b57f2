/** One column of numbers that grows as a {@link GrowingList} does. */
export class Column {
  #values = new Float64Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) this.#grow();
    this.#values[this.#length++] = value;
  }

  /** Rows beyond {@link length} are not part of it; {@link push} may replace it. */
  get values(): Float64Array {
    return this.#values;
  }

  setLength(length: number): void {
    this.#length = length;
  }

  /** A copy of rows `[from, length)`. */
  slice(from = 0): Float64Array {
    return this.#values.slice(from, this.#length);
  }

  #grow(): void {
    const grown = new Float64Array(this.#length * 2);
    grown.set(this.#values);
    this.#values = grown;
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

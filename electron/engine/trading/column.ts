/** A column of numbers that grows as a {@link GrowingList} does. */
export class Column {
  #values = new Float64Array(1_024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(this.#length * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** Rows beyond {@link length} are not part of it. */
  get values(): Float64Array {
    return this.#values;
  }

  last(): number | undefined {
    return this.#length === 0 ? undefined : this.#values[this.#length - 1];
  }

  setLength(length: number): void {
    this.#length = length;
  }

  /** A copy of rows `[from, length)`. */
  slice(from = 0): Float64Array {
    return this.#values.slice(from, this.#length);
  }
}

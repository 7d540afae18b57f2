/** A list that grows at its end and is set to an earlier or, once it was that long, to a later length: what lies behind stays until something
 * else is added there. A run that is played again adds the same. */
export class GrowingList<Value> {
  readonly #values: Value[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: Value): void {
    this.#values[this.#length++] = value;
  }

  /** Also of what lies behind the end. */
  at(index: number): Value | undefined {
    return this.#values[index];
  }

  forgetAhead(): void {
    this.#values.length = this.#length;
  }

  /** The last values, newest first. */
  newest(count: number): Value[] {
    return this.#values.slice(Math.max(0, this.#length - count), this.#length).reverse();
  }

  setLength(length: number): void {
    this.#length = length;
  }

  /** What it holds now, for a run's state as text. */
  toJSON(): Value[] {
    return this.slice();
  }

  /** A copy of `[from, length)`. */
  slice(from = 0): Value[] {
    return this.#values.slice(from, this.#length);
  }
}

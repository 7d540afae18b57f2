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

  setLength(length: number): void {
    this.#length = length;
  }

  /** A copy. */
  slice(): Value[] {
    return this.#values.slice(0, this.#length);
  }
}

/** Rows of `stride` numbers that grow as a {@link GrowingList} does: what a run would keep as an object each is copied by no garbage collection
 * here. */
export class NumberRows {
  readonly #stride: number;
  #values: Float64Array;
  #length = 0;

  constructor(stride: number) {
    this.#stride = stride;
    this.#values = new Float64Array(256 * stride);
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Row after row; {@link add} may replace it. Rows beyond {@link length} are those that were there before it was set back. */
  get values(): Float64Array {
    return this.#values;
  }

  /** Takes up another row and returns the place of its first number in {@link values}. */
  add(): number {
    const at = this.#length++ * this.#stride;
    if (at === this.#values.length) {
      const grown = new Float64Array(at * 2);
      grown.set(this.#values);
      this.#values = grown;
    }
    return at;
  }

  setLength(length: number): void {
    this.#length = length;
  }
}

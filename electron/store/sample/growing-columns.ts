/** Float columns that are filled row by row and grow by doubling. */
export class GrowingColumns<Name extends string> {
  readonly #names: readonly Name[];
  readonly #columns: Record<Name, Float64Array>;
  #rows = 0;

  constructor(names: readonly Name[], capacity: number) {
    this.#names = names;
    this.#columns = Object.fromEntries(names.map((name) => [name, new Float64Array(capacity)])) as Record<
      Name,
      Float64Array
    >;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Values in the order of the names. */
  push(...values: readonly number[]): void {
    const first = this.#columns[this.#names[0] as Name];
    if (this.#rows === first.length) this.#grow();
    for (let i = 0; i < this.#names.length; i++) {
      this.#columns[this.#names[i] as Name][this.#rows] = values[i] as number;
    }
    this.#rows += 1;
  }

  /** The rows so far, as windows on the columns. */
  columns(): Record<Name, Float64Array> {
    return Object.fromEntries(this.#names.map((name) => [name, this.#columns[name].subarray(0, this.#rows)])) as Record<
      Name,
      Float64Array
    >;
  }

  #grow(): void {
    for (const name of this.#names) {
      const grown = new Float64Array(Math.max(16, this.#rows * 2));
      grown.set(this.#columns[name]);
      this.#columns[name] = grown;
    }
  }
}

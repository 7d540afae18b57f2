type Column = Float64Array | Uint8Array;
type Columns<Set> = { readonly [Name in keyof Set]: Column };

/** Columns that grow at their end. A window on them stays as it is: rows are only added behind it. */
export class GrowingColumns<Set extends Columns<Set>> {
  readonly #names: readonly (keyof Set)[];
  #columns: Set;
  #rows: number;
  #window: Set | undefined;

  /** Begins with a copy of these rows. */
  constructor(start: Set, rows: number) {
    this.#names = Object.keys(start) as (keyof Set)[];
    this.#rows = rows;
    this.#columns = this.#withRoom(start, Math.max(64, rows));
  }

  get rows(): number {
    return this.#rows;
  }

  push(row: { readonly [Name in keyof Set]: number }): void {
    this.#makeRoom(1);
    for (const name of this.#names) this.#columns[name][this.#rows] = row[name];
    this.#rows += 1;
    this.#window = undefined;
  }

  /** Adds the rows `[first, end)` of other columns. */
  append(from: Set, first: number, end: number): void {
    this.#makeRoom(end - first);
    for (const name of this.#names) this.#columns[name].set(from[name].subarray(first, end), this.#rows);
    this.#rows += end - first;
    this.#window = undefined;
  }

  window(): Set {
    return (this.#window ??= this.#make((column) => column.subarray(0, this.#rows)));
  }

  #makeRoom(rows: number): void {
    const room = this.#columns[this.#names[0] as keyof Set].length;
    const needed = this.#rows + rows;
    // What is appended in one go is seldom all: an eighth more saves the next row a copy of everything.
    if (needed > room) this.#columns = this.#withRoom(this.#columns, Math.max(room * 2, needed + (needed >> 3)));
  }

  #withRoom(from: Set, room: number): Set {
    return this.#make((column) => {
      const bigger = column instanceof Uint8Array ? new Uint8Array(room) : new Float64Array(room);
      bigger.set(column.subarray(0, this.#rows));
      return bigger;
    }, from);
  }

  #make(change: (column: Column) => Column, from = this.#columns): Set {
    return Object.fromEntries(this.#names.map((name) => [name, change(from[name])])) as unknown as Set;
  }
}

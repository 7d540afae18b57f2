import { PART, partOfRow, placeInPart } from './row-parts.ts';

/** Values by row, most of which are one and the same: what is usual takes no room. */
export class SparseList<Value> {
  readonly #usual: Value;
  readonly #parts: (Value[] | undefined)[] = [];

  constructor(usual: Value) {
    this.#usual = usual;
  }

  at(row: number): Value {
    const part = this.#parts[partOfRow(row)];
    return part === undefined ? this.#usual : (part[placeInPart(row)] as Value);
  }

  set(row: number, value: Value): void {
    const index = partOfRow(row);
    let part = this.#parts[index];
    if (part === undefined) {
      if (value === this.#usual) return;
      part = new Array<Value>(PART).fill(this.#usual);
      this.#parts[index] = part;
    }
    part[placeInPart(row)] = value;
  }
}

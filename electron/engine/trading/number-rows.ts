import { PART, partOfRow, placeInPart } from './row-parts.ts';

/** Rows of `stride` numbers that grow as a {@link GrowingList} does: what a run would keep as an object each is copied by no garbage collection
 * here. The numbers of a row stand in {@link partOf} it from {@link placeOf} it on. */
export class NumberRows {
  readonly #stride: number;
  readonly #parts: Float64Array[] = [];
  #length = 0;

  constructor(stride: number) {
    this.#stride = stride;
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Takes up another row and returns which one it is; its numbers are those that were there before the length was set back, or 0. */
  add(): number {
    const row = this.#length++;
    if (row === this.#parts.length * PART) this.#parts.push(new Float64Array(PART * this.#stride));
    return row;
  }

  /** Of a row that is, or was, there. */
  partOf(row: number): Float64Array {
    return this.#parts[partOfRow(row)] as Float64Array;
  }

  placeOf(row: number): number {
    return placeInPart(row) * this.#stride;
  }

  setLength(length: number): void {
    this.#length = length;
  }
}

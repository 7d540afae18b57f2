import type { TakeCells } from './indicator.ts';

/** The last `length` values in a ring. */
export class Window {
  readonly length: number;
  readonly #ring: Float64Array;
  /** How many values were pushed since the start, and the place of the next one in the ring: a remainder of doubles would cost more than all else here. */
  readonly #ends: Float64Array;

  constructor(take: TakeCells, length: number) {
    this.length = length;
    this.#ring = take(length);
    this.#ends = take(2);
  }

  get isFull(): boolean {
    return (this.#ends[0] as number) >= this.length;
  }

  /** True once every `length` values: what is summed step by step can be summed anew then without losing O(1) a bar. */
  get isWrapped(): boolean {
    return this.#ends[1] === 0;
  }

  /** Adds a value and returns the one that leaves, NaN while the window fills. */
  push(value: number): number {
    const ends = this.#ends;
    if (Number.isNaN(ends[0])) ends.fill(0);
    const at = ends[1] as number;
    const leaving = this.#ring[at] as number;
    this.#ring[at] = value;
    ends[0] = (ends[0] as number) + 1;
    ends[1] = at + 1 === this.length ? 0 : at + 1;
    return leaving;
  }

  /** `age` 0 is the newest value. */
  at(age: number): number {
    const place = (this.#ends[1] as number) - 1 - age;
    return this.#ring[place < 0 ? place + this.length : place] as number;
  }
}

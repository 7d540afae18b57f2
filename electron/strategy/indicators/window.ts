import type { TakeCells } from './indicator.ts';

/** The last `length` values in a ring. */
export class Window {
  readonly length: number;
  readonly #ring: Float64Array;
  readonly #count: Float64Array;

  constructor(take: TakeCells, length: number) {
    this.length = length;
    this.#ring = take(length);
    this.#count = take(1);
  }

  /** How many values were pushed since the start. */
  get count(): number {
    const count = this.#count[0] as number;
    return Number.isNaN(count) ? 0 : count;
  }

  get isFull(): boolean {
    return this.count >= this.length;
  }

  /** True once every `length` values: what is summed step by step can be summed anew then without losing O(1) a bar. */
  get isWrapped(): boolean {
    return this.count % this.length === 0;
  }

  /** Adds a value and returns the one that leaves, NaN while the window fills. */
  push(value: number): number {
    const { count } = this;
    const at = count % this.length;
    const leaving = count < this.length ? Number.NaN : (this.#ring[at] as number);
    this.#ring[at] = value;
    this.#count[0] = count + 1;
    return leaving;
  }

  /** `age` 0 is the newest value. */
  at(age: number): number {
    return this.#ring[(this.count - 1 - age) % this.length] as number;
  }
}

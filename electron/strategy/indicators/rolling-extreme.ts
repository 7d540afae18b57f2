import type { TakeCells } from './indicator.ts';

/** Greatest (`sign` 1) or least (`sign` -1) of the last `length` values, NaN before there are as many. A queue holds the values that
 * can still become it, best first; each enters and leaves once, so that a value costs O(1) on average. */
export class RollingExtreme {
  readonly #length: number;
  readonly #sign: 1 | -1;
  readonly #values: Float64Array;
  /** Of each value in the queue: how many came before it. */
  readonly #indices: Float64Array;
  /** First and one past the last place of the queue, both growing; count of all values. */
  readonly #ends: Float64Array;

  constructor(take: TakeCells, length: number, sign: 1 | -1) {
    this.#length = length;
    this.#sign = sign;
    this.#values = take(length);
    this.#indices = take(length);
    this.#ends = take(3);
  }

  push(value: number): number {
    const length = this.#length;
    const ends = this.#ends;
    if (Number.isNaN(ends[0])) ends.fill(0);
    let first = ends[0] as number;
    let end = ends[1] as number;
    const index = ends[2] as number;
    if (first < end && (this.#indices[first % length] as number) <= index - length) first += 1;
    while (first < end && ((this.#values[(end - 1) % length] as number) - value) * this.#sign <= 0) end -= 1;
    this.#values[end % length] = value;
    this.#indices[end % length] = index;
    ends[0] = first;
    ends[1] = end + 1;
    ends[2] = index + 1;
    return index + 1 < length ? Number.NaN : (this.#values[first % length] as number);
  }
}

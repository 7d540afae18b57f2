import type { TakeCells } from './indicator.ts';

/** Mean of the last `length` values, NaN before there are as many. The sum is taken anew each time the ring is full once more, so that
 * rounding does not add up; before the first time it is NaN. */
export class RollingMean {
  readonly #ring: Float64Array;
  /** Sum of the ring; place of the next value in it, NaN at the start. */
  readonly #cells: Float64Array;

  constructor(take: TakeCells, length: number) {
    this.#ring = take(length);
    this.#cells = take(2);
  }

  push(value: number): number {
    const ring = this.#ring;
    const cells = this.#cells;
    const at = (cells[1] as number) | 0;
    const leaving = ring[at] as number;
    ring[at] = value;
    let sum = (cells[0] as number) + value - leaving;
    let next = at + 1;
    if (next === ring.length) {
      sum = total(ring);
      next = 0;
    }
    cells[0] = sum;
    cells[1] = next;
    return sum / ring.length;
  }
}

/** Oldest first. */
function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}

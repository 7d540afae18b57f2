import type { TakeCells } from './indicator.ts';

/** Places in the cells: sum of the ring; place of the next value in it, NaN at the start; the ring. */
const SUM = 0;
const NEXT = 1;
const RING = 2;

/** Mean of the last `length` values, NaN before there are as many. The sum is taken anew each time the ring is full once more, so that
 * rounding does not add up; before the first time it is NaN. */
export class RollingMean {
  readonly #cells: Float64Array;

  constructor(take: TakeCells, length: number) {
    this.#cells = take(RING + length);
  }

  push(value: number): number {
    const cells = this.#cells;
    const length = cells.length - RING;
    const at = (cells[NEXT] as number) | 0;
    const next = at + 1;
    cells[SUM] = (cells[SUM] as number) + value - (cells[RING + at] as number);
    cells[RING + at] = value;
    cells[NEXT] = next;
    if (next === length) this.#sumAnew();
    return cells[SUM] / length;
  }

  /** These values one after the other; the means go to `means` from `at` on. */
  pushAll(values: Float64Array, means: Float64Array, at: number): void {
    const cells = this.#cells;
    const length = cells.length - RING;
    let next = (cells[NEXT] as number) | 0;
    let sum = cells[SUM] as number;
    for (let i = 0; i < values.length;) {
      const full = Math.min(values.length, i + length - next);
      for (; i < full; i++, next++) {
        const value = values[i] as number;
        sum = sum + value - (cells[RING + next] as number);
        cells[RING + next] = value;
        means[at + i] = sum / length;
      }
      if (next < length) break;
      this.#sumAnew();
      sum = cells[SUM] as number;
      means[at + i - 1] = sum / length;
      next = 0;
    }
    cells[SUM] = sum;
    cells[NEXT] = next;
  }

  /** Oldest first: the ring begins with it when the next value goes to its start. */
  #sumAnew(): void {
    const cells = this.#cells;
    let sum = 0;
    for (let i = RING; i < cells.length; i++) sum += cells[i] as number;
    cells[SUM] = sum;
    cells[NEXT] = 0;
  }
}

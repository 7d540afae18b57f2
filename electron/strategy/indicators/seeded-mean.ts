import type { TakeCells } from './indicator.ts';

/** A mean in which older values fade: seeded with the simple mean of the first `length` values, then moved by `weight` of each
 * value's distance from it. NaN before the seed. */
export class SeededMean {
  readonly #length: number;
  readonly #weight: number;
  /** Count of values up to the seed, their sum, then the mean. */
  readonly #cells: Float64Array;

  constructor(take: TakeCells, length: number, weight: number) {
    this.#length = length;
    this.#weight = weight;
    this.#cells = take(3);
  }

  push(value: number): number {
    const cells = this.#cells;
    const count = Number.isNaN(cells[0]) ? 0 : (cells[0] as number);
    if (count === this.#length) {
      const mean = cells[2] as number;
      cells[2] = mean + this.#weight * (value - mean);
      return cells[2];
    }
    cells[0] = count + 1;
    cells[1] = count === 0 ? value : (cells[1] as number) + value;
    if (cells[0] === this.#length) cells[2] = cells[1] / this.#length;
    return cells[2] as number;
  }
}

/** Exponential mean, weight 2 / (length + 1) (P. N. Haurlan, Measuring Trend Values, 1968), seeded with the simple mean. */
export function exponentialMean(take: TakeCells, length: number): SeededMean {
  return new SeededMean(take, length, 2 / (length + 1));
}

/** Wilder's smoothing, weight 1 / length (J. W. Wilder, New Concepts in Technical Trading Systems, 1978). */
export function wilderMean(take: TakeCells, length: number): SeededMean {
  return new SeededMean(take, length, 1 / length);
}

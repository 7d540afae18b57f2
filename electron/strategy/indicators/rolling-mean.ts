import type { TakeCells } from './indicator.ts';

/** Mean of the last `length` values, NaN before there are as many. The sum is taken anew each time the ring is full once more, so that
 * rounding does not add up. */
export class RollingMean {
  readonly #ring: Float64Array;
  /** Sum of the ring; place of the next value in it; 1 once it was full. */
  readonly #cells: Float64Array;

  constructor(take: TakeCells, length: number) {
    this.#ring = take(length);
    this.#cells = take(3);
  }

  push(value: number): number {
    const ring = this.#ring;
    const cells = this.#cells;
    if (Number.isNaN(cells[1])) cells.fill(0);
    const at = cells[1] as number;
    const leaving = ring[at] as number;
    ring[at] = value;
    if (at + 1 === ring.length) {
      cells[0] = total(ring);
      cells[1] = 0;
      cells[2] = 1;
    } else {
      cells[0] = (cells[0] as number) + value - leaving;
      cells[1] = at + 1;
    }
    return cells[2] === 1 ? cells[0] / ring.length : Number.NaN;
  }
}

/** Oldest first. */
function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum;
}

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
    const next = at + 1;
    const sum = (cells[0] as number) + value - (ring[at] as number);
    ring[at] = value;
    cells[0] = sum;
    cells[1] = next;
    if (next === ring.length) this.#sumAnew();
    return (cells[0]) / ring.length;
  }

  /** Oldest first: the ring begins with it when the next value goes to its start. */
  #sumAnew(): void {
    const ring = this.#ring;
    let sum = 0;
    for (let i = 0; i < ring.length; i++) sum += ring[i] as number;
    this.#cells[0] = sum;
    this.#cells[1] = 0;
  }
}

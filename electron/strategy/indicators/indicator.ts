import type { Bar } from '../api/data.ts';
import type { Line } from '../api/indicators.ts';

/** Gives `count` cells of an indicator's state, all NaN. */
export type TakeCells = (count: number) => Float64Array;

/** Something that is computed bar by bar, in O(1) each. All that it remembers is in cells, so that it is saved by copying. */
export abstract class Indicator {
  readonly #cells: Float64Array[] = [];

  protected readonly take: TakeCells = (count) => {
    const cells = new Float64Array(count).fill(Number.NaN);
    this.#cells.push(cells);
    return cells;
  };

  /** True for those that speak of one session and start anew with it; the others carry over (S27). */
  readonly isOfSession: boolean = false;

  /** A bar has closed. */
  abstract update(bar: Bar): void;

  save(): Float64Array[] {
    return this.#cells.map((cells) => cells.slice());
  }

  restore(saved: readonly Float64Array[]): void {
    this.#cells.forEach((cells, index) => cells.set(saved[index] as Float64Array));
  }

  /** As before the first bar. */
  reset(): void {
    for (const cells of this.#cells) cells.fill(Number.NaN);
  }
}

/** The last two values of an indicator; NaN, while it warms up, reads as `undefined`. */
export class LineCells implements Line {
  readonly #cells: Float64Array;

  constructor(take: TakeCells) {
    this.#cells = take(2);
  }

  push(value: number): void {
    this.#cells[1] = this.#cells[0] as number;
    this.#cells[0] = value;
  }

  get value(): number | undefined {
    return defined(this.#cells[0] as number);
  }

  get previous(): number | undefined {
    return defined(this.#cells[1] as number);
  }
}

export function defined(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

import type { Bar } from '../api/data.ts';
import type { TakeCells } from './indicator.ts';

/** Wilder's true range: the bar's range, widened to the close before it. NaN for the first bar, which has none before it. */
export class TrueRange {
  readonly #close: Float64Array;

  constructor(take: TakeCells) {
    this.#close = take(1);
  }

  push(bar: Bar): number {
    const before = this.#close[0] as number;
    this.#close[0] = bar.close;
    return Math.max(bar.high, before) - Math.min(bar.low, before);
  }
}

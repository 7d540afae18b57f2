import type { TakeCells } from './indicator.ts';
import { Window } from './window.ts';

/** Mean of the last `length` values, NaN before there are as many. The sum is taken anew each time the window has wrapped, so that
 * rounding does not add up. */
export class RollingMean {
  readonly #window: Window;
  readonly #sum: Float64Array;

  constructor(take: TakeCells, length: number) {
    this.#window = new Window(take, length);
    this.#sum = take(1);
  }

  push(value: number): number {
    const window = this.#window;
    const leaving = window.push(value);
    if (!window.isFull) return Number.NaN;
    this.#sum[0] = window.isWrapped ? this.#total() : (this.#sum[0] as number) + value - leaving;
    return this.#sum[0] / window.length;
  }

  #total(): number {
    let sum = 0;
    for (let age = this.#window.length - 1; age >= 0; age--) sum += this.#window.at(age);
    return sum;
  }
}

import type { TakeCells } from './indicator.ts';
import { Window } from './window.ts';

/** Mean and population standard deviation of the last `length` values, NaN before there are as many. Sliding form of Welford's update
 * (B. P. Welford, Technometrics 4, 1962), taken anew each time the window has wrapped. */
export class RollingDeviation {
  readonly #window: Window;
  /** Mean, and sum of squared distances from it. */
  readonly #moments: Float64Array;

  constructor(take: TakeCells, length: number) {
    this.#window = new Window(take, length);
    this.#moments = take(2);
  }

  push(value: number): void {
    const window = this.#window;
    const leaving = window.push(value);
    if (!window.isFull) return;
    if (window.isWrapped) this.#anew();
    else this.#slide(value, leaving);
  }

  get mean(): number {
    return this.#moments[0] as number;
  }

  get deviation(): number {
    return Math.sqrt(Math.max(0, this.#moments[1] as number) / this.#window.length);
  }

  #slide(value: number, leaving: number): void {
    const before = this.mean;
    const mean = before + (value - leaving) / this.#window.length;
    const squares = this.#moments[1] as number;
    this.#moments[0] = mean;
    this.#moments[1] = squares + (value - leaving) * (value - mean + leaving - before);
  }

  #anew(): void {
    const { length } = this.#window;
    let sum = 0;
    for (let age = 0; age < length; age++) sum += this.#window.at(age);
    const mean = sum / length;
    let squares = 0;
    for (let age = 0; age < length; age++) squares += (this.#window.at(age) - mean) ** 2;
    this.#moments[0] = mean;
    this.#moments[1] = squares;
  }
}

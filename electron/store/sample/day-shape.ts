/** How busy the moments of a session are, against its average of 1: high after the open, low at noon, rising into the close. */
export class DayShape {
  readonly #seconds: number;
  readonly #mean: number;

  constructor(seconds: number) {
    this.#seconds = seconds;
    let sum = 0;
    for (let second = 0; second < seconds; second++) sum += shape(second / seconds);
    this.#mean = sum / seconds;
  }

  at(second: number): number {
    return shape(second / this.#seconds) / this.#mean;
  }

  /** The factor `f` for which the mean over the session of `f u / (1 + f u)` is `share`: the chance that a second of business `u` trades.
   * Infinity for a share of 1. */
  rateFor(share: number): number {
    if (share >= 1) return Number.POSITIVE_INFINITY;
    let low = 0;
    let high = 1_000;
    for (let i = 0; i < 50; i++) {
      const mid = (low + high) / 2;
      if (this.#meanChance(mid) < share) low = mid;
      else high = mid;
    }
    return low;
  }

  #meanChance(rate: number): number {
    const step = 60;
    let sum = 0;
    let count = 0;
    for (let second = 0; second < this.#seconds; second += step) {
      sum += chance(rate, this.at(second));
      count += 1;
    }
    return sum / count;
  }
}

/** Chance that a second trades. */
export function chance(rate: number, busy: number): number {
  return rate === Number.POSITIVE_INFINITY ? 1 : (rate * busy) / (1 + rate * busy);
}

function shape(x: number): number {
  const edge = 2 * x - 1;
  const open = Math.max(0, 1 - x * 30);
  return 0.45 + 1.3 * edge * edge * edge * edge + 0.35 * edge * edge + 2.5 * open * open;
}

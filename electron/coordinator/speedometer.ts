import { MICROS_PER_MILLI } from '../../shared/market/time.ts';

const WINDOW_MS = 1_000;

/** Session seconds played per wall second over the last wall second. Nights do not count. */
export class Speedometer {
  readonly #samples: { readonly wallMs: number; readonly played: number }[] = [];
  #played = 0;

  /** Play begins: nothing was played before. */
  start(wallMs: number): void {
    this.#samples.length = 0;
    this.#played = 0;
    this.#samples.push({ wallMs, played: 0 });
  }

  /** `micros` of session time were played since the last call. */
  add(wallMs: number, micros: number): void {
    this.#played += micros;
    this.#samples.push({ wallMs, played: this.#played });
    while (this.#samples.length > 2 && (this.#samples[1]?.wallMs ?? wallMs) <= wallMs - WINDOW_MS)
      this.#samples.shift();
  }

  get speed(): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.wallMs <= first.wallMs) return 0;
    return (last.played - first.played) / ((last.wallMs - first.wallMs) * MICROS_PER_MILLI);
  }
}

import type { Random } from '../api/context.ts';

/** Random numbers from a seed: sfc32 of PractRand (C. Doty-Humphrey), 128 bits of state. */
export class SeededRandom implements Random {
  readonly #state: Uint32Array;
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#state = new Uint32Array(4);
    this.reset();
  }

  next(): number {
    return this.#draw() / 4_294_967_296;
  }

  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }

  save(): Uint32Array {
    return this.#state.slice();
  }

  restore(state: Uint32Array): void {
    this.#state.set(state);
  }

  reset(): void {
    this.#state.set([0, 0, this.#seed, 1]);
    // The first draws of seeds close to each other resemble each other.
    for (let i = 0; i < 12; i++) this.#draw();
  }

  #draw(): number {
    const state = this.#state;
    const [a, b, c, d] = state as unknown as [number, number, number, number];
    const sum = (a + b + d) >>> 0;
    state[3] = d + 1;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum;
  }
}

import type { WallClock } from '../../electron/coordinator/wall-clock.ts';

/** Wall time that moves only when told to. Each look at it may cost some milliseconds, as work does. */
export class FakeClock implements WallClock {
  readonly #costMs: number;
  #now = 0;
  #epochMs = 0;
  #order = 0;
  #tasks: { readonly at: number; readonly order: number; readonly task: () => void }[] = [];

  constructor(costMs = 0) {
    this.#costMs = costMs;
  }

  now(): number {
    this.#now += this.#costMs;
    return this.#now;
  }

  after(ms: number, task: () => void): () => void {
    const entry = { at: this.#now + ms, order: this.#order++, task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  epochMs(): number {
    return this.#epochMs + this.#now;
  }

  /** The computer's clock is set: timers go on as they did. */
  setEpoch(ms: number): void {
    this.#epochMs = ms - this.#now;
  }

  /** Wall time goes on and nothing runs, as in a computer that sleeps. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  /** Lets `ms` pass and runs what falls due, in order, giving promises their turn in between. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (next === undefined) break;
      this.#tasks = this.#tasks.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.task();
    }
    this.#now = Math.max(this.#now, end);
    await settle();
  }
}

/** Lets every promise that can go on do so. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
}

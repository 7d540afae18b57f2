import type { Micros } from '../../shared/market/time.ts';

/** Seeks while a pointer is dragged: one request at a time, and of those that wait only the newest. */
export class Seeker {
  readonly #seek: (time: Micros) => Promise<void>;
  #isBusy = false;
  #wanted: Micros | undefined;

  /** `seek` settles when the run stands there; it handles its own failures. */
  constructor(seek: (time: Micros) => Promise<void>) {
    this.#seek = seek;
  }

  to(time: Micros): void {
    this.#wanted = time;
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    while (this.#wanted !== undefined) {
      const time = this.#wanted;
      this.#wanted = undefined;
      await this.#seek(time);
    }
    this.#isBusy = false;
  }
}

import { invariant } from '../../shared/lang/invariant.ts';
import { type Micros, formatIso, micros } from '../../shared/market/time.ts';

/** The only clock that engine and strategies can reach (S5). It never goes back while playing (C2); taking up an earlier moment
 * of the run sets it anew. */
export class SessionClock {
  #now: number;

  constructor(start: Micros) {
    this.#now = start;
  }

  get now(): Micros {
    return this.#now as Micros;
  }

  moveTo(time: number): void {
    if (time < this.#now) this.#refuse(time);
    this.#now = time;
  }

  setBack(time: Micros): void {
    this.#now = time;
  }

  #refuse(time: number): never {
    invariant(false, `the clock would go back from ${formatIso(this.now)} to ${formatIso(micros(time))}`);
  }
}

import { invariant } from '../../shared/lang/invariant.ts';
import { type Micros, formatIso, micros } from '../../shared/market/time.ts';

/** The only clock that engine and strategies can reach (S5). It never goes back while playing (C2); taking up an earlier moment
 * of the run sets it anew. */
export class SessionClock {
  /** An array of one: storing a number in a property allocates, here it does not. */
  readonly #now = new Float64Array(1);

  constructor(start: Micros) {
    this.#now[0] = start;
  }

  /** Where it stands, for who moves it on at every row and has seen that it does not go back: a number handed to {@link moveTo} may become an
   * object. */
  get cell(): Float64Array {
    return this.#now;
  }

  get now(): Micros {
    return this.#now[0] as Micros;
  }

  moveTo(time: number): void {
    if (time < (this.#now[0] as number)) this.#refuse(time);
    this.#now[0] = time;
  }

  setBack(time: Micros): void {
    this.#now[0] = time;
  }

  #refuse(time: number): never {
    invariant(false, `the clock would go back from ${formatIso(this.now)} to ${formatIso(micros(time))}`);
  }
}

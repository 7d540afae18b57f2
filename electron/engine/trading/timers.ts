import type { Micros } from '../../../shared/market/time.ts';

interface Timer {
  readonly name: string;
  readonly at: Micros;
}

/** A strategy's timers by time, then in the order they were set. */
export class Timers {
  #timers: readonly Timer[] = [];

  /** The earliest, or infinity. */
  get next(): number {
    return this.#timers[0]?.at ?? Number.POSITIVE_INFINITY;
  }

  set(name: string, at: Micros): void {
    const others = this.#timers.filter((timer) => timer.name !== name);
    const place = others.findIndex((timer) => timer.at > at);
    this.#timers = place === -1 ? [...others, { name, at }] : others.toSpliced(place, 0, { name, at });
  }

  clear(name: string): void {
    this.#timers = this.#timers.filter((timer) => timer.name !== name);
  }

  /** Takes the first one out, if it is due. */
  takeDue(now: number): Timer | undefined {
    const first = this.#timers[0];
    if (first === undefined || first.at > now) return undefined;
    this.#timers = this.#timers.slice(1);
    return first;
  }

  save(): readonly Timer[] {
    return this.#timers;
  }

  restore(timers: readonly Timer[]): void {
    this.#timers = timers;
  }
}

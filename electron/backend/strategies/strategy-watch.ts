import type { Micros } from '../../../shared/market/time.ts';
import type { Activity, StrategyActivity } from '../../../shared/trading/strategy-activity.ts';

export interface StuckCall {
  readonly handler: Activity;
  /** Session clock; absent before the run's start. */
  readonly time?: Micros;
}

/** How long one call of a strategy may take. */
export const CALL_SECONDS = 5;
const TICK_MS = 250;

/** Watches, from another thread, that every call of a strategy comes to its end. Counts looks instead of wall time, so that a machine that
 * slept, or a watcher that was busy, blames nobody. */
export class StrategyWatch {
  readonly #activity: StrategyActivity;
  readonly #stuck: (call: StuckCall) => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #calls = -1;
  #looks = 0;

  constructor(activity: StrategyActivity, stuck: (call: StuckCall) => void) {
    this.#activity = activity;
    this.#stuck = stuck;
    this.#timer = setInterval(() => this.#look(), TICK_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    const { current, calls, clock } = this.#activity;
    if (current === 'idle' || calls !== this.#calls) {
      this.#calls = calls;
      this.#looks = 0;
      return;
    }
    this.#looks += 1;
    if (this.#looks * TICK_MS < CALL_SECONDS * 1_000) return;
    this.stop();
    this.#stuck({ handler: current, ...(clock > 0 ? { time: clock } : {}) });
  }
}

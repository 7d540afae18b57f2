import type { Micros } from '../market/time.ts';

/** What of a strategy can be under way: reading its file, or one of its handlers. */
export const ACTIVITIES = [
  'idle',
  'load',
  'onStart',
  'onBar',
  'onQuote',
  'onTrade',
  'onFill',
  'onOrderEnd',
  'onTimer',
  'onSessionStart',
  'onSessionEnd',
  'onEnd',
  'saveState',
  'restoreState',
] as const;
export type Activity = (typeof ACTIVITIES)[number];

/** Three cells that a thread writes around every call of a strategy, and that the thread watching it reads: which handler is under way,
 * the session clock, and how many calls there were. A call that goes on while the count stands still is one that does not return. */
export class StrategyActivity {
  readonly buffer: SharedArrayBuffer;
  readonly #cells: Float64Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(24)) {
    this.buffer = buffer;
    this.#cells = new Float64Array(buffer);
  }

  /** `activity` is an index of {@link ACTIVITIES}. */
  enter(activity: number, clock: number): void {
    const cells = this.#cells;
    cells[1] = clock;
    cells[2] = (cells[2] as number) + 1;
    cells[0] = activity;
  }

  leave(): void {
    this.#cells[0] = 0;
  }

  get current(): Activity {
    return ACTIVITIES[this.#cells[0] as number] ?? 'idle';
  }

  get clock(): Micros {
    return this.#cells[1] as Micros;
  }

  get calls(): number {
    return this.#cells[2] as number;
  }
}

import type { Micros } from '../../shared/market/time.ts';
import type { LogMark } from './event-log.ts';
import type { TradingState } from './trading/trading-state.ts';

/** A moment inside a session that the engine can take up again. Small: positions, not data (architecture, idea 4). */
export interface Checkpoint {
  readonly sessionIndex: number;
  /** Market events of the session delivered before it. */
  readonly sessionEvents: number;
  readonly clock: Micros;
  readonly positions: Int32Array;
  readonly totals: RunTotals;
  readonly log: LogMark;
  /** Orders, positions and the strategy's state; absent in a run without trading. */
  readonly trading?: TradingState;
}

/** Counts over the finished sessions of a run. */
export interface RunTotals {
  readonly bars: number;
  readonly quotes: number;
  readonly trades: number;
  readonly sessions: number;
  readonly timerExpired: number;
}

/** Market events between two checkpoints of one session, without and with a strategy: to play them again takes a few milliseconds. A strategy is
 * made anew at each seek, and its code is slow until it has run for a while. */
export const CHECKPOINT_EVENTS = 65_536;
export const CHECKPOINT_EVENTS_OF_STRATEGY = 2_048;
/** Of a run that is played to its end at once and never taken back: sessions' starts alone. */
export const NO_CHECKPOINTS = Number.POSITIVE_INFINITY;

/** The moments an engine remembers: every session's start, and some within one, see {@link CHECKPOINT_EVENTS}. */
export class Checkpoints {
  /** By session, ascending by events. */
  readonly #sessions: Checkpoint[][] = [];

  /** Returns the one that is there already, where the run was before; it is kept. */
  add(checkpoint: Checkpoint): Checkpoint | undefined {
    const session = (this.#sessions[checkpoint.sessionIndex] ??= []);
    const last = session.at(-1);
    if (last === undefined || last.sessionEvents < checkpoint.sessionEvents) session.push(checkpoint);
    else return session.find(({ sessionEvents }) => sessionEvents === checkpoint.sessionEvents);
    return undefined;
  }

  /** Those after a moment lead nowhere any more. */
  forgetAfter(sessionIndex: number, sessionEvents: number): void {
    this.#sessions.length = Math.min(this.#sessions.length, sessionIndex + 1);
    const session = this.#sessions[sessionIndex];
    const from = session?.findIndex((checkpoint) => checkpoint.sessionEvents > sessionEvents) ?? -1;
    if (session !== undefined && from >= 0) session.length = from;
  }

  /** The last one at or before `time`. */
  atOrBefore(time: number): Checkpoint | undefined {
    const session = this.#sessions.findLast((list) => (list[0]?.clock ?? Number.POSITIVE_INFINITY) <= time);
    return session?.findLast(({ clock }) => clock <= time);
  }

  /** The last one of a session with at most `events` of its events delivered. */
  inSession(sessionIndex: number, events: number): Checkpoint | undefined {
    return this.#sessions[sessionIndex]?.findLast(({ sessionEvents }) => sessionEvents <= events);
  }
}

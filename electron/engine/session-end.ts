import { MICROS_PER_MINUTE } from '../../shared/market/time.ts';

/** When a session's data are over. The clock then moves to the session's close, where it ends (S23). */
export interface SessionEnding {
  readonly at: number;
  /** The data of every stream ran out too long before the close. */
  readonly timerExpired: boolean;
}

const NEAR_END = MICROS_PER_MINUTE;
const TIMER = MICROS_PER_MINUTE;

/** The three rules of C4, for a session whose last market event is known at `lastKnown` (none: `undefined`): it ends when its
 * close is passed; within one minute of its close with nothing left; 60 s after the last data, and then the timer has expired.
 * What comes first holds; the second wins a tie with the third. */
export function sessionEnding(open: number, close: number, lastKnown: number | undefined): SessionEnding {
  const last = lastKnown ?? open;
  if (last >= close - NEAR_END) return { at: last, timerExpired: false };
  if (last + TIMER >= close - NEAR_END) return { at: close - NEAR_END, timerExpired: false };
  return { at: last + TIMER, timerExpired: true };
}

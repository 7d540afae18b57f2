import { MICROS_PER_MINUTE } from '../../shared/market/time.ts';
import type { SessionBlock } from '../../shared/session/block.ts';

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

/** The same for a block. A live session's data are over when the feeds of all its streams have said so, and only then: silence and outages are
 * no end, data may come again. Until then it ends when its close is passed. */
export function endingOf(
  { open, close, live }: Pick<SessionBlock, 'open' | 'close' | 'live'>,
  lastKnown: number | undefined,
): SessionEnding {
  if (live === undefined) return sessionEnding(open, close, lastKnown);
  return live.ranOutAt === undefined ? { at: close, timerExpired: false } : sessionEnding(open, close, live.ranOutAt);
}

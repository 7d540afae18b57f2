import type { TimeRange } from '../../shared/market/time.ts';
import { SLOT_FILLED, SLOT_MISSING } from '../../shared/quality/quality.ts';
import type { PlannedSession, PlannedStream } from '../../shared/session/plan.ts';
import type { MissingBars } from '../../shared/session/upkeep-messages.ts';
import type { SlotCheck } from './completeness.ts';
import { gapsOf } from './gaps.ts';

/** Sessions whose gaps are remembered: those around the clock, steps back included. */
const KEPT_SESSIONS = 8;

interface Watched {
  readonly session: PlannedSession;
  readonly stream: PlannedStream;
  /** A copy of the block's states, with what was provided since. */
  readonly check: SlotCheck;
  isAsked: boolean;
}

/** What a run still misses of the sessions that were loaded last, and asks for again and again while the session clock goes on, until it is whole
 * (D3). What comes is stored for the next run: the blocks of this one stay as they were handed over (S26, D7). */
export class MissingWatch {
  readonly #ask: (missing: MissingBars) => void;
  readonly #watched = new Map<string, Watched>();

  constructor(ask: (missing: MissingBars) => void) {
    this.#ask = ask;
  }

  /** A session of a bars stream was loaded, checked and filled. */
  loaded(session: PlannedSession, stream: PlannedStream, check: SlotCheck): void {
    const key = keyOf(stream, session.index);
    const known = this.#watched.get(key);
    this.#watched.delete(key);
    const states = check.states.slice();
    this.#watched.set(key, known ?? { session, stream, check: { ...check, states }, isAsked: false });
    const indices = new Set([...this.#watched.values()].map((one) => one.session.index));
    if (indices.size <= KEPT_SESSIONS) return;
    const oldest = [...this.#watched.values()][0]?.session.index;
    for (const [other, { session: kept }] of this.#watched) if (kept.index === oldest) this.#watched.delete(other);
  }

  /** The session clock stands at `clock`: what is missing up to there, of its session, is asked for unless an answer is still awaited. */
  moved(clock: number): void {
    for (const [key, watched] of this.#watched) {
      const { session, stream, check } = watched;
      if (watched.isAsked || clock < session.open || clock > session.close || stream.interval === undefined) continue;
      const spans = spansUntil(check, clock);
      if (spans.length === 0) continue;
      watched.isAsked = true;
      const { symbol, interval, source, calendar } = stream;
      this.#ask({ key, symbol, interval, source, calendar, spans });
    }
  }

  /** The answer to {@link MissingBars} of this key: bars with these open times were stored. */
  provided(key: string, times: Float64Array): void {
    const watched = this.#watched.get(key);
    if (watched === undefined) return;
    watched.isAsked = false;
    const { grid, states } = watched.check;
    for (const time of times) {
      const slot = grid.slotAt(time);
      if (slot >= 0 && grid.slotTime(slot) === time && states[slot] === SLOT_MISSING) states[slot] = SLOT_FILLED;
    }
  }
}

function spansUntil(check: SlotCheck, clock: number): TimeRange[] {
  return gapsOf(check)
    .filter(({ from }) => from + check.grid.step <= clock)
    .map(({ from, to }) => ({ from, to: to <= clock ? to : lastWhole(check, from, clock) }));
}

/** The end of the last slot from `from` on that has ended by `clock`. */
function lastWhole({ grid }: SlotCheck, from: number, clock: number): TimeRange['to'] {
  return (from + Math.floor((clock - from) / grid.step) * grid.step) as TimeRange['to'];
}

const keyOf = (stream: PlannedStream, index: number): string => `${stream.symbol} ${stream.source} ${index}`;

import { ensure, invariant } from '../../shared/lang/invariant.ts';
import type { Revision, SessionBlock } from '../../shared/session/block.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { RunTotals } from './checkpoints.ts';
import type { EngineListener } from './engine-listener.ts';
import type { EventLog } from './event-log.ts';
import type { MainLoop, SlotRows } from './main-loop.ts';
import type { RunLayout } from './run-layout.ts';
import type { SessionClock } from './session-clock.ts';
import type { SessionData } from './session-data.ts';
import { type SessionEnding, endingOf } from './session-end.ts';
import { rowsOf } from './slot-rows.ts';
import type { Trading } from './trading/trading.ts';

/** `waiting` before the first session's block came; `open` while a session lasts, `closed` from its end to the next start. */
export type SessionPhase = 'waiting' | 'open' | 'closed';

export interface SessionRollParts {
  readonly sessions: readonly PlannedSession[];
  readonly layout: RunLayout;
  readonly loop: MainLoop;
  readonly clock: SessionClock;
  readonly log: EventLog;
  readonly data: SessionData;
  readonly trading: Trading | undefined;
  readonly listener: EngineListener;
}

const NOTHING: RunTotals = { bars: 0, quotes: 0, trades: 0, sessions: 0, timerExpired: 0 };

/** The session that a run stands in, and the way from one to the next (S23): start, data, end. Nights are left out: the clock goes
 * from one session's close to the next one's open, and what was today becomes history (C5). */
export class SessionRoll {
  readonly #parts: SessionRollParts;
  #phase: SessionPhase = 'waiting';
  #session: PlannedSession;
  #block: SessionBlock | undefined;
  #ending: SessionEnding = { at: Number.POSITIVE_INFINITY, timerExpired: false };
  #ended: RunTotals = NOTHING;

  constructor(parts: SessionRollParts) {
    this.#parts = parts;
    this.#session = ensure(parts.sessions[0], 'first session of the plan');
  }

  get phase(): SessionPhase {
    return this.#phase;
  }

  get session(): PlannedSession {
    return this.#session;
  }

  /** Absent only in phase `waiting`. */
  get block(): SessionBlock | undefined {
    return this.#block;
  }

  get ending(): SessionEnding {
    return this.#ending;
  }

  /** The session after this one; the first while the run waits for it. */
  get next(): PlannedSession | undefined {
    return this.#parts.sessions[this.#phase === 'waiting' ? 0 : this.#session.index + 1];
  }

  /** Counts of the sessions that have ended. */
  get ended(): RunTotals {
    return this.#ended;
  }

  /** Counts up to the clock. */
  get totals(): RunTotals {
    if (this.#phase !== 'open') return this.#ended;
    const { layout, loop } = this.#parts;
    const counts = { bars: 0, quotes: 0, trades: 0 };
    for (let slot = 0; slot < layout.marketCount; slot++) {
      counts[ensure(layout.slots[slot], 'slot').kind] += loop.deliveredOf(slot);
    }
    const { bars, quotes, trades } = this.#ended;
    return {
      ...this.#ended,
      bars: bars + counts.bars,
      quotes: quotes + counts.quotes,
      trades: trades + counts.trades,
    };
  }

  /** Session start, before any of its data. */
  start(session: PlannedSession, block: SessionBlock): void {
    const { clock, log, data, trading } = this.#parts;
    if (this.#phase === 'closed') data.keepSession(this.#session.index);
    this.show(session, block);
    clock.moveTo(session.open);
    log.sessionStart(block);
    trading?.sessionStarts(block);
  }

  /** Session end: everything known at the close was delivered. */
  end(): void {
    const { clock, log, data, trading, listener } = this.#parts;
    const block = ensure(this.#block, 'block of the open session');
    const { timerExpired } = this.#ending;
    clock.moveTo(this.#session.close);
    trading?.closing();
    const { totals } = this;
    this.#ended = {
      ...totals,
      sessions: totals.sessions + 1,
      timerExpired: totals.timerExpired + (timerExpired ? 1 : 0),
    };
    this.#phase = 'closed';
    data.setEnded(true);
    if (block.live !== undefined) log.liveData(block);
    log.sessionEnd(block, timerExpired);
    trading?.sessionEnds(block);
    if (this.next === undefined) trading?.runEnds();
    listener.sessionEnded?.(block, timerExpired);
  }

  /** Stands before the first row of a session, without telling anyone. */
  show(session: PlannedSession, block: SessionBlock): void {
    const { loop, data } = this.#parts;
    this.#session = session;
    this.#block = block;
    this.#phase = 'open';
    loop.load(this.#rowsOf(block), session.open, session.close);
    this.#ending = endingOf(block, loop.lastKnown());
    data.show(session, block);
  }

  /** The open live session goes on with a block that begins with the rows delivered so far. With a `revision` its instant is the clock's next,
   * rows may also stand among those delivered, and what is known before the instant counts as delivered (S26). */
  goOnWith(block: SessionBlock, revision?: Revision): void {
    const { clock, log, loop, data, trading, listener } = this.#parts;
    const { index, open, close } = this.#session;
    invariant(this.#phase === 'open' && block.index === index, `block ${block.index} in session ${index}`);
    this.#block = block;
    loop.goOnWith(this.#rowsOf(block), open, close);
    if (revision !== undefined) {
      clock.moveTo(revision.at);
      loop.skipTo(revision.at);
      log.upkeep(revision);
    }
    this.#ending = endingOf(block, loop.lastKnown());
    data.goOn(block, revision !== undefined);
    trading?.goesOn(block);
    if (revision !== undefined) listener.revised?.(block);
  }

  /** Takes up a moment of the shown session: so much had ended before it. */
  reopen(ended: RunTotals): void {
    this.#phase = 'open';
    this.#ended = ended;
  }

  /** Before the run's first event. */
  startOver(): void {
    this.#phase = 'waiting';
    this.#session = ensure(this.#parts.sessions[0], 'first session of the plan');
    this.#block = undefined;
    this.#ended = NOTHING;
  }

  #rowsOf(block: SessionBlock): SlotRows[] {
    return this.#parts.layout.slots.map((slot) => rowsOf(slot, block));
  }
}

import { ensure, invariant } from '../../shared/lang/invariant.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { Revision, SessionBlock } from '../../shared/session/block.ts';
import type { PlannedSession, RunPlan } from '../../shared/session/plan.ts';
import {
  CHECKPOINT_EVENTS,
  CHECKPOINT_EVENTS_OF_STRATEGY,
  type Checkpoint,
  Checkpoints,
  type RunTotals,
} from './checkpoints.ts';
import type { EngineListener } from './engine-listener.ts';
import type { TradingCommand } from '../../shared/trading/command.ts';
import type { EventWatch } from './event-watch.ts';
import { EventLog, type EventLogSink, type LogMark, MAX_STREAMS } from './event-log.ts';
import { MainLoop } from './main-loop.ts';
import { type RunLayout, layOutRun } from './run-layout.ts';
import { SessionClock } from './session-clock.ts';
import { SessionData } from './session-data.ts';
import { type SessionPhase, SessionRoll } from './session-roll.ts';
import { Trading, type TradingOptions } from './trading/trading.ts';

export interface EngineOptions {
  readonly plan: RunPlan;
  /** The block of a session, `undefined` while it is not there. Always the same data for an index. */
  readonly blockOf: (index: number) => SessionBlock | undefined;
  readonly log: EventLogSink;
  readonly listener?: EngineListener;
  /** Orders, positions and a strategy; absent, the run only plays. */
  readonly trading?: TradingOptions;
  /** Market events between two remembered moments of one session; by default {@link CHECKPOINT_EVENTS}. */
  readonly checkpointEvents?: number;
}

/** How far to go: to an instant, all that is known then included; over a number of market events, at most to a session's end; or only
 * to the next session's start, before its first event. */
export type StepGoal = { readonly time: number } | { readonly events: number } | { readonly toStart: true };

/** `reached`: the goal, or a session's end on the way to a number of events. `budget`: the allowed work is done. `pending`: the
 * session `awaited` is not loaded. `ended`: the run's last session has ended. `halted`: the watch stopped it. */
export type StepResult = 'reached' | 'budget' | 'pending' | 'ended' | 'halted';

/** Plays a run: a pure function of plan, blocks and goals, without wall time or I/O. What is next is the main loop's to say,
 * which session it is the roll's. */
export class Engine {
  readonly data: SessionData;
  readonly layout: RunLayout;
  readonly trading: Trading | undefined;
  readonly #sessions: readonly PlannedSession[];
  readonly #roll: SessionRoll;
  readonly #blockOf: EngineOptions['blockOf'];
  readonly #listener: EngineListener;
  readonly #clock: SessionClock;
  readonly #log: EventLog;
  readonly #loop: MainLoop;
  readonly #checkpointEvents: number;
  readonly #checkpoints = new Checkpoints();
  #sessionEvents = 0;
  readonly #beginning: LogMark;

  constructor({ plan, blockOf, log, listener = {}, trading, checkpointEvents }: EngineOptions) {
    invariant(plan.streams.length < MAX_STREAMS, `${plan.streams.length} streams`);
    this.#sessions = plan.sessions;
    const { sessions } = plan;
    const first = ensure(sessions[0], 'first session of the plan');
    this.#blockOf = blockOf;
    this.#listener = listener;
    this.#checkpointEvents =
      checkpointEvents ?? (trading?.strategy === undefined ? CHECKPOINT_EVENTS : CHECKPOINT_EVENTS_OF_STRATEGY);
    this.layout = layOutRun(plan);
    this.#clock = new SessionClock(first.open);
    this.#log = new EventLog(log);
    this.#loop = new MainLoop(this.layout, this.#clock, this.#log, listener);
    this.data = new SessionData(this.layout, this.#loop.positions, this.#clock, first);
    this.#log.header(plan.streams);
    this.#beginning = this.#log.mark();
    const parts = { layout: this.layout, data: this.data, clock: this.#clock, log: this.#log };
    const stopAt = (time: number): void => this.#loop.stopAt(time);
    this.trading =
      trading === undefined
        ? undefined
        : new Trading({ ...parts, plan, positions: this.#loop.positions, stopAt }, trading);
    // An event's fills belong to it.
    if (this.trading !== undefined) this.#loop.hearFirst(this.trading);
    this.#roll = new SessionRoll({ ...parts, sessions, loop: this.#loop, trading: this.trading, listener });
  }

  get clock(): Micros {
    return this.#clock.now;
  }

  get phase(): SessionPhase {
    return this.#roll.phase;
  }

  get session(): PlannedSession {
    return this.#roll.session;
  }

  /** The session's block; absent only in phase `waiting`. */
  get block(): SessionBlock | undefined {
    return this.#roll.block;
  }

  /** When the session's data are over: once the clock gets there it moves on to the close (C4, S23). */
  get endsAt(): number {
    return this.#roll.ending.at;
  }

  /** The session ran, or will run, out of data more than a minute before its end, and has ended for it (C4). */
  get isTimerExpired(): boolean {
    return this.phase === 'closed' && this.#roll.ending.timerExpired;
  }

  get isEnded(): boolean {
    return this.phase === 'closed' && this.#roll.next === undefined;
  }

  /** The session to be loaded for the run to go on, when it stands before one. */
  get awaited(): PlannedSession | undefined {
    return this.phase === 'open' ? undefined : this.#roll.next;
  }

  /** Market events of the current session delivered so far. */
  get sessionEvents(): number {
    return this.#sessionEvents;
  }

  /** Rows of a slot of the layout delivered in, and left of, the current session. */
  slotCounts(slot: number): { readonly delivered: number; readonly queue: number } {
    return { delivered: this.#loop.deliveredOf(slot), queue: this.#loop.remainingOf(slot) };
  }

  /** Counts of the run up to the clock. */
  get totals(): RunTotals & { readonly events: number } {
    const { totals } = this.#roll;
    return { ...totals, events: totals.bars + totals.quotes + totals.trades };
  }

  /** Carries out a command of a person at the clock, after everything else of this instant (F5). Moments remembered ahead of it are
   * forgotten: the run goes another way from here. Throws what is wrong with the command. */
  command(command: TradingCommand): void {
    const trading = ensure(this.trading, 'trading part of the run');
    trading.command(command);
    this.#checkpoints.forgetAfter(this.session.index, this.#sessionEvents);
  }

  /** The open live session goes on with a block that begins with the rows delivered so far. With a `revision` its instant is the clock's next,
   * rows may also stand among those delivered, and what is known before the instant counts as delivered (S26). */
  goOnWith(block: SessionBlock, revision?: Revision): void {
    this.#roll.goOnWith(block, revision);
    if (revision !== undefined) this.#checkpoints.forgetAfter(this.session.index, -1);
  }

  /** Hands the log written so far to its sink. */
  flushLog(): void {
    this.#log.flush();
  }

  /** Plays on towards the goal, at most `budget` market events, unless `watch` stops it: then with the derived bars that the last
   * event closes. Cutting a run into any goals and budgets changes nothing. */
  stepUntil(goal: StepGoal, budget = Number.POSITIVE_INFINITY, watch?: EventWatch): StepResult {
    const time = 'time' in goal ? goal.time : Number.POSITIVE_INFINITY;
    const wanted = 'events' in goal ? goal.events : Number.POSITIVE_INFINITY;
    const isToStart = 'toStart' in goal;
    let events = 0;
    for (;;) {
      if (events >= wanted) {
        this.#loop.settle();
        return 'reached';
      }
      if (this.phase !== 'open') {
        const { next } = this.#roll;
        if (next === undefined) return 'ended';
        if (time < next.open) return 'reached';
        const block = this.#blockOf(next.index);
        if (block === undefined) return 'pending';
        this.#startSession(next, block);
      }
      if (isToStart) return 'reached';
      this.#loop.watch(watch);
      events += this.#playTo(Math.min(time, this.endsAt), Math.min(wanted, budget) - events, watch);
      if (this.#loop.isHalted) {
        this.#loop.settle();
        return 'halted';
      }
      if (events >= wanted) continue;
      if (events >= budget) return 'budget';
      if (time < this.endsAt) {
        this.#clock.moveTo(Math.max(time, this.clock));
        return 'reached';
      }
      this.#endSession();
      if (watch?.instantEnded() === true) return 'halted';
      if (wanted < Number.POSITIVE_INFINITY) return this.isEnded ? 'ended' : 'reached';
    }
  }

  /** Takes up the last remembered moment at or before `time`, if the clock is past `time` or that moment is ahead of the clock.
   * Returns the session whose block must be there first, or `undefined` when it is done. Then `stepUntil({ time })` gives the
   * state of a fresh run to that time (C7). */
  rewindTo(time: number): number | undefined {
    const found = this.#checkpoints.atOrBefore(time);
    if (found === undefined) return this.clock > time ? this.#startOver() : undefined;
    if (this.clock <= time && this.#isPast(found)) return undefined;
    return this.#takeUp(found);
  }

  /** As {@link rewindTo}, to a moment of a session already played with at most `events` of its events delivered. */
  rewindToEvent(sessionIndex: number, events: number): number | undefined {
    const found = this.#checkpoints.inSession(sessionIndex, events);
    return found === undefined ? this.#startOver() : this.#takeUp(found);
  }

  /** Everything that a moment of a run is made of but its log, as text: equal texts, equal states. For tests and R10. */
  describeState(): string {
    const { index } = this.session;
    const trading = [this.trading?.save(), this.trading?.openFills];
    return JSON.stringify([this.phase, index, this.clock, [...this.#loop.positions], this.totals, ...trading]);
  }

  /** Plays inside the session, remembering moments at fixed counts of events. */
  #playTo(time: number, limit: number, watch?: EventWatch): number {
    const every = this.#checkpointEvents;
    let untilCheckpoint = every - (this.#sessionEvents % every);
    let events = 0;
    for (;;) {
      const wake = this.trading?.nextWake ?? Number.POSITIVE_INFINITY;
      const played = this.#loop.run(Math.min(time, wake), Math.min(limit - events, untilCheckpoint));
      events += played;
      this.#sessionEvents += played;
      untilCheckpoint -= played;
      const isCheckpoint = untilCheckpoint === 0;
      if (isCheckpoint) {
        this.#remember();
        untilCheckpoint = every;
      }
      if (events >= limit || this.#loop.isHalted) return events;
      if (isCheckpoint) continue;
      if (!this.#endInstant(time)) return events;
      if (watch?.instantEnded() === true) {
        this.#loop.halt();
        return events;
      }
    }
  }

  /** S3: what is due once all market events of an instant were delivered. False when nothing is due up to `time`. */
  #endInstant(time: number): boolean {
    const { trading } = this;
    if (trading === undefined || trading.nextWake > time) return false;
    const due = trading.nextWake;
    this.#clock.moveTo(Math.max(due, this.clock));
    trading.instantEnds(due);
    return true;
  }

  #startSession(session: PlannedSession, block: SessionBlock): void {
    this.#sessionEvents = 0;
    this.#roll.start(session, block);
    this.#remember();
    this.#listener.sessionStarted?.(block);
  }

  /** S23: on the way to the close the last derived bars close. */
  #endSession(): void {
    this.#loop.watch(undefined);
    this.#playTo(this.session.close, Number.POSITIVE_INFINITY);
    this.#roll.end();
  }

  /** A moment whose strategy cannot be saved is not remembered: going back then begins the run anew. Throws `strategy-failed` where the run was
   * here before with other orders. */
  #remember(): void {
    const trading = this.trading?.save();
    if (this.trading !== undefined && trading === undefined) return;
    const known = this.#checkpoints.add({
      sessionIndex: this.session.index,
      sessionEvents: this.#sessionEvents,
      clock: this.clock,
      positions: this.#loop.positions.slice(),
      totals: this.#roll.ended,
      log: this.#log.mark(),
      ...(trading === undefined ? {} : { trading }),
    });
    if (known?.trading !== undefined) this.trading?.checkSame(known.trading);
  }

  /** Back to before the run's first event. */
  #startOver(): undefined {
    this.trading?.reset();
    this.#roll.startOver();
    this.#sessionEvents = 0;
    this.#clock.setBack(this.session.open);
    this.#log.restore(this.#beginning);
    this.data.setEnded(false);
  }

  #takeUp(checkpoint: Checkpoint): number | undefined {
    const { sessionIndex } = checkpoint;
    if (this.block === undefined || this.session.index !== sessionIndex) {
      const block = this.#blockOf(sessionIndex);
      if (block === undefined) return sessionIndex;
      this.#roll.show(ensure(this.#sessions[sessionIndex], `session ${sessionIndex}`), block);
    }
    this.#roll.reopen(checkpoint.totals);
    this.#loop.moveTo(checkpoint.positions);
    this.#clock.setBack(checkpoint.clock);
    this.#sessionEvents = checkpoint.sessionEvents;
    this.#log.restore(checkpoint.log);
    this.data.setEnded(false);
    const { trading } = checkpoint;
    if (trading !== undefined) this.trading?.restore(trading, ensure(this.block, 'block taken up'));
    return undefined;
  }

  #isPast({ sessionIndex, sessionEvents }: Checkpoint): boolean {
    const { index } = this.session;
    return (
      this.phase !== 'waiting' &&
      (index > sessionIndex || (index === sessionIndex && this.#sessionEvents >= sessionEvents))
    );
  }
}

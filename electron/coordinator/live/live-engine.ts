import { Engine, type EngineOptions } from '../../engine/engine.ts';
import type { Quote } from '../../../shared/market/columns.ts';
import { micros } from '../../../shared/market/time.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { FeedEvent, FeedStatus, LiveInput } from '../../../shared/session/feed.ts';
import { LiveSession } from './live-session.ts';

export interface LiveEngineOptions extends Omit<EngineOptions, 'blockOf'> {
  /** What is stored of a session when it begins to be played; `undefined` while it is not loaded. Always the same for an index. */
  readonly seedOf: (index: number) => SessionBlock | undefined;
  readonly listsEveryTrade: boolean;
}

/** `reached`: the clock stands where it was told to, or waits for the next open. `pending`: the session `awaited` is not loaded. */
export type LiveProgress = 'reached' | 'pending' | 'ended';

/** Plays sessions while they happen, by the same engine as stored ones: a pure function of what is stored, of what it takes, and of where its clock stood
 * then. {@link take} and {@link advance} in the same order give the same event log, however far each advance goes. */
export class LiveEngine {
  readonly engine: Engine;
  readonly #options: LiveEngineOptions;
  #session: LiveSession | undefined;
  #at = Number.NEGATIVE_INFINITY;
  /** By stream; also while no session is open. */
  readonly #conditions = new Map<number, FeedStatus>();
  /** What came of a session that has not begun: its events, and the newest quotes before its open. */
  #early: FeedEvent[] = [];
  readonly #quotes = new Map<number, Quote>();

  constructor(options: LiveEngineOptions) {
    this.#options = options;
    this.engine = new Engine({ ...options, blockOf: () => this.#session?.block });
  }

  /** Where the live clock stands: the session clock, between sessions the time that goes on. Inputs are dated by it. */
  get at(): number {
    return this.#at;
  }

  /** The session that is on or the one just ended; absent before the first. */
  get session(): LiveSession | undefined {
    return this.#session;
  }

  get conditions(): ReadonlyMap<number, FeedStatus> {
    return this.#conditions;
  }

  take(input: LiveInput): void {
    const session = this.engine.phase === 'open' ? this.#session : undefined;
    if (input.type === 'status') this.#conditions.set(input.stream, input);
    if (session === undefined) {
      if (input.type !== 'repair' && input.type !== 'status') this.#takeEarly(input);
      return;
    }
    if (input.type === 'repair') session.repair(input);
    else if (input.type === 'status') {
      session.status(input, this.engine.clock);
      this.engine.goOnWith(session.block);
    } else session.event(input, this.engine.clock);
  }

  /** Plays up to `to`, all that is known then included. */
  advance(to: number): LiveProgress {
    const { engine } = this;
    for (;;) {
      const session = engine.phase === 'open' ? this.#session : undefined;
      if (session === undefined) {
        const next = engine.awaited;
        this.#at = Math.max(this.#at, next === undefined ? to : Math.min(to, next.open - 1));
        if (next === undefined) return 'ended';
        if (to < next.open) return 'reached';
        if (!this.#start(next.index)) return 'pending';
        continue;
      }
      const due = session.nextRevision(engine.clock, engine.endsAt);
      if (due !== undefined && due <= to) {
        if (due - 1 > engine.clock) this.#play(session, due - 1);
        const revision = session.revise(micros(due));
        if (revision !== undefined) engine.goOnWith(session.block, revision);
        continue;
      }
      this.#play(session, to);
      if (engine.phase === 'open') {
        this.#at = engine.clock;
        return 'reached';
      }
    }
  }

  #play(session: LiveSession, to: number): void {
    const { engine } = this;
    const isOver = to >= engine.endsAt;
    const stop = isOver ? engine.session.close : to;
    const before = session.block;
    session.settle(stop);
    if (isOver) session.finish();
    if (session.block !== before) engine.goOnWith(session.block);
    engine.stepUntil({ time: isOver ? engine.endsAt : stop });
  }

  /** False while what is stored of the session is not there. */
  #start(index: number): boolean {
    const { plan, seedOf, listsEveryTrade } = this.#options;
    const seed = seedOf(index);
    if (seed === undefined) return false;
    const planned = ensure(plan.sessions[index], `session ${index} of the plan`);
    const session = new LiveSession({ plan, session: planned, seed, listsEveryTrade, quotes: this.#quotes });
    for (const status of this.#conditions.values()) session.status(status, planned.open);
    this.#session = session;
    this.engine.stepUntil({ toStart: true });
    const early = this.#early;
    this.#early = [];
    this.#quotes.clear();
    for (const event of early) session.event(event, planned.open - 1);
    return true;
  }

  #takeEarly(event: FeedEvent): void {
    const next = this.engine.awaited;
    if (next === undefined) return;
    const time = event.type === 'bar' ? event.bar.time : event.type === 'quote' ? event.quote.time : event.trade.time;
    if (time >= next.open) this.#early.push(event);
    else if (event.type === 'quote' && time >= (this.#quotes.get(event.stream)?.time ?? Number.NEGATIVE_INFINITY))
      this.#quotes.set(event.stream, event.quote);
  }
}

import type { EngineListener } from '../../engine/engine-listener.ts';
import type { Engine } from '../../engine/engine.ts';
import type { SessionData } from '../../engine/session-data.ts';
import { type ErrorShape, toErrorShape } from '../../../shared/lang/app-error.ts';
import { MICROS_PER_MILLI } from '../../../shared/market/time.ts';
import type { RunFingerprint } from '../../../shared/session/coordinator-messages.ts';
import type { Feed, LiveInput, LiveRepair } from '../../../shared/session/feed.ts';
import type { RunPlan } from '../../../shared/session/plan.ts';
import type { ReplayCommand, ReplayState, StreamState } from '../../../shared/session/replay.ts';
import type { TradingCommand } from '../../../shared/trading/command.ts';
import type { StrategyFactory } from '../../../shared/trading/strategy-port.ts';
import type { BlockCache } from '../block-cache.ts';
import { EventLogHash } from '../event-log-hash.ts';
import type { Playback } from '../playback.ts';
import { type CommandKind, kindOf, refusalOf } from '../replay-rules.ts';
import { fingerprintOf, runState } from '../replay-state.ts';
import type { WallClock } from '../wall-clock.ts';
import { LiveEngine } from './live-engine.ts';
import { LIVE_RULES, type LiveStatus } from './live-rules.ts';

/** Wall time that the session clock is behind, so that what the exchange had first is also shown first: what comes within it is in time. */
export const HOLD_MS = 400;
/** Wall time between two looks at the clock. */
const TICK_MS = 50;

export interface LiveRunOptions {
  readonly plan: RunPlan;
  readonly strategy?: StrategyFactory<SessionData>;
  readonly blocks: BlockCache;
  readonly clock: WallClock;
  readonly feed: Feed;
  readonly listener: EngineListener;
  /** Something to show has changed. */
  readonly changed: () => void;
}

/** A run on the clock of the market: the same engine, fed by a feed instead of stored sessions. Its session clock follows wall time and never goes back, also
 * where the computer's clock is set back; after a sleep it is at once where it should be, and what was missed is an outage. */
export class LiveRun implements Playback {
  readonly #plan: RunPlan;
  readonly #blocks: BlockCache;
  readonly #clock: WallClock;
  readonly #feed: Feed;
  readonly #changed: () => void;
  readonly #log = new EventLogHash();
  readonly #live: LiveEngine;
  #status: LiveStatus = 'stopped';
  #jumps = 0;
  #target = Number.NEGATIVE_INFINITY;
  #awaited: number | undefined;
  #error: ErrorShape | undefined;
  #cancelTurn: (() => void) | undefined;

  constructor({ plan, strategy, blocks, clock, feed, listener, changed }: LiveRunOptions) {
    this.#plan = plan;
    this.#blocks = blocks;
    this.#clock = clock;
    this.#feed = feed;
    this.#changed = changed;
    const { trading: config } = plan.config;
    const trading =
      config === undefined ? {} : { trading: { config, ...(strategy === undefined ? {} : { strategy }) } };
    this.#live = new LiveEngine({
      plan,
      seedOf: (index) => blocks.get(index),
      log: this.#log,
      listener: { ...listener, revised: () => (this.#jumps += 1) },
      listsEveryTrade: feed.listsEveryTrade,
      ...trading,
    });
  }

  open(): Promise<ReplayState> {
    this.#status = 'running';
    this.#feed.start(this.#plan.streams, (input) => this.#take(input));
    this.#blocks.expect(this.engine.session.index);
    this.#turn();
    return Promise.resolve(this.state());
  }

  perform(command: ReplayCommand): Promise<ReplayState> {
    this.#check(kindOf(command));
    return Promise.resolve(this.state());
  }

  trade(command: TradingCommand): ReplayState {
    this.#check('trade');
    const { engine } = this;
    engine.command(command);
    // It comes after all market events of the instant, and those were delivered.
    if (engine.phase === 'open') engine.stepUntil({ time: engine.clock });
    this.#changed();
    return this.state();
  }

  catchUp(): void {
    if (this.#status === 'running' && this.#awaited === undefined) this.#turn();
  }

  get engine(): Engine {
    return this.#live.engine;
  }

  get status(): LiveStatus {
    return this.#status;
  }

  get jumps(): number {
    return this.#jumps;
  }

  get isMoving(): boolean {
    return false;
  }

  state(): ReplayState {
    const { engine } = this;
    const isRunning = this.#status === 'running';
    const behind = this.#clock.epochMs() - engine.clock / MICROS_PER_MILLI;
    const awaited = this.#awaited === undefined ? undefined : this.#plan.sessions[this.#awaited];
    const known = runState(engine, this.#plan, this.#blocks);
    return {
      ...known,
      streams: known.streams.map((stream, index) => this.#withFeed(stream, index)),
      status: this.#status,
      speed: 1,
      measuredSpeed: isRunning && engine.phase === 'open' ? 1 : 0,
      lagMs: isRunning && engine.phase === 'open' ? Math.max(0, behind) : 0,
      ...(awaited === undefined ? {} : { waitingFor: awaited.date }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
  }

  fingerprint(): RunFingerprint {
    return fingerprintOf(this.engine, this.#log);
  }

  /** What upkeep found for slots behind the clock of a session; without effect on another one. */
  repair(index: number, repair: LiveRepair): void {
    if (this.engine.session.index === index) this.#take({ ...repair });
  }

  blockSettled(index: number): void {
    if (this.#awaited === index) this.#turn();
    else this.#changed();
  }

  fail(error: unknown): void {
    this.#end('failed');
    this.#error = toErrorShape(error);
    this.#changed();
  }

  close(): void {
    this.#end('stopped');
  }

  #check(kind: CommandKind): void {
    const refusal = refusalOf(this.#status, kind, LIVE_RULES[this.#status][kind]);
    if (refusal !== undefined) throw refusal;
  }

  #take(input: LiveInput): void {
    if (this.#status !== 'running') return;
    try {
      this.#live.take(input);
    } catch (error) {
      this.fail(error);
    }
  }

  /** One look at the wall clock, and everything that became known since the last. */
  #turn(): void {
    this.#cancelTurn?.();
    this.#target = Math.max(this.#target, Math.floor((this.#clock.epochMs() - HOLD_MS) * MICROS_PER_MILLI));
    const before = this.#awaited;
    this.#awaited = undefined;
    try {
      const progress = this.#live.advance(this.#target);
      if (progress === 'pending') this.#await(before);
      if (progress === 'ended') this.#end('ended');
    } catch (error) {
      this.fail(error);
      return;
    }
    this.#blocks.moveTo(this.engine.session.index);
    if (this.#status === 'running') this.#cancelTurn = this.#clock.after(TICK_MS, () => this.#turn());
    this.#changed();
  }

  /** What is stored of the session is not loaded. */
  #await(before: number | undefined): void {
    const index = this.engine.awaited?.index;
    if (index === undefined) return;
    const error = before === index ? this.#blocks.errorOf(index) : undefined;
    if (error !== undefined) throw error;
    this.#awaited = index;
    this.#blocks.expect(index);
  }

  #end(status: LiveStatus): void {
    this.#cancelTurn?.();
    if (this.#status === 'running') this.#feed.close();
    this.#status = status;
  }

  #withFeed(stream: StreamState, index: number): StreamState {
    const status = this.#live.conditions.get(index);
    const counts = this.#live.session?.counts()[index];
    const none = { delivered: 0, late: 0, doubled: 0, stale: 0, refused: 0 };
    const condition = {
      condition: status?.condition ?? 'lost',
      ...(status === undefined ? {} : { since: status.since }),
    };
    const queue = stream.queue + (this.#live.session?.waiting(index) ?? 0);
    return { ...stream, queue, feed: { ...condition, ...(counts ?? none) } };
  }
}

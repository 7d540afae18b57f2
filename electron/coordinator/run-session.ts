import { AppError } from '../../shared/lang/app-error.ts';
import type { ChartFrame, ChartSubscription, ReplayFrame, Speed } from '../../shared/session/replay.ts';
import type { CoordinatorRequest, CoordinatorResults } from '../../shared/session/coordinator-messages.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { Feed } from '../../shared/session/feed.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { MICROS_PER_SECOND, type Micros, type TimeRange } from '../../shared/market/time.ts';
import type { StrategyFactory } from '../../shared/trading/strategy-port.ts';
import type { SessionData } from '../engine/session-data.ts';
import type { FromUpkeep } from '../../shared/session/upkeep-messages.ts';
import { BlockCache, type BlockSource } from './block-cache.ts';
import { ChartFeed } from './chart-feed.ts';
import { FillFeed } from './fill-feed.ts';
import { FrameSender } from './frame-sender.ts';
import { MissingSpans } from './missing-spans.ts';
import { olderBars } from './older-bars.ts';
import { LiveRun } from './live/live-run.ts';
import { liveGaps } from './live/live-gaps.ts';
import type { Playback } from './playback.ts';
import { Replay } from './replay.ts';
import type { WallClock } from './wall-clock.ts';

/** Least wall time between two checkpoints told to the backend. */
const CHECKPOINT_MS = 2_000;

export interface RunSessionOptions {
  readonly run: number;
  readonly plan: RunPlan;
  readonly strategy?: StrategyFactory<SessionData>;
  readonly speed: Speed;
  /** Present: the run is live, on the wall clock. */
  readonly feed?: Feed;
  readonly clock: WallClock;
  readonly upkeep: BlockSource & {
    /** The session clock passed a check interval while playing (D3). */
    passed(clock: Micros): void;
    /** The same of a live run: what a bars stream misses up to the clock of this session. */
    lacks(index: number, stream: number, spans: readonly TimeRange[]): void;
  };
  readonly postFrame: (frame: ReplayFrame) => void;
  readonly postCheckpoint: (clock: Micros) => void;
}

/** One open run, stored or live: its playback, its resident blocks, and what the window is told of them. */
export class RunSession {
  readonly run: number;
  readonly playback: Playback;
  readonly #options: RunSessionOptions;
  readonly #blocks: BlockCache;
  readonly #live: LiveRun | undefined;
  readonly #missing = new MissingSpans();
  readonly #frames: FrameSender;
  readonly #fills: FillFeed;
  #charts: readonly ChartFeed[] = [];
  #shownJumps = 0;
  #told: Micros | undefined;
  #toldAt = Number.NEGATIVE_INFINITY;
  /** Check intervals since the epoch that the clock has passed, as upkeep was told last. */
  #passed = 0;

  constructor(options: RunSessionOptions) {
    const { run, plan, strategy, clock, speed, feed, upkeep } = options;
    this.run = run;
    this.#options = options;
    this.#blocks = new BlockCache(plan.sessions.length, upkeep);
    this.#frames = new FrameSender({
      clock,
      isMoving: () => this.playback.isMoving,
      catchUp: () => this.playback.catchUp(),
      build: (sequence) => this.#frame(sequence),
      post: options.postFrame,
    });
    const parts = {
      plan,
      ...(strategy === undefined ? {} : { strategy }),
      clock,
      blocks: this.#blocks,
      listener: { sessionStarted: (block: SessionBlock) => this.#missing.add(block) },
      changed: () => this.#changed(),
    };
    this.#live = feed === undefined ? undefined : new LiveRun({ ...parts, feed });
    this.playback = this.#live ?? new Replay({ ...parts, speed });
    this.#fills = new FillFeed(this.playback.engine, [...new Set(plan.streams.map(({ symbol }) => symbol))]);
  }

  /** Replaces the charts of the window; each gets its whole window in the next frame. Throws `bad-request` for one the run has no bars of. */
  subscribe(charts: readonly ChartSubscription[]): void {
    const { engine } = this.playback;
    const blockOf = (index: number): ReturnType<BlockCache['get']> => this.#blocks.get(index);
    const opens = this.#opens;
    this.#fills.reset();
    this.#charts = charts.map((chart) => new ChartFeed(chart, { engine, missing: this.#missing, blockOf, opens }));
    this.#frames.restart();
  }

  get #opens(): readonly number[] {
    return this.#options.plan.sessions.map(({ open }) => open);
  }

  painted(sequence: number): void {
    this.#frames.painted(sequence);
  }

  bars(request: Extract<CoordinatorRequest, { readonly type: 'bars' }>): Promise<CoordinatorResults['bars']> {
    return olderBars(this.playback.engine, this.#blocks, this.#missing, this.#opens, request);
  }

  /** What upkeep sent for this run. */
  receive(message: FromUpkeep): void {
    if (message.run !== this.run) return;
    if (message.type === 'block') {
      this.#blocks.arrived(message.block);
      this.playback.blockSettled(message.block.index);
    } else if (message.type === 'repair') this.#live?.repair(message.index, message.repair);
    else {
      this.#blocks.failed(message.index, message.error);
      this.playback.blockSettled(message.index);
    }
  }

  close(): void {
    this.playback.close();
    this.#frames.close();
    this.#blocks.close(new AppError('cancelled', 'The session was closed.'));
  }

  #changed(): void {
    this.#frames.changed();
    this.#checkpoint();
    this.#tellUpkeep();
  }

  /** Upkeep asks again for missing bars each check interval of session time (D3). */
  #tellUpkeep(): void {
    const { playback } = this;
    const { enabled, retryMissingBars, checkIntervalSeconds } = this.#options.plan.config.upkeep;
    if (!enabled || !retryMissingBars || playback.status !== 'running') return;
    const { clock } = playback.engine;
    const passed = Math.floor(clock / (checkIntervalSeconds * MICROS_PER_SECOND));
    if (passed === this.#passed) return;
    this.#passed = passed;
    if (this.#live === undefined) this.#options.upkeep.passed(clock);
    else this.#tellLacks();
  }

  #tellLacks(): void {
    const { block, clock } = this.playback.engine;
    if (block === undefined) return;
    for (const { stream, spans } of liveGaps(block, clock)) this.#options.upkeep.lacks(block.index, stream, spans);
  }

  /** Tells where the run is: every few seconds while it moves, at once where it rests. */
  #checkpoint(): void {
    const { playback } = this;
    const now = this.#options.clock.now();
    const { clock, phase } = playback.engine;
    if (playback.isMoving || phase === 'waiting' || clock === this.#told) return;
    if (playback.status === 'running' && now < this.#toldAt + CHECKPOINT_MS) return;
    this.#told = clock;
    this.#toldAt = now;
    this.#options.postCheckpoint(clock);
  }

  /** While the engine is on its way to another moment only the state is told: charts follow when it is there. */
  #frame(sequence: number): ReplayFrame {
    const { playback } = this;
    if (playback.isMoving) return { sequence, state: playback.state(), charts: [] };
    const isJump = playback.jumps !== this.#shownJumps;
    if (isJump) for (const chart of this.#charts) chart.reset();
    this.#shownJumps = playback.jumps;
    const { block } = playback.engine;
    if (this.#live !== undefined && block !== undefined) this.#missing.replace(block);
    const charts = this.#nextOfCharts();
    const fills = this.#fills.next(isJump);
    return { sequence, state: playback.state(), charts, ...(fills === undefined ? {} : { fills }) };
  }

  /** A chart that cannot be made ends the run, not the thread. */
  #nextOfCharts(): ChartFrame[] {
    try {
      return this.#charts.flatMap((chart) => chart.next() ?? []);
    } catch (error) {
      this.#charts = [];
      this.playback.fail(error);
      return [];
    }
  }
}

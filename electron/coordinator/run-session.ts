import { AppError } from '../../shared/lang/app-error.ts';
import type { ChartFrame, ChartSubscription, ReplayFrame, Speed } from '../../shared/session/replay.ts';
import type { CoordinatorRequest, CoordinatorResults } from '../../shared/session/coordinator-messages.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { MICROS_PER_SECOND, type Micros } from '../../shared/market/time.ts';
import type { StrategyFactory } from '../../shared/trading/strategy-port.ts';
import type { SessionData } from '../engine/session-data.ts';
import type { FromUpkeep } from '../../shared/session/upkeep-messages.ts';
import { BlockCache, type BlockSource } from './block-cache.ts';
import { ChartFeed } from './chart-feed.ts';
import { FillFeed } from './fill-feed.ts';
import { FrameSender } from './frame-sender.ts';
import { MissingSpans } from './missing-spans.ts';
import { olderBars } from './older-bars.ts';
import { Replay } from './replay.ts';
import type { WallClock } from './wall-clock.ts';

/** Least wall time between two checkpoints told to the backend. */
const CHECKPOINT_MS = 2_000;

export interface RunSessionOptions {
  readonly run: number;
  readonly plan: RunPlan;
  readonly strategy?: StrategyFactory<SessionData>;
  readonly speed: Speed;
  readonly clock: WallClock;
  readonly upkeep: BlockSource & {
    /** The session clock passed a check interval while playing (D3). */
    passed(clock: Micros): void;
  };
  readonly postFrame: (frame: ReplayFrame) => void;
  readonly postCheckpoint: (clock: Micros) => void;
}

/** One open run: its replay, its resident blocks, and what the window is told of them. */
export class RunSession {
  readonly run: number;
  readonly replay: Replay;
  readonly #options: RunSessionOptions;
  readonly #blocks: BlockCache;
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
    const { run, plan, strategy, clock, speed, upkeep } = options;
    this.run = run;
    this.#options = options;
    this.#blocks = new BlockCache(plan.sessions.length, upkeep);
    this.#frames = new FrameSender(clock, (sequence) => this.#frame(sequence), options.postFrame);
    this.replay = new Replay({
      plan,
      ...(strategy === undefined ? {} : { strategy }),
      clock,
      speed,
      blocks: this.#blocks,
      listener: { sessionStarted: (block) => this.#missing.add(block) },
      changed: () => this.#changed(),
    });
    this.#fills = new FillFeed(this.replay.engine, [...new Set(plan.streams.map(({ symbol }) => symbol))]);
  }

  /** Replaces the charts of the window; each gets its whole window in the next frame. Throws `bad-request` for one the run has no bars of. */
  subscribe(charts: readonly ChartSubscription[]): void {
    const { engine } = this.replay;
    const blockOf = (index: number): ReturnType<BlockCache['get']> => this.#blocks.get(index);
    this.#fills.reset();
    this.#charts = charts.map((chart) => new ChartFeed(chart, { engine, missing: this.#missing, blockOf }));
    this.#frames.restart();
  }

  painted(sequence: number): void {
    this.#frames.painted(sequence);
  }

  bars(request: Extract<CoordinatorRequest, { readonly type: 'bars' }>): Promise<CoordinatorResults['bars']> {
    return olderBars(this.replay.engine, this.#blocks, this.#missing, request);
  }

  /** What upkeep sent for this run. */
  receive(message: FromUpkeep): void {
    if (message.run !== this.run) return;
    if (message.type === 'block') {
      this.#blocks.arrived(message.block);
      this.replay.blockSettled(message.block.index);
    } else {
      this.#blocks.failed(message.index, message.error);
      this.replay.blockSettled(message.index);
    }
  }

  close(): void {
    this.replay.close();
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
    const { replay } = this;
    const { enabled, retryMissingBars, checkIntervalSeconds } = this.#options.plan.config.upkeep;
    if (!enabled || !retryMissingBars || replay.status !== 'running') return;
    const { clock } = replay.engine;
    const passed = Math.floor(clock / (checkIntervalSeconds * MICROS_PER_SECOND));
    if (passed === this.#passed) return;
    this.#passed = passed;
    this.#options.upkeep.passed(clock);
  }

  /** Tells where the run is: every few seconds while it moves, at once where it rests. */
  #checkpoint(): void {
    const { replay } = this;
    const now = this.#options.clock.now();
    const { clock, phase } = replay.engine;
    if (replay.isMoving || phase === 'waiting' || clock === this.#told) return;
    if (replay.status === 'running' && now < this.#toldAt + CHECKPOINT_MS) return;
    this.#told = clock;
    this.#toldAt = now;
    this.#options.postCheckpoint(clock);
  }

  /** While the engine is on its way to another moment only the state is told: charts follow when it is there. */
  #frame(sequence: number): ReplayFrame {
    const { replay } = this;
    if (replay.isMoving) return { sequence, state: replay.state(), charts: [] };
    const isJump = replay.jumps !== this.#shownJumps;
    if (isJump) for (const chart of this.#charts) chart.reset();
    this.#shownJumps = replay.jumps;
    const charts = this.#nextOfCharts();
    const fills = this.#fills.next(isJump);
    return { sequence, state: replay.state(), charts, ...(fills === undefined ? {} : { fills }) };
  }

  /** A chart that cannot be made ends the run, not the thread. */
  #nextOfCharts(): ChartFrame[] {
    try {
      return this.#charts.flatMap((chart) => chart.next() ?? []);
    } catch (error) {
      this.#charts = [];
      this.replay.fail(error);
      return [];
    }
  }
}

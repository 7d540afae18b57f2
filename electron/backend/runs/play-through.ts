import { setImmediate as nextTurn } from 'node:timers/promises';

import { AppError } from '../../../shared/lang/app-error.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import type { PlayedRun } from '../../../shared/session/coordinator-messages.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { RunPlan } from '../../../shared/session/plan.ts';
import type { LoggedCommand } from '../../../shared/trading/command.ts';
import type { StrategyFactory } from '../../../shared/trading/strategy-port.ts';
import type { SessionData } from '../../engine/session-data.ts';
import type { ReportProgress } from '../../../shared/store/job.ts';
import { EventLogHash } from '../../coordinator/event-log-hash.ts';
import type { EngineListener } from '../../engine/engine-listener.ts';
import { NO_CHECKPOINTS } from '../../engine/checkpoints.ts';
import { Engine } from '../../engine/engine.ts';
import type { EventLogSink, SinkMark } from '../../engine/event-log.ts';

/** Events between two looks at Ctrl-C. */
const SLICE = 2_000_000;

export interface PlayOptions {
  readonly plan: RunPlan;
  readonly strategy?: StrategyFactory<SessionData>;
  /** A person's orders of an earlier run, carried out again at their places. */
  readonly commands?: readonly LoggedCommand[];
  readonly loadBlock: (index: number) => Promise<SessionBlock>;
  readonly signal: AbortSignal;
  readonly progress: ReportProgress;
  /** Hears every delivery, for files of what was played. Called with the run's engine before the first one. */
  readonly listen?: (engine: () => Engine) => EngineListener;
  /** Gets the event log's bytes besides the hash; they are reused after the call. */
  readonly writeLog?: (bytes: Uint8Array) => void;
}

/** Plays a run from its first session to its last as fast as the blocks come, with the engine that the window uses. Later
 * sessions are loaded while one plays. Throws `cancelled` when the signal is raised. */
export async function playThrough(options: PlayOptions): Promise<PlayedRun> {
  const { plan, strategy, commands, signal, progress } = options;
  const log = new TeeLog(options.writeLog);
  const blocks = new BlockWindow(plan, options.loadBlock);
  const listener = options.listen?.(() => engine);
  const { trading: config } = plan.config;
  const decided = {
    ...(strategy === undefined ? {} : { strategy }),
    ...(commands === undefined ? {} : { commands }),
  };
  const engine: Engine = new Engine({
    plan,
    blockOf: (index) => blocks.get(index),
    log,
    checkpointEvents: NO_CHECKPOINTS,
    ...(listener === undefined ? {} : { listener }),
    ...(config === undefined ? {} : { trading: { config, ...decided } }),
  });
  try {
    for (;;) {
      if (signal.aborted)
        throw new AppError('cancelled', `The run was cancelled in the session of ${engine.session.date}.`);
      const result = engine.stepUntil({ time: Number.POSITIVE_INFINITY }, SLICE);
      // The turn after the last events is when a promise that the strategy left behind is told of.
      if (result !== 'pending') await nextTurn();
      if (result === 'ended') break;
      if (result === 'pending') await blocks.load(ensure(engine.awaited, 'awaited session').index);
      progress(engine.session.index / plan.sessions.length, engine.session.date);
    }
  } finally {
    await blocks.settle();
  }
  engine.flushLog();
  const { bars, quotes, trades, events, sessions, timerExpired } = engine.totals;
  const fingerprint = { eventLogSha256: log.digest(), bars, quotes, trades, events, sessions, timerExpired };
  const record = engine.trading?.record();
  return { ...fingerprint, clock: engine.clock, ...(record === undefined ? {} : { record }) };
}

/** Sessions loaded while one plays, at least: one alone leaves this thread idle for half of the time, waiting for reads and hashes of others. */
const LEAST_AHEAD = 2;
/** And at most: past days are remembered for about twice as many. Small sessions are asked for several at a time: the store reads neighbours by one
 * statement. */
const MOST_AHEAD = 4;
/** Rows of all streams that are loaded ahead while there is a choice, by the run's average. */
const ROWS_AHEAD = 250_000;

/** The session that plays, and those after it that are loaded meanwhile. */
class BlockWindow {
  readonly #count: number;
  readonly #ahead: number;
  readonly #loadBlock: (index: number) => Promise<SessionBlock>;
  #current: SessionBlock | undefined;
  readonly #loading = new Map<number, Promise<SessionBlock>>();

  constructor({ sessions, streams }: RunPlan, loadBlock: (index: number) => Promise<SessionBlock>) {
    const rows = streams.reduce((sum, stream) => sum + stream.rows, 0) / sessions.length;
    this.#count = sessions.length;
    this.#ahead = Math.min(MOST_AHEAD, Math.max(LEAST_AHEAD, Math.floor(ROWS_AHEAD / rows)));
    this.#loadBlock = loadBlock;
  }

  get(index: number): SessionBlock | undefined {
    return this.#current?.index === index ? this.#current : undefined;
  }

  async load(index: number): Promise<void> {
    const isShort = this.#loading.size <= Math.max(LEAST_AHEAD, this.#ahead / 2);
    const last = Math.min(index + (isShort ? this.#ahead : 0), this.#count - 1);
    for (let next = index; next <= last; next++) this.#begin(next);
    this.#current = await this.#loading.get(index);
    this.#loading.delete(index);
  }

  /** Waits for what is still being loaded, so that its reader can be closed. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#loading.values());
  }

  #begin(index: number): void {
    if (this.#loading.has(index)) return;
    const block = this.#loadBlock(index);
    block.catch(() => undefined);
    this.#loading.set(index, block);
  }
}

/** Hashes the log and hands a copy of it on. A run that is only played never goes back, so marks lead nowhere. */
class TeeLog implements EventLogSink {
  readonly #hash = new EventLogHash();
  readonly #writeLog: ((bytes: Uint8Array) => void) | undefined;

  constructor(writeLog: ((bytes: Uint8Array) => void) | undefined) {
    this.#writeLog = writeLog;
  }

  write(bytes: Uint8Array): void {
    this.#hash.write(bytes);
    this.#writeLog?.(bytes);
  }

  mark(): SinkMark {
    return this.#hash.mark();
  }

  restore(): void {
    throw new Error('invariant: a run that plays through does not go back');
  }

  digest(): string {
    return this.#hash.digest();
  }
}

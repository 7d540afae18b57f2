import { AppError, toErrorShape } from '../../shared/lang/app-error.ts';
import type {
  CoordinatorRequest,
  CoordinatorResults,
  FromCoordinator,
  PlayedRun,
  ToCoordinator,
} from '../../shared/session/coordinator-messages.ts';
import type { StrategyActivity } from '../../shared/trading/strategy-activity.ts';
import type { StrategyFactory } from '../../shared/trading/strategy-port.ts';
import type { StrategySource } from '../../shared/trading/strategy.ts';
import type { SessionSource } from '../strategy/runner/session-source.ts';
import { strategyFactory } from './strategy/strategy-factory.ts';
import type { FromUpkeep, ToUpkeep } from '../../shared/session/upkeep-messages.ts';
import type { Feed } from '../../shared/session/feed.ts';
import { noFeed } from '../../shared/session/no-feed.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { RunSession } from './run-session.ts';
import { refusalOf, kindOf } from './replay-rules.ts';
import type { WallClock } from './wall-clock.ts';

/** The link to upkeep of one run. */
export interface UpkeepPort {
  post(message: ToUpkeep): void;
  close(): void;
}

export interface CoordinatorOptions {
  readonly clock: WallClock;
  readonly post: (message: FromCoordinator) => void;
  /** Told of every call into a strategy's code, for the thread that watches this one. */
  readonly activity?: StrategyActivity;
  /** A feed for a live run of these streams; absent, or `undefined` where none is connected, live runs are refused. */
  readonly feedFor?: (plan: RunPlan) => Feed | undefined;
  /** Makes a link of the port that came with an `open` request. */
  readonly connect: (port: unknown, receive: (message: FromUpkeep) => void) => UpkeepPort;
}

type OpenRequest = Extract<CoordinatorRequest, { readonly type: 'open' }>;

/** Answers the backend's requests: one open run at a time, every request answered once, no request able to end the thread. */
export class Coordinator {
  readonly #options: CoordinatorOptions;
  #session: RunSession | undefined;
  #upkeep: UpkeepPort | undefined;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
  }

  receive(message: Exclude<ToCoordinator, { readonly type: 'shutdown' }>): void {
    if (message.type === 'ack') {
      this.#session?.painted(message.sequence);
      return;
    }
    const { id } = message;
    this.#answer(message.request).then(
      (result) => this.#options.post({ type: 'answer', id, result }),
      (error: unknown) => this.#options.post({ type: 'refused', id, error: toErrorShape(error) }),
    );
  }

  /** Ends the open run, if any, with a fault of its strategy outside of every call. */
  strategyFailed(error: AppError): void {
    this.#session?.playback.fail(error);
  }

  /** Closes the open run, if any. */
  close(): boolean {
    const wasOpen = this.#session !== undefined;
    this.#session?.close();
    this.#upkeep?.close();
    this.#session = undefined;
    this.#upkeep = undefined;
    return wasOpen;
  }

  async #answer(request: CoordinatorRequest): Promise<CoordinatorResults[CoordinatorRequest['type']]> {
    switch (request.type) {
      case 'open':
        return this.#open(request);
      case 'close':
        return { closed: this.close() };
      case 'command': {
        const session = this.#session;
        if (session === undefined) throw refusalOf('stopped', kindOf(request.command)) ?? notOpen();
        return session.playback.perform(request.command);
      }
      case 'trade':
        return this.#opened().playback.trade(request.command);
      case 'subscribe':
        this.#opened().subscribe(request.charts);
        return { charts: request.charts.length };
      case 'bars':
        return this.#opened().bars(request);
      case 'state':
        return this.#opened().playback.state();
      case 'fingerprint':
        return this.#opened().playback.fingerprint();
      case 'played':
        return this.#played();
    }
  }

  #played(): PlayedRun {
    const { playback } = this.#opened();
    const record = playback.engine.trading?.record();
    return { ...playback.fingerprint(), ...(record === undefined ? {} : { record }) };
  }

  /** Replaces the open run. Answers when the clock stands where it should; a run that cannot get there is closed again. */
  async #open({ run, plan, strategy, port, resumeAt, speed = 1 }: OpenRequest): Promise<CoordinatorResults['open']> {
    this.close();
    const feed = plan.config.mode === 'live' ? this.#feedFor(plan) : undefined;
    const made = strategy === undefined ? {} : { strategy: this.#factoryOf(strategy, plan.config.seed) };
    const upkeep = this.#options.connect(port, (message) => session.receive(message));
    const session: RunSession = new RunSession({
      run,
      plan,
      ...made,
      ...(feed === undefined ? {} : { feed }),
      speed,
      clock: this.#options.clock,
      upkeep: {
        need: (index) => upkeep.post({ type: 'need', run, index }),
        forget: (indices) => upkeep.post({ type: 'forget', run, indices }),
        passed: (clock) => upkeep.post({ type: 'clock', run, clock }),
        lacks: (index, stream, spans) => upkeep.post({ type: 'lacks', run, index, stream, spans }),
      },
      postFrame: (frame) => this.#options.post({ type: 'frame', frame }),
      postCheckpoint: (clock) => this.#options.post({ type: 'checkpoint', run, clock }),
    });
    this.#session = session;
    this.#upkeep = upkeep;
    try {
      await session.playback.open(resumeAt);
    } catch (error) {
      if (this.#session === session) this.close();
      throw error;
    }
    if (this.#session !== session)
      throw new AppError('cancelled', 'Another session was opened, or this one was closed.');
    return session.playback.state();
  }

  #feedFor(plan: RunPlan): Feed {
    const feed = this.#options.feedFor?.(plan);
    if (feed === undefined) throw noFeed();
    return feed;
  }

  #factoryOf(source: StrategySource, seed: number): StrategyFactory<SessionSource> {
    const { activity } = this.#options;
    return strategyFactory({ source, seed, ...(activity === undefined ? {} : { activity }) });
  }

  #opened(): RunSession {
    if (this.#session === undefined) throw notOpen();
    return this.#session;
  }
}

function notOpen(): AppError {
  return new AppError('not-allowed', 'No session is open. Open one first.');
}

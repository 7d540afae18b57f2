import { MessageChannel } from 'node:worker_threads';

import type { CurrentSession } from '../../shared/ipc/contract.ts';
import { AppError, toErrorShape } from '../../shared/lang/app-error.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { FromCoordinator, PlayedRun } from '../../shared/session/coordinator-messages.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { ReplayCommand, ReplayState, Speed } from '../../shared/session/replay.ts';
import type { SessionStatus } from '../../shared/session/status.ts';
import type { StrategySource } from '../../shared/trading/strategy.ts';
import { strategyName } from '../coordinator/strategy/strategy-factory.ts';
import { strategyStuck } from '../strategy/runner/strategy-failure.ts';
import type { CalendarService } from './calendar-service.ts';
import type { CoordinatorClient } from './coordinator-client.ts';
import { describeRun } from './describe-run.ts';
import { describeStatus } from './describe-status.ts';
import type { EventBus } from './event-bus.ts';
import { readFactors } from './factors/read-factors.ts';
import type { LastSession, LastSessionStore } from './last-session.ts';
import type { ResolvedStrategy } from './strategies/resolve-strategy.ts';
import type { StrategyService } from './strategies/strategy-service.ts';
import { CALL_SECONDS, type StuckCall } from './strategies/strategy-watch.ts';
import type { UpkeepClient } from './upkeep-client.ts';

export interface SessionHostParts {
  readonly coordinator: CoordinatorClient;
  readonly upkeep: UpkeepClient;
  readonly events: EventBus;
  readonly last: LastSessionStore;
  readonly strategies: StrategyService;
  readonly calendars: Pick<CalendarService, 'ownIds'>;
  /** Where relative paths of a configuration start. */
  readonly folder: string;
}

/** A configuration resolved: what is played, and by which strategy. */
export interface PreparedRun {
  readonly plan: RunPlan;
  readonly strategy?: ResolvedStrategy;
}

interface OpenSession extends CurrentSession {
  /** What the threads call it. */
  readonly runNumber: number;
  readonly prepared: PreparedRun;
}

/** The one open run: opens it in both threads, joins them by a channel of their own, and knows where its clock stands. */
export class SessionHost {
  readonly #parts: SessionHostParts;
  #current: OpenSession | undefined;
  #source: StrategySource | undefined;
  #runs = 0;
  #isEnding = false;
  /** Opening and closing happen one after another. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: SessionHostParts) {
    this.#parts = parts;
  }

  /** Checks and resolves a configuration without opening it, its strategy included. Throws `bad-config` with every problem. */
  async resolve(json: unknown): Promise<PreparedRun> {
    const parsed = parseSessionConfig(json, this.#parts.calendars.ownIds());
    if (parsed.valid) {
      const strategy = await this.#parts.strategies.resolve(parsed.config);
      const plan = await this.#parts.upkeep.ask<'plan'>({ type: 'plan', config: strategy?.config ?? parsed.config });
      const actions = await readFactors(parsed.config, this.#parts.folder);
      const whole = actions.length === 0 ? plan : { ...plan, actions };
      return { plan: whole, ...(strategy === undefined ? {} : { strategy }) };
    }
    const list = parsed.problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(' ');
    throw new AppError('bad-config', `The session cannot be opened. ${list}`, {
      details: { problems: parsed.problems },
    });
  }

  /** Opens a run in place of the open one, paused at its start or at `clock`. The open one stays when this fails. */
  open(json: unknown, options: { readonly speed: Speed; readonly clock?: Micros }): Promise<CurrentSession> {
    return this.#inTurn(async () => {
      const prepared = await this.resolve(json);
      const { plan, strategy } = prepared;
      await this.#closeCurrent();
      const runNumber = ++this.#runs;
      const { port1, port2 } = new MessageChannel();
      this.#parts.upkeep.open(runNumber, plan, port1);
      const { clock, speed } = options;
      const resumeAt = clock === undefined ? {} : { resumeAt: clock };
      const source = strategy === undefined ? {} : { strategy: strategy.source };
      const request = { type: 'open', run: runNumber, plan, ...source, port: port2, speed, ...resumeAt } as const;
      this.#source = strategy?.source;
      let state: ReplayState;
      try {
        state = await this.#parts.coordinator.ask<'open'>(request, [port2]);
      } catch (error) {
        this.#parts.upkeep.closeRun(runNumber);
        this.#parts.events.emit('session.changed', undefined);
        throw error;
      }
      const opened = { run: describeRun(plan, runNumber), state, ...shownStrategy(strategy), config: json };
      this.#current = { ...opened, runNumber, prepared };
      this.#parts.last.opened(json, state.clock);
      this.#parts.events.emit('session.changed', opened);
      return opened;
    });
  }

  /** The open run's strategy did not return: the run has failed and can be opened again. Returns why. */
  strategyStuck(call: StuckCall): AppError {
    const strategy = this.#source === undefined ? 'strategy' : strategyName(this.#source);
    const error = strategyStuck({ strategy, ...call }, CALL_SECONDS);
    if (this.#current !== undefined) {
      const state: ReplayState = { ...this.#current.state, status: 'failed', error: toErrorShape(error) };
      this.#current = { ...this.#current, state };
      this.#parts.events.emit('session.changed', shown(this.#current));
    }
    return error;
  }

  /** Strategy files were saved: says so where the open run's is among them. */
  async strategiesChanged(): Promise<void> {
    const current = this.#current;
    const source = this.#source;
    if (current?.strategy === undefined || source?.type !== 'modules') return;
    const isChanged = (await this.#parts.strategies.hashOf(source.entry)) !== source.sha256;
    if (this.#current !== current && this.#current?.runNumber !== current.runNumber) return;
    if (current.strategy.isChanged === isChanged) return;
    this.#current = { ...this.#current, strategy: { ...current.strategy, isChanged } };
    this.#parts.events.emit('session.changed', shown(this.#current));
  }

  /** The backend ends: what fails from now on says nothing about the open run. */
  end(): void {
    this.#isEnding = true;
  }

  /** Opens the run of the last start where it stood. A run that cannot be opened any more is forgotten; one whose threads ended
   * meanwhile is not. */
  async resume(last: LastSession, speed: Speed): Promise<void> {
    try {
      await this.open(last.config, { speed, clock: last.clock });
    } catch (error) {
      const { code, message } = toErrorShape(error);
      if (this.#isEnding || code === 'unavailable') return;
      console.error(`The session of the last start cannot be opened again: ${message}`);
      this.#parts.last.closed();
    }
  }

  close(): Promise<{ readonly closed: boolean }> {
    return this.#inTurn(async () => {
      const closed = await this.#closeCurrent();
      this.#parts.last.closed();
      if (closed) this.#parts.events.emit('session.changed', undefined);
      return { closed };
    });
  }

  /** Resolves when nothing is being opened or closed: commands that come meanwhile are meant for what follows. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  /** The open run, once settled; `undefined` when there is none. */
  async current(): Promise<CurrentSession | undefined> {
    await this.settled();
    return this.#current === undefined ? undefined : shown(this.#current);
  }

  /** The open run for the command line, as it stands now. Throws `not-found` when there is none. */
  async status(): Promise<SessionStatus> {
    await this.settled();
    const current = this.#current;
    if (current === undefined)
      throw new AppError('not-found', 'The running Tapedeck has no session open. Open one first.');
    return describeStatus(current.prepared.plan, await this.#parts.coordinator.ask<'state'>({ type: 'state' }));
  }

  /** True while the run plays or seeks. */
  get isPlaying(): boolean {
    const status = this.#current?.state.status;
    return status === 'running' || status === 'seeking';
  }

  /** The number of the open run for the threads. Throws `not-found` when there is none. */
  async runNumber(): Promise<number> {
    await this.settled();
    if (this.#current === undefined) throw new AppError('not-found', 'No session is open. Open one first.');
    return this.#current.runNumber;
  }

  received(message: Extract<FromCoordinator, { type: 'frame' | 'checkpoint' }>): void {
    if (message.type === 'checkpoint') {
      if (message.run === this.#current?.runNumber) this.#parts.last.moved(message.clock);
      return;
    }
    this.#moved(message.frame.state);
    this.#parts.events.emit('frame', message.frame);
  }

  /** The open run, played to its end. Throws `not-allowed` where it is not. */
  async played(): Promise<PreparedRun & { readonly config: unknown; readonly played: PlayedRun }> {
    await this.settled();
    const current = this.#current;
    const played = current === undefined ? undefined : await this.#parts.coordinator.ask<'played'>({ type: 'played' });
    if (current === undefined || played === undefined || this.#current?.runNumber !== current.runNumber)
      throw new AppError('not-allowed', 'No session is open. Open one and play it to its end.');
    if (played.sessions < current.prepared.plan.sessions.length || this.#current.state.status !== 'ended')
      throw new AppError(
        'not-allowed',
        'The session is not at its end. Play it to its end: a result is of a whole run.',
      );
    return { ...current.prepared, config: current.config, played };
  }

  /** Passes a command to the coordinator once nothing is being opened or closed; the answer is the state after it. */
  async command(command: ReplayCommand): Promise<ReplayState> {
    await this.settled();
    const state = await this.#parts.coordinator.ask<'command'>({ type: 'command', command });
    this.#moved(state);
    return state;
  }

  #moved(state: ReplayState): void {
    if (this.#current === undefined) return;
    this.#current = { ...this.#current, state };
    this.#parts.last.moved(state.clock);
  }

  async #closeCurrent(): Promise<boolean> {
    const current = this.#current;
    if (current === undefined) return false;
    this.#current = undefined;
    await this.#parts.coordinator.ask<'close'>({ type: 'close' });
    this.#parts.upkeep.closeRun(current.runNumber);
    return true;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

function shown({ run, state, strategy, config }: CurrentSession): CurrentSession {
  return { run, state, ...(strategy === undefined ? {} : { strategy }), config };
}

function shownStrategy(strategy: ResolvedStrategy | undefined): Pick<CurrentSession, 'strategy'> {
  if (strategy === undefined) return {};
  const { name, title, source } = strategy;
  return { strategy: { name, title, params: source.params, isChanged: false } };
}

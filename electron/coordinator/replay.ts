import { Engine } from '../engine/engine.ts';
import type { EngineListener } from '../engine/engine-listener.ts';
import { AppError, type ErrorShape, toErrorShape } from '../../shared/lang/app-error.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { RunFingerprint } from '../../shared/session/coordinator-messages.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { ReplayCommand, ReplayState, ReplayStatus, Speed } from '../../shared/session/replay.ts';
import type { StrategyFactory } from '../../shared/trading/strategy-port.ts';
import type { SessionData } from '../engine/session-data.ts';
import type { TradingCommand } from '../../shared/trading/command.ts';
import type { BlockCache } from './block-cache.ts';
import { Breakpoints } from './breakpoints.ts';
import { EventLogHash } from './event-log-hash.ts';
import { type Move, moveToTime, stepMove } from './moves.ts';
import { Player, SLICE_EVENTS, SLICE_MS } from './player.ts';
import { REPLAY_RULES, kindOf, refusalOf } from './replay-rules.ts';
import type { Playback } from './playback.ts';
import { fingerprintOf, runState } from './replay-state.ts';
import type { WallClock } from './wall-clock.ts';

/** Wall time between two looks at the schedule: the clock is at most that much behind it (C3). */
const TICK_MS = 8;
/** Steps that may wait for a seek. */
const MAX_WAITING = 64;

export interface ReplayOptions {
  readonly plan: RunPlan;
  readonly strategy?: StrategyFactory<SessionData>;
  readonly blocks: BlockCache;
  readonly clock: WallClock;
  readonly speed: Speed;
  readonly listener: EngineListener;
  /** Something to show has changed. */
  readonly changed: () => void;
}

/** A move that is being made. */
interface Underway extends Move {
  isRewound: boolean;
  readonly done: (state: ReplayState) => void;
  readonly failed: (error: unknown) => void;
}

interface WaitingStep {
  readonly run: () => void;
  readonly drop: () => void;
}

/** A run being watched: the states of C6 around an engine. Works in slices of a few milliseconds, so that commands are heard. */
export class Replay implements Playback {
  readonly engine: Engine;
  readonly #plan: RunPlan;
  readonly #blocks: BlockCache;
  readonly #clock: WallClock;
  readonly #player: Player;
  readonly #breakpoints: Breakpoints;
  readonly #log = new EventLogHash();
  readonly #changed: () => void;
  /** Steps to be taken when the move under way is done. */
  readonly #waiting: WaitingStep[] = [];
  #status: ReplayStatus = 'seeking';
  #move: Underway | undefined;
  /** Play follows the move. */
  #resumes = false;
  #jumps = 0;
  #awaited: number | undefined;
  #error: ErrorShape | undefined;
  #cancelTurn: (() => void) | undefined;

  constructor({ plan, strategy, blocks, clock, speed, listener, changed }: ReplayOptions) {
    this.#plan = plan;
    this.#blocks = blocks;
    this.#clock = clock;
    this.#changed = changed;
    const { trading: config } = plan.config;
    const trading =
      config === undefined ? {} : { trading: { config, ...(strategy === undefined ? {} : { strategy }) } };
    this.engine = new Engine({ plan, blockOf: (index) => blocks.get(index), log: this.#log, listener, ...trading });
    this.#breakpoints = new Breakpoints(this.engine, plan);
    const isLoaded = ({ index }: { readonly index: number }): boolean => blocks.get(index) !== undefined;
    this.#player = new Player({ engine: this.engine, clock, speed, breakpoints: this.#breakpoints, isLoaded });
  }

  /** Goes to the first session's open or to `time`, and pauses there. */
  open(time: Micros | undefined): Promise<ReplayState> {
    return this.#seek(time ?? this.engine.session.open);
  }

  /** Does a command, or throws why it cannot be done now (C6). A step or seek resolves when it is there or was replaced. */
  async perform(command: ReplayCommand): Promise<ReplayState> {
    const kind = kindOf(command);
    const refusal = refusalOf(this.#status, kind);
    if (refusal !== undefined) throw refusal;
    if (REPLAY_RULES[this.#status][kind] === 'accept') return this.state();
    this.#error = undefined;
    if (command.type === 'play' || command.type === 'step' || command.type === 'seek') this.#breakpoints.release();
    switch (command.type) {
      case 'breakpoints':
        this.#breakpoints.set(command.breakpoints);
        break;
      case 'play':
        if (this.#move === undefined) this.#run();
        else this.#resumes = true;
        break;
      case 'pause':
        if (this.#move === undefined) this.#pause();
        else this.#resumes = false;
        break;
      case 'speed':
        this.#player.setSpeed(command.speed);
        if (this.#status === 'running') this.#turnSoon(0);
        break;
      case 'seek':
        if (this.#move === undefined) this.#resumes = this.#status === 'running';
        return this.#seek(command.time);
      case 'step':
        return this.#move === undefined ? this.#step(command) : this.#stepLater(command);
    }
    this.#changed();
    return this.state();
  }

  /** Carries out a person's order at the clock (F5). Throws where no run stands at a moment, or what is wrong with the order. */
  trade(command: TradingCommand): ReplayState {
    const refusal = refusalOf(this.#status, 'trade');
    if (refusal !== undefined) throw refusal;
    try {
      this.engine.command(command);
      // It comes after all market events of the instant: a step that stopped between two of them goes on to its end.
      if (this.engine.phase === 'open' && this.#status === 'paused') this.engine.stepUntil({ time: this.engine.clock });
    } catch (error) {
      if (!isRefusal(error)) this.fail(error);
      throw error;
    }
    this.#changed();
    return this.state();
  }

  catchUp(): void {
    if (this.#status === 'running' && this.#move === undefined && this.#awaited === undefined) this.#turn();
  }

  get status(): ReplayStatus {
    return this.#status;
  }

  /** Grows whenever the state is left by a jump: what was shown before does not lead to what is shown now. */
  get jumps(): number {
    return this.#jumps;
  }

  /** True while the engine is on its way through moments nobody asked to see. */
  get isMoving(): boolean {
    return this.#move !== undefined;
  }

  state(): ReplayState {
    const { engine } = this;
    const isRunning = this.#status === 'running';
    const awaited = this.#awaited === undefined ? undefined : this.#plan.sessions[this.#awaited];
    return {
      ...runState(engine, this.#plan, this.#blocks),
      status: this.#status,
      speed: this.#player.speed,
      measuredSpeed: isRunning ? this.#player.measuredSpeed : 0,
      lagMs: isRunning ? this.#player.lagMs : 0,
      ...(awaited === undefined ? {} : { waitingFor: awaited.date }),
      ...(this.#breakpoints.list.length === 0 ? {} : { breakpoints: this.#breakpoints.list }),
      ...(this.#breakpoints.hit === undefined ? {} : { pausedBy: this.#breakpoints.hit }),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
  }

  fingerprint(): RunFingerprint {
    return fingerprintOf(this.engine, this.#log);
  }

  /** A session's block came, or could not be loaded. */
  blockSettled(index: number): void {
    if (this.#awaited === index) this.#turnSoon(0);
    else this.#changed();
  }

  /** The run cannot go on: a fault of the strategy or of the program. The first one is told. */
  fail(error: unknown): void {
    if (this.#status === 'failed' || this.#status === 'stopped') return;
    this.#cancelTurn?.();
    this.#fail(error);
    this.#changed();
  }

  close(): void {
    this.#cancelTurn?.();
    this.#status = 'stopped';
    this.#endMove()?.done(this.state());
    this.#dropWaiting();
  }

  #run(): void {
    this.#status = 'running';
    this.#player.start();
    this.#turnSoon(0);
  }

  #pause(): void {
    this.#status = 'paused';
    this.#awaited = undefined;
    this.#cancelTurn?.();
  }

  /** Instants outside of the run lead to its ends. */
  #seek(time: Micros): Promise<ReplayState> {
    const { sessions } = this.#plan;
    const first = ensure(sessions[0], 'first session').open;
    const last = ensure(sessions.at(-1), 'last session').close;
    return this.#start(moveToTime(this.engine, sessions, Math.min(last, Math.max(first, time))));
  }

  async #step({ unit, direction }: Extract<ReplayCommand, { readonly type: 'step' }>): Promise<ReplayState> {
    this.#resumes = false;
    const move = stepMove(this.engine, this.#plan.sessions, unit, direction);
    if (move !== undefined) return this.#start(move);
    if (this.#status === 'running') this.#pause();
    this.#changed();
    return this.state();
  }

  /** A step asked for during a move: taken after it, in order; without effect where the move ended the run. */
  #stepLater(command: Extract<ReplayCommand, { readonly type: 'step' }>): Promise<ReplayState> {
    if (this.#waiting.length >= MAX_WAITING) {
      throw new AppError(
        'not-allowed',
        `${MAX_WAITING} steps wait for the seek under way. Step again when it is done.`,
      );
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        run: () => {
          if (refusalOf(this.#status, kindOf(command)) !== undefined) resolve(this.state());
          else void this.perform(command).then(resolve, reject);
        },
        drop: () => resolve(this.state()),
      });
    });
  }

  #start(move: Move): Promise<ReplayState> {
    this.#status = 'seeking';
    this.#endMove()?.done(this.state());
    const moved = new Promise<ReplayState>((done, failed) => {
      this.#move = { ...move, isRewound: false, done, failed };
    });
    this.#turn();
    return moved;
  }

  #turnSoon(ms: number): void {
    this.#cancelTurn?.();
    this.#cancelTurn = this.#clock.after(ms, () => this.#turn());
  }

  /** One slice of work. */
  #turn(): void {
    this.#cancelTurn?.();
    this.#cancelTurn = undefined;
    const before = this.#awaited;
    this.#awaited = undefined;
    try {
      if (this.#move !== undefined) this.#moveOn(this.#move, before);
      else if (this.#status === 'running') this.#playOn(before);
    } catch (error) {
      this.#fail(error);
    }
    // Before it is rewound the engine stands where it was: the sessions from there on are not on the way.
    this.#blocks.moveTo(this.engine.session.index, this.#move?.isRewound === true ? this.#move.session : undefined);
    this.#changed();
  }

  #playOn(before: number | undefined): void {
    switch (this.#player.advance()) {
      case 'on time':
        return this.#turnSoon(TICK_MS);
      case 'busy':
        return this.#turnSoon(0);
      case 'waiting':
        return this.#await(ensure(this.engine.awaited, 'awaited session').index, before);
      case 'held':
        this.#pause();
        if (this.engine.isEnded) this.#status = 'ended';
        return;
      case 'ended':
        this.#status = 'ended';
    }
  }

  #moveOn(move: Underway, before: number | undefined): void {
    if (!move.isRewound) {
      const awaited = move.rewind();
      if (awaited !== undefined) return this.#await(awaited, before);
      move.isRewound = true;
      if (move.isJump) this.#jumps += 1;
    }
    const deadline = this.#clock.now() + SLICE_MS;
    for (;;) {
      const result = this.engine.stepUntil(move.goal(), SLICE_EVENTS);
      if (result === 'pending') return this.#await(ensure(this.engine.awaited, 'awaited session').index, before);
      if (result === 'ended' || (result === 'reached' && move.isThere?.() !== false)) return this.#arrive(move);
      if (this.#clock.now() >= deadline) return this.#turnSoon(0);
    }
  }

  #arrive(move: Underway): void {
    this.#move = undefined;
    if (this.engine.isEnded) this.#status = 'ended';
    else if (this.#resumes && this.#waiting.length === 0) this.#run();
    else this.#status = 'paused';
    move.done(this.state());
    this.#runWaiting();
  }

  /** Takes the steps that waited, up to one that is a move of its own: its arrival goes on with the rest. */
  #runWaiting(): void {
    while (this.#move === undefined) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      next.run();
    }
  }

  /** Nothing goes on until a session is loaded. One that was waited for `before` and failed is an error; one whose prefetch
   * failed is asked for again. */
  #await(index: number, before: number | undefined): void {
    this.#awaited = index;
    const error = before === index ? this.#blocks.errorOf(index) : undefined;
    if (error !== undefined) throw error;
    this.#blocks.expect(index);
  }

  /** A session that cannot be loaded stops play where it is; anything else is a fault of the program and ends the run. */
  #fail(error: unknown): void {
    const isLoading = this.#awaited !== undefined && this.#blocks.errorOf(this.#awaited) === error;
    this.#error = toErrorShape(error);
    this.#awaited = undefined;
    this.#status = isLoading && this.engine.phase !== 'waiting' ? 'paused' : 'failed';
    this.#endMove()?.failed(error);
    this.#dropWaiting();
  }

  #endMove(): Underway | undefined {
    const move = this.#move;
    this.#move = undefined;
    return move;
  }

  #dropWaiting(): void {
    for (const { drop } of this.#waiting.splice(0)) drop();
  }
}

/** Something is wrong with a command, and nothing was done about it. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'bad-request' || error.code === 'not-found');
}

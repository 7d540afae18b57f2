import { Coordinator } from '../../electron/coordinator/coordinator.ts';
import { type AppError, type ErrorShape, fromErrorShape } from '../../shared/lang/app-error.ts';
import { micros } from '../../shared/market/time.ts';
import type {
  CoordinatorRequest,
  CoordinatorResults,
  FromCoordinator,
} from '../../shared/session/coordinator-messages.ts';
import type { ReplayCommand, ReplayFrame, ReplayState, StepUnit } from '../../shared/session/replay.ts';
import type { Feed } from '../../shared/session/feed.ts';
import type { FromUpkeep, ToUpkeep } from '../../shared/session/upkeep-messages.ts';
import type { TestRun } from './blocks.ts';
import { FakeClock } from './fake-clock.ts';

export interface RigOptions {
  /** Wall milliseconds that upkeep takes for a block. */
  readonly loadMs?: number | (() => number);
  readonly costMs?: number;
  /** Sessions that cannot be loaded, with the reason. */
  readonly broken?: ReadonlyMap<number, ErrorShape>;
  /** False: the window never says that it painted. */
  readonly paints?: boolean;
  /** For a live run. */
  readonly feed?: Feed;
}

/** A coordinator with wall time, upkeep and window played by the test. */
export class CoordinatorRig {
  readonly clock: FakeClock;
  readonly frames: ReplayFrame[] = [];
  readonly checkpoints: number[] = [];
  readonly needs: number[] = [];
  /** Session clocks at which upkeep was told to look for missing bars again. */
  readonly checks: number[] = [];
  /** What upkeep was asked to find for a live run. */
  readonly lacks: Extract<ToUpkeep, { readonly type: 'lacks' }>[] = [];
  broken: ReadonlyMap<number, ErrorShape>;
  readonly #run: TestRun;
  readonly #coordinator: Coordinator;
  readonly #answers = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (e: unknown) => void }
  >();
  #send: (message: FromUpkeep) => void = () => undefined;
  #id = 0;
  #speed: number | 'max' = 1;

  constructor(run: TestRun, options: RigOptions = {}) {
    const { loadMs = 0, costMs = 0, paints = true, broken = new Map<number, ErrorShape>(), feed } = options;
    this.#run = run;
    this.broken = broken;
    this.clock = new FakeClock(costMs);
    this.#coordinator = new Coordinator({
      clock: this.clock,
      feedFor: () => feed,
      post: (message) => this.#heard(message, paints),
      connect: (_port, receive) => {
        this.#send = receive;
        return { post: (message) => this.#upkeep(message, receive, loadMs), close: () => undefined };
      },
    });
  }

  request<Type extends CoordinatorRequest['type']>(
    request: Extract<CoordinatorRequest, { readonly type: Type }>,
  ): Promise<CoordinatorResults[Type]> {
    const id = ++this.#id;
    const answer = new Promise<unknown>((resolve, reject) => this.#answers.set(id, { resolve, reject }));
    answer.catch(() => undefined);
    this.#coordinator.receive({ type: 'request', id, request });
    return answer as Promise<CoordinatorResults[Type]>;
  }

  /** Opens the run and lets time pass until it stands where it should. */
  async open(options: { readonly resumeAt?: number; readonly speed?: number | 'max' } = {}): Promise<ReplayState> {
    const { resumeAt, speed } = options;
    this.#speed = speed ?? 1;
    const answer = this.request<'open'>({
      type: 'open',
      run: 1,
      plan: this.#run.plan,
      port: undefined,
      ...(resumeAt === undefined ? {} : { resumeAt: micros(resumeAt) }),
      ...(speed === undefined ? {} : { speed }),
    });
    return this.until(answer);
  }

  command(command: ReplayCommand): Promise<ReplayState> {
    if (command.type === 'speed') this.#speed = command.speed;
    return this.request<'command'>({ type: 'command', command });
  }

  play = (): Promise<ReplayState> => this.command({ type: 'play' });
  pause = (): Promise<ReplayState> => this.command({ type: 'pause' });
  speed = (speed: number | 'max'): Promise<ReplayState> => this.command({ type: 'speed', speed });
  seek = (time: number): Promise<ReplayState> => this.until(this.command({ type: 'seek', time: micros(time) }));
  step = (unit: string, direction: 1 | -1 = 1): Promise<ReplayState> =>
    this.until(this.command({ type: 'step', unit: unit as StepUnit, direction }));

  /** The state at this very moment, told in answer to the speed it already has. */
  async now(): Promise<ReplayState> {
    return this.speed(this.#speed);
  }

  /** Lets time pass until the answer is there. */
  async until<Value>(answer: Promise<Value>): Promise<Value> {
    let isThere = false;
    const note = (): void => {
      isThere = true;
    };
    answer.then(note, note);
    for (let turn = 0; turn < 10_000 && !isThere; turn++) await this.clock.pass(1);
    return answer;
  }

  /** Upkeep tells the coordinator something by itself. */
  fromUpkeep(message: FromUpkeep): void {
    this.#send(message);
  }

  /** The strategy's code failed while none of it was being called. */
  strategyFails(error: AppError): void {
    this.#coordinator.strategyFailed(error);
  }

  /** The state as the last frame told it. */
  get state(): ReplayState {
    return this.frames.at(-1)!.state;
  }

  #heard(message: FromCoordinator, paints: boolean): void {
    if (message.type === 'answer') this.#answers.get(message.id)?.resolve(message.result);
    if (message.type === 'refused') this.#answers.get(message.id)?.reject(fromErrorShape(message.error));
    if (message.type === 'checkpoint') this.checkpoints.push(message.clock);
    if (message.type !== 'frame') return;
    this.frames.push(message.frame);
    if (paints) this.clock.after(4, () => this.#coordinator.receive({ type: 'ack', sequence: message.frame.sequence }));
  }

  #upkeep(message: ToUpkeep, receive: (message: FromUpkeep) => void, loadMs: number | (() => number)): void {
    if (message.type === 'clock') this.checks.push(message.clock);
    if (message.type === 'lacks') this.lacks.push(message);
    if (message.type !== 'need') return;
    const { run, index } = message;
    this.needs.push(index);
    this.clock.after(typeof loadMs === 'number' ? loadMs : loadMs(), () => {
      const error = this.broken.get(index);
      if (error === undefined) receive({ type: 'block', run, block: this.#run.blocks[index]! });
      else receive({ type: 'failed', run, index, error });
    });
  }
}

import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';

import { fromErrorShape } from '../../shared/lang/app-error.ts';
import { micros } from '../../shared/market/time.ts';
import type {
  CoordinatorRequest,
  CoordinatorResults,
  FromCoordinator,
  ToCoordinator,
} from '../../shared/session/coordinator-messages.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { ReplayCommand, ReplayFrame, ReplayState } from '../../shared/session/replay.ts';
import type { BackendToUpkeep } from '../../shared/session/upkeep-messages.ts';
import type { StrategySource } from '../../shared/trading/strategy.ts';

const program = (name: string): URL => new URL(`../../dist/electron/${name}.js`, import.meta.url);

/** The built coordinator and upkeep threads on a data folder, joined as the backend joins them. Paints every frame at once. */
export class ReplayThreads {
  readonly frames: ReplayFrame[] = [];
  readonly #coordinator = new Worker(program('coordinator-thread'), {
    workerData: { activity: new SharedArrayBuffer(24) },
  });
  readonly #upkeep: Worker;
  readonly #answers = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>();
  #listeners: ((frame: ReplayFrame) => void)[] = [];
  #id = 0;

  constructor(dataDir: string) {
    this.#upkeep = new Worker(program('upkeep-thread'), { workerData: { dataDir } });
    this.#coordinator.on('message', (message: FromCoordinator) => this.#heard(message));
  }

  open(plan: RunPlan, resumeAt?: number, strategy?: StrategySource): Promise<ReplayState> {
    const { port1, port2 } = new MessageChannel();
    const run = ++this.#id;
    this.#upkeep.postMessage({ type: 'open', run, plan, port: port1 } satisfies BackendToUpkeep, [port1]);
    const at = resumeAt === undefined ? {} : { resumeAt: micros(resumeAt) };
    const decides = strategy === undefined ? {} : { strategy };
    return this.#ask<'open'>({ type: 'open', run, plan, port: port2, ...at, ...decides }, [port2]);
  }

  ask<Type extends CoordinatorRequest['type']>(
    request: Extract<CoordinatorRequest, { readonly type: Type }>,
  ): Promise<CoordinatorResults[Type]> {
    return this.#ask<Type>(request, []);
  }

  command(command: ReplayCommand): Promise<ReplayState> {
    return this.ask<'command'>({ type: 'command', command });
  }

  /** The first frame from now on that shows what is asked for. */
  frame(isIt: (frame: ReplayFrame) => boolean): Promise<ReplayFrame> {
    return new Promise((resolve) => {
      const listen = (frame: ReplayFrame): void => {
        if (!isIt(frame)) return;
        this.#listeners = this.#listeners.filter((other) => other !== listen);
        resolve(frame);
      };
      this.#listeners.push(listen);
    });
  }

  /** Ends both threads; answers their exit codes. */
  async close(): Promise<number[]> {
    const exits = [this.#coordinator, this.#upkeep].map(
      (worker) => new Promise<number>((resolve) => worker.once('exit', resolve)),
    );
    this.#post({ type: 'shutdown' });
    this.#upkeep.postMessage({ type: 'shutdown' } satisfies BackendToUpkeep);
    return Promise.all(exits);
  }

  #ask<Type extends CoordinatorRequest['type']>(
    request: CoordinatorRequest,
    transfer: readonly MessagePort[],
  ): Promise<CoordinatorResults[Type]> {
    const id = ++this.#id;
    const answer = new Promise<unknown>((resolve, reject) => this.#answers.set(id, { resolve, reject }));
    this.#coordinator.postMessage({ type: 'request', id, request } satisfies ToCoordinator, [...transfer]);
    return answer as Promise<CoordinatorResults[Type]>;
  }

  #post(message: ToCoordinator): void {
    this.#coordinator.postMessage(message);
  }

  #heard(message: FromCoordinator): void {
    if (message.type === 'answer') this.#answers.get(message.id)?.resolve(message.result);
    if (message.type === 'refused') this.#answers.get(message.id)?.reject(fromErrorShape(message.error));
    if (message.type !== 'frame') return;
    this.frames.push(message.frame);
    this.#post({ type: 'ack', sequence: message.frame.sequence });
    for (const listener of this.#listeners) listener(message.frame);
  }
}

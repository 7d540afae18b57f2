import type { TransferListItem } from 'node:worker_threads';

import type { AppError } from '../../shared/lang/app-error.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type {
  CoordinatorRequest,
  CoordinatorResults,
  FromCoordinator,
} from '../../shared/session/coordinator-messages.ts';
import { StrategyActivity } from '../../shared/trading/strategy-activity.ts';
import { type StuckCall, StrategyWatch } from './strategies/strategy-watch.ts';
import { Thread, type ThreadListener } from './thread.ts';

type Message = Extract<FromCoordinator, { type: 'frame' | 'checkpoint' }>;
type RequestOf<Type extends CoordinatorRequest['type']> = Extract<CoordinatorRequest, { type: Type }>;

export interface CoordinatorListener {
  message(message: Message): void;
  /** A strategy's call did not return: its thread is stopped and replaced, and with it the open run is gone. What was asked meanwhile is
   * refused with the error returned. */
  stuck(call: StuckCall): AppError;
}

/** The coordinator thread, as typed calls. It is watched while a strategy runs there. */
export class CoordinatorClient {
  readonly #program: URL;
  readonly #died: ThreadListener<Message>['died'];
  #listener: CoordinatorListener | undefined;
  readonly #activity = new StrategyActivity();
  #thread: Thread<Message>;
  #watch: StrategyWatch;

  constructor(program: URL, died: ThreadListener<Message>['died']) {
    this.#program = program;
    this.#died = died;
    this.#thread = this.#start();
    this.#watch = this.#guard();
  }

  /** Before it is asked for anything, it says nothing. */
  listen(listener: CoordinatorListener): void {
    this.#listener = listener;
  }

  ask<Type extends CoordinatorRequest['type']>(
    request: RequestOf<Type>,
    transfer: readonly TransferListItem[] = [],
  ): Promise<CoordinatorResults[Type]> {
    return this.#thread.request(request, transfer) as Promise<CoordinatorResults[Type]>;
  }

  /** The window painted this frame, or will never see it: the next one may follow. */
  acknowledge(sequence: number): void {
    this.#thread.post({ type: 'ack', sequence });
  }

  close(): Promise<void> {
    this.#watch.stop();
    return this.#thread.close();
  }

  #start(): Thread<Message> {
    const message = (it: Message): void => this.#listener?.message(it);
    return new Thread(this.#program, { activity: this.#activity.buffer }, { message, died: this.#died });
  }

  #guard(): StrategyWatch {
    return new StrategyWatch(this.#activity, (call) => {
      const thread = this.#thread;
      this.#activity.leave();
      this.#thread = this.#start();
      this.#watch = this.#guard();
      thread.terminate(ensure(this.#listener, 'listener of a thread with a strategy').stuck(call));
    });
  }
}

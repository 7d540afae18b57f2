import type { TransferListItem } from 'node:worker_threads';

import type {
  CoordinatorRequest,
  CoordinatorResults,
  FromCoordinator,
} from '../../shared/session/coordinator-messages.ts';
import { Thread, type ThreadListener } from './thread.ts';

type Message = Extract<FromCoordinator, { type: 'frame' | 'checkpoint' }>;
type RequestOf<Type extends CoordinatorRequest['type']> = Extract<CoordinatorRequest, { type: Type }>;

/** The coordinator thread, as typed calls. */
export class CoordinatorClient {
  readonly #thread: Thread<Message>;

  constructor(program: URL, listener: ThreadListener<Message>) {
    this.#thread = new Thread(program, undefined, listener);
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
    return this.#thread.close();
  }
}

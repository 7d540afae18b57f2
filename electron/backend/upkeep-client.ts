import type { MessagePort } from 'node:worker_threads';

import type { RunPlan } from '../../shared/session/plan.ts';
import type { BackendToUpkeep, UpkeepRequest, UpkeepResults } from '../../shared/session/upkeep-messages.ts';
import { Thread, type ThreadListener } from './thread.ts';

type RequestOf<Type extends UpkeepRequest['type']> = Extract<UpkeepRequest, { type: Type }>;

/** The upkeep thread, as typed calls. */
export class UpkeepClient {
  readonly #thread: Thread<never>;

  constructor(program: URL, dataDir: string, died: ThreadListener<never>['died']) {
    this.#thread = new Thread(program, { dataDir }, { message: () => undefined, died });
  }

  ask<Type extends UpkeepRequest['type']>(request: RequestOf<Type>): Promise<UpkeepResults[Type]> {
    return this.#thread.request(request) as Promise<UpkeepResults[Type]>;
  }

  /** Blocks of this run go to the coordinator through `port`. */
  open(run: number, plan: RunPlan, port: MessagePort): void {
    this.#thread.post({ type: 'open', run, plan, port } satisfies BackendToUpkeep, [port]);
  }

  closeRun(run: number): void {
    this.#thread.post({ type: 'close', run } satisfies BackendToUpkeep);
  }

  storeChanged(): void {
    this.#thread.post({ type: 'store-changed' } satisfies BackendToUpkeep);
  }

  /** Own calendars were added, replaced or removed: later answers rest on what is kept now. */
  calendarsChanged(): void {
    this.#thread.post({ type: 'calendars-changed' } satisfies BackendToUpkeep);
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}

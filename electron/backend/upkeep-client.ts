import type { MessagePort } from 'node:worker_threads';

import type { RunPlan } from '../../shared/session/plan.ts';
import type {
  BackendToUpkeep,
  UpkeepRequest,
  UpkeepResults,
  UpkeepToBackend,
} from '../../shared/session/upkeep-messages.ts';
import { Thread, type ThreadListener } from './thread.ts';

export type Missing = Extract<UpkeepToBackend, { readonly type: 'missing' }>;
type RequestOf<Type extends UpkeepRequest['type']> = Extract<UpkeepRequest, { type: Type }>;

/** The upkeep thread, as typed calls. */
export class UpkeepClient {
  readonly #thread: Thread<Missing>;
  #onMissing: ((missing: Missing) => void) | undefined;

  constructor(program: URL, dataDir: string, died: ThreadListener<Missing>['died']) {
    this.#thread = new Thread(program, { dataDir }, { message: (message) => this.#onMissing?.(message), died });
  }

  /** From now on missing bars of open runs are asked for here; each question is answered by {@link provided}. */
  connectProviders(count: number, onMissing: (missing: Missing) => void): void {
    this.#onMissing = onMissing;
    this.#thread.post({ type: 'providers', count } satisfies BackendToUpkeep);
  }

  provided(run: number, key: string, times: Float64Array): void {
    this.#thread.post({ type: 'provided', run, key, times } satisfies BackendToUpkeep);
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

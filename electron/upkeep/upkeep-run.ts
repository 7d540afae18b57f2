import type { MessagePort } from 'node:worker_threads';

import type { RunPlan } from '../../shared/session/plan.ts';
import type { SessionStrip } from '../../shared/session/replay.ts';
import type { ToUpkeep } from '../../shared/session/upkeep-messages.ts';
import { openReader, type StoreReader } from '../store/reader.ts';
import { BlockQueue } from './block-queue.ts';
import { BlockLoader } from './load-block.ts';
import { sessionStrips } from './session-strips.ts';

/** One open run in the upkeep thread: serves blocks to the coordinator over its port. It reads the store as it was when the run was
 * opened: an import meanwhile changes nothing in it (S26). */
export class UpkeepRun {
  readonly #plan: RunPlan;
  readonly #port: MessagePort;
  readonly #queue: BlockQueue;
  readonly #reader: Promise<StoreReader>;
  readonly #loader: Promise<BlockLoader>;

  constructor(run: number, plan: RunPlan, port: MessagePort, dataDir: string) {
    this.#plan = plan;
    this.#port = port;
    this.#reader = openReader({ dataDir });
    this.#loader = this.#reader.then((reader) => new BlockLoader(plan, reader));
    // A failure is told to whoever asks for a block.
    this.#loader.catch(() => undefined);
    this.#queue = new BlockQueue(
      run,
      async (index) => (await this.#loader).load(index),
      (message) => port.postMessage(message),
    );
    port.on('message', (message: ToUpkeep) => this.#queue.received(message));
  }

  async strips(): Promise<SessionStrip[]> {
    return sessionStrips(this.#plan, await this.#reader);
  }

  /** Interrupts what is being loaded, waits for its end, and closes store and port. */
  async close(): Promise<void> {
    const queue = this.#queue.close();
    const reader = await this.#reader.catch(() => undefined);
    await reader?.close();
    await queue;
    this.#port.close();
  }
}

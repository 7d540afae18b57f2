import type { MessagePort } from 'node:worker_threads';

import type { RunPlan } from '../../shared/session/plan.ts';
import type { SessionStrip } from '../../shared/session/replay.ts';
import type { FromUpkeep, MissingBars, ToUpkeep } from '../../shared/session/upkeep-messages.ts';
import { openReader, type StoreReader } from '../store/reader.ts';
import { BlockQueue } from './block-queue.ts';
import { BlockLoader } from './load-block.ts';
import { LiveRepairs, type LiveRepairParts } from './live-repairs.ts';
import { MissingWatch } from './missing-watch.ts';
import { sessionStrips } from './session-strips.ts';

/** One open run in the upkeep thread: serves blocks to the coordinator over its port. It reads the store as it was when the run was
 * opened: an import meanwhile changes nothing in it (S26). */
export class UpkeepRun {
  readonly #plan: RunPlan;
  readonly #port: MessagePort;
  readonly #queue: BlockQueue;
  readonly #watch: MissingWatch | undefined;
  readonly #repairs: LiveRepairs | undefined;
  readonly #reader: Promise<StoreReader>;
  readonly #loader: Promise<BlockLoader>;

  /** `ask` passes what is missing on to a provider, where one is connected. */
  constructor(run: number, plan: RunPlan, port: MessagePort, dataDir: string, ask: (missing: MissingBars) => void) {
    this.#plan = plan;
    this.#port = port;
    this.#reader = openReader({ dataDir });
    const { enabled, retryMissingBars } = plan.config.upkeep;
    const asks = enabled && retryMissingBars;
    const isLive = plan.config.mode === 'live';
    const watch = asks && !isLive ? new MissingWatch(ask) : undefined;
    const found: LiveRepairParts['found'] = (index, repair) =>
      port.postMessage({ type: 'repair', run, index, repair } satisfies FromUpkeep);
    this.#watch = watch;
    this.#repairs = asks && isLive ? new LiveRepairs({ plan, dataDir, found, ask }) : undefined;
    this.#loader = this.#reader.then((reader) => new BlockLoader(plan, reader, watch));
    // A failure is told to whoever asks for a block.
    this.#loader.catch(() => undefined);
    this.#queue = new BlockQueue(
      run,
      async (index) => (await this.#loader).load(index),
      (message) => port.postMessage(message),
    );
    port.on('message', (message: ToUpkeep) => {
      if (message.type === 'need' || message.type === 'forget') this.#queue.received(message);
      else if (message.run !== run) return;
      else if (message.type === 'clock') this.#watch?.moved(message.clock);
      else this.#repairs?.received(message);
    });
  }

  /** What a provider had of what was asked for is stored. */
  provided(key: string, times: Float64Array): void {
    this.#watch?.provided(key, times);
    this.#repairs?.provided(key);
  }

  async strips(): Promise<SessionStrip[]> {
    return sessionStrips(this.#plan, await this.#reader);
  }

  /** Interrupts what is being loaded, waits for its end, and closes store and port. */
  async close(): Promise<void> {
    const queue = this.#queue.close();
    await this.#repairs?.close();
    const reader = await this.#reader.catch(() => undefined);
    await reader?.close();
    await queue;
    this.#port.close();
  }
}

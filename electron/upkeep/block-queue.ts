import { toErrorShape } from '../../shared/lang/app-error.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { FromUpkeep, ToUpkeep } from '../../shared/session/upkeep-messages.ts';

type Made = Exclude<FromUpkeep, { readonly type: 'repair' }>;

/** The blocks that a coordinator needs and does not have yet: made one at a time, in the order they were asked for, and posted as
 * soon as they are ready. Holds no finished block, so that nothing but the coordinator decides what stays resident (D8). */
export class BlockQueue {
  readonly #run: number;
  readonly #load: (index: number) => Promise<SessionBlock>;
  readonly #post: (message: Made) => void;
  readonly #wanted = new Set<number>();
  #working: Promise<void> = Promise.resolve();
  #isWorking = false;
  #isClosed = false;

  constructor(run: number, load: (index: number) => Promise<SessionBlock>, post: (message: Made) => void) {
    this.#run = run;
    this.#load = load;
    this.#post = post;
  }

  received(message: Extract<ToUpkeep, { readonly type: 'need' | 'forget' }>): void {
    if (message.run !== this.#run || this.#isClosed) return;
    if (message.type === 'forget') {
      for (const index of message.indices) this.#wanted.delete(index);
      return;
    }
    this.#wanted.add(message.index);
    if (!this.#isWorking) this.#working = this.#work();
  }

  /** Sessions asked for and not posted yet. */
  get depth(): number {
    return this.#wanted.size;
  }

  /** Posts nothing any more; resolves when the load that runs has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wanted.clear();
    await this.#working;
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let index = first(this.#wanted); index !== undefined; index = first(this.#wanted)) {
      const message = await this.#make(index);
      // A session that was forgotten meanwhile is not sent.
      if (this.#wanted.delete(index)) this.#post(message);
    }
    this.#isWorking = false;
  }

  async #make(index: number): Promise<Made> {
    try {
      return { type: 'block', run: this.#run, block: await this.#load(index) };
    } catch (error) {
      return { type: 'failed', run: this.#run, index, error: toErrorShape(error) };
    }
  }
}

function first(set: ReadonlySet<number>): number | undefined {
  const next = set.values().next();
  return next.done === true ? undefined : next.value;
}

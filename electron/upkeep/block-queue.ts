import { toErrorShape } from '../../shared/lang/app-error.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { FromUpkeep, ToUpkeep } from '../../shared/session/upkeep-messages.ts';

type Made = Exclude<FromUpkeep, { readonly type: 'repair' }>;

/** Blocks made at once: while one is decoded in this thread, another's rows are read and hashed in others. */
const AT_ONCE = 2;

/** The blocks that a coordinator needs and does not have yet: made a few at once, begun in the order they were asked for, and posted as
 * soon as they are ready. Holds no finished block, so that nothing but the coordinator decides what stays resident (D8). */
export class BlockQueue {
  readonly #run: number;
  readonly #load: (index: number) => Promise<SessionBlock>;
  readonly #post: (message: Made) => void;
  readonly #wanted = new Set<number>();
  /** Those in the making, also when they were forgotten meanwhile. */
  readonly #making = new Map<number, Promise<void>>();
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
    this.#begin();
  }

  /** Sessions asked for and not posted yet. */
  get depth(): number {
    return this.#wanted.size;
  }

  /** Posts nothing any more; resolves when the loads that run have ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wanted.clear();
    await Promise.all(this.#making.values());
  }

  #begin(): void {
    for (const index of this.#wanted) {
      if (this.#making.size >= AT_ONCE) return;
      if (!this.#making.has(index)) this.#making.set(index, this.#make(index));
    }
  }

  async #make(index: number): Promise<void> {
    const message = await this.#outcome(index);
    this.#making.delete(index);
    // A session that was forgotten meanwhile is not sent.
    if (this.#wanted.delete(index)) this.#post(message);
    this.#begin();
  }

  async #outcome(index: number): Promise<Made> {
    try {
      return { type: 'block', run: this.#run, block: await this.#load(index) };
    } catch (error) {
      return { type: 'failed', run: this.#run, index, error: toErrorShape(error) };
    }
  }
}

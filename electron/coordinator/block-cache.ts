import { type AppError, type ErrorShape, fromErrorShape } from '../../shared/lang/app-error.ts';
import type { SessionBlock } from '../../shared/session/block.ts';

/** What the cache asks of upkeep; answers come back through {@link BlockCache.arrived} and {@link BlockCache.failed}. */
export interface BlockSource {
  need(index: number): void;
  forget(indices: readonly number[]): void;
}

/** Bytes of blocks that stay resident beside the current session, its neighbours and those someone waits for. */
export const RESIDENT_BYTES = 192 * 1024 * 1024;

/** Sessions fetched ahead of one that is played through on the way to another: it takes less time than the loading of the next. */
const MOST_AHEAD = 3;

interface Waiter {
  readonly resolve: (block: SessionBlock) => void;
  readonly reject: (error: AppError) => void;
}

/** The session blocks that are resident (D5, D8): the current one, the one before, the next, which is fetched ahead, and the
 * last used ones up to a number of bytes. */
export class BlockCache {
  readonly #sessions: number;
  readonly #source: BlockSource;
  readonly #limit: number;
  /** Least recently used first. */
  readonly #blocks = new Map<number, SessionBlock>();
  readonly #bytes = new Map<number, number>();
  readonly #asked = new Set<number>();
  readonly #waiters = new Map<number, Waiter[]>();
  readonly #errors = new Map<number, AppError>();
  #current = 0;
  #ahead = 1;
  #expected: number | undefined;

  constructor(sessions: number, source: BlockSource, limit = RESIDENT_BYTES) {
    this.#sessions = sessions;
    this.#source = source;
    this.#limit = limit;
  }

  /** Indices of resident sessions, ascending. */
  get loaded(): number[] {
    return [...this.#blocks.keys()].sort((a, b) => a - b);
  }

  get(index: number): SessionBlock | undefined {
    return this.#blocks.get(index);
  }

  /** Why a session could not be loaded when it was last asked for. */
  errorOf(index: number): AppError | undefined {
    return this.#errors.get(index);
  }

  /** The run cannot go on without this session. One that failed is asked for again. */
  expect(index: number): void {
    this.#expected = index;
    this.#ask(index);
  }

  /** Resolves with the block as soon as it is resident; rejects with upkeep's error. */
  load(index: number): Promise<SessionBlock> {
    const block = this.#blocks.get(index);
    if (block !== undefined) return Promise.resolve(block);
    return new Promise((resolve, reject) => {
      this.#waiters.set(index, [...(this.#waiters.get(index) ?? []), { resolve, reject }]);
      this.#ask(index);
    });
  }

  /** The run is in this session now: it counts as used, the next is fetched and those up to `target`, a few at a time, where it is on
   * its way there; what nobody needs is dropped. */
  moveTo(index: number, target = index): void {
    this.#current = index;
    this.#ahead = Math.max(1, Math.min(MOST_AHEAD, target - index));
    if (this.#expected === index) this.#expected = undefined;
    const block = this.#blocks.get(index);
    if (block !== undefined) {
      this.#blocks.delete(index);
      this.#blocks.set(index, block);
    }
    const stale = [...this.#asked].filter((asked) => !this.#isKept(asked));
    if (stale.length > 0) {
      for (const asked of stale) this.#asked.delete(asked);
      this.#source.forget(stale);
    }
    for (let next = index + 1; next <= index + this.#ahead; next++) if (!this.#errors.has(next)) this.#ask(next);
    this.#evict();
  }

  arrived(block: SessionBlock): void {
    const { index } = block;
    this.#asked.delete(index);
    this.#blocks.set(index, block);
    this.#bytes.set(index, bytesOf(block));
    for (const { resolve } of this.#takeWaiters(index)) resolve(block);
    this.#evict();
  }

  failed(index: number, error: ErrorShape): void {
    const reason = fromErrorShape(error);
    this.#asked.delete(index);
    this.#errors.set(index, reason);
    for (const { reject } of this.#takeWaiters(index)) reject(reason);
  }

  /** Nobody waits any more: the run is closed. */
  close(reason: AppError): void {
    for (const index of [...this.#waiters.keys()]) for (const { reject } of this.#takeWaiters(index)) reject(reason);
    this.#blocks.clear();
  }

  #ask(index: number): void {
    if (index < 0 || index >= this.#sessions || this.#blocks.has(index) || this.#asked.has(index)) return;
    this.#errors.delete(index);
    this.#asked.add(index);
    this.#source.need(index);
  }

  #takeWaiters(index: number): readonly Waiter[] {
    const waiters = this.#waiters.get(index) ?? [];
    this.#waiters.delete(index);
    return waiters;
  }

  #isKept(index: number): boolean {
    const isNear = index >= this.#current - 1 && index <= this.#current + this.#ahead;
    return isNear || index === this.#expected || this.#waiters.has(index);
  }

  #evict(): void {
    let bytes = 0;
    for (const size of this.#bytes.values()) bytes += size;
    for (const index of [...this.#blocks.keys()]) {
      if (bytes <= this.#limit) return;
      if (this.#isKept(index)) continue;
      bytes -= this.#bytes.get(index) ?? 0;
      this.#blocks.delete(index);
      this.#bytes.delete(index);
    }
  }
}

/** Bytes of the columns of a block. */
function bytesOf(block: SessionBlock): number {
  const sets: object[] = block.streams.map(({ columns }) => columns);
  for (const { derived, history, slots } of block.symbols) {
    sets.push(...derived.map(({ columns }) => columns), ...history.map(({ columns }) => columns), { slots });
  }
  const columns = sets.flatMap((set) => Object.values(set) as ArrayBufferView[]);
  return columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

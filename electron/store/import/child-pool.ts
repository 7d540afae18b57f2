import type { ImportOptions } from '../../../shared/store/import.ts';
import { ImportProcess, type StartChild } from './import-process.ts';
import type { Staged } from './staging.ts';

const IDLE_MS = 60_000;
/** A child is replaced after this many files, so that whatever a library leaks stays small. */
const MAX_FILES = 200;
const MEMORY_MEGABYTES = 1_536;

/** A staged file that a child may have open. */
export interface PooledFile {
  readonly file: Staged;
  readonly folder: string;
  /** Options that decide how a text is split into cells. */
  readonly options: ImportOptions;
  /** The user's own calendars as JSON (S6). */
  readonly calendars: readonly unknown[];
}

interface Slot {
  readonly process: ImportProcess;
  holds: PooledFile | undefined;
  shape: string;
  files: number;
  isBusy: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** A few import children, each working on one file at a time. A file stays open in its child until another needs the child, so that a
 * corrected guess is previewed without reading the file again. */
export class ChildPool {
  readonly #start: StartChild;
  readonly #size: number;
  readonly #slots: Slot[] = [];
  readonly #queue: (() => void)[] = [];
  #isClosed = false;

  constructor(start: StartChild, size: number) {
    this.#start = start;
    this.#size = size;
  }

  /** Calls `work` with a child that has the file open; rejects with what opening or `work` threw. */
  async use<T>(
    file: PooledFile,
    signal: AbortSignal | undefined,
    work: (process: ImportProcess, shape: string) => Promise<T>,
  ): Promise<T> {
    const slot = await this.#acquire(file);
    try {
      if (slot.holds !== file) {
        slot.holds = undefined;
        slot.files++;
        const opened = await slot.process.ask<'open'>(
          { type: 'open', ...file, memoryMegabytes: MEMORY_MEGABYTES },
          deadlineFor(file.file.bytes),
          signal,
        );
        slot.shape = opened.shape;
        slot.holds = file;
      }
      return await work(slot.process, slot.shape);
    } finally {
      this.#release(slot);
    }
  }

  /** Starts a child ahead of the first file, so that it is ready when the file is staged. */
  warm(): void {
    if (this.#slots.length === 0 && !this.#isClosed) this.#retireLater(this.#add());
  }

  /** Lets the child that has the file open let go of it. */
  async forget(file: PooledFile): Promise<void> {
    const slot = this.#slots.find(({ holds, isBusy }) => holds === file && !isBusy);
    if (slot === undefined) return;
    slot.isBusy = true;
    slot.holds = undefined;
    await slot.process.ask<'close'>({ type: 'close' }, 10_000).catch(() => slot.process.kill());
    this.#release(slot);
  }

  close(): void {
    this.#isClosed = true;
    for (const { process, timer } of this.#slots) {
      clearTimeout(timer);
      process.kill();
    }
    this.#slots.length = 0;
    for (const wake of this.#queue.splice(0)) wake();
  }

  async #acquire(file: PooledFile): Promise<Slot> {
    for (;;) {
      const idle = this.#slots.filter(({ isBusy }) => !isBusy);
      const slot =
        idle.find(({ holds }) => holds === file) ??
        idle.find(({ holds }) => holds === undefined) ??
        (this.#slots.length < this.#size ? this.#add() : idle[0]);
      if (slot !== undefined) {
        clearTimeout(slot.timer);
        slot.isBusy = true;
        return slot;
      }
      await new Promise<void>((wake) => this.#queue.push(wake));
    }
  }

  #add(): Slot {
    const slot: Slot = {
      process: new ImportProcess(this.#start),
      holds: undefined,
      shape: '',
      files: 0,
      isBusy: false,
      timer: undefined,
    };
    this.#slots.push(slot);
    return slot;
  }

  #release(slot: Slot): void {
    slot.isBusy = false;
    const isSpent = slot.files >= MAX_FILES && slot.holds === undefined;
    if (!slot.process.isAlive || isSpent || this.#isClosed) {
      slot.process.kill();
      const at = this.#slots.indexOf(slot);
      if (at >= 0) this.#slots.splice(at, 1);
    } else {
      this.#retireLater(slot);
    }
    this.#queue.shift()?.();
  }

  #retireLater(slot: Slot): void {
    slot.timer = setTimeout(() => this.#retire(slot), IDLE_MS);
    slot.timer.unref();
  }

  #retire(slot: Slot): void {
    if (slot.isBusy) return;
    slot.process.kill();
    const at = this.#slots.indexOf(slot);
    if (at >= 0) this.#slots.splice(at, 1);
  }
}

/** Half a minute, and what reading takes at 200 kB a second: only a reader that hangs needs longer. A well compressed file holds 300,000
 * bars a megabyte, and a busy machine is slow. */
export function deadlineFor(bytes: number): number {
  return 30_000 + bytes / 200;
}

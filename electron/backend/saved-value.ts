import { writeAtomically } from './atomic-file.ts';

export interface SavePolicy {
  /** Wall milliseconds from a change to its writing. */
  readonly delayMs: number;
  /** See {@link writeAtomically}. */
  readonly isDurable: boolean;
}

/** A value kept in a small JSON file. Changes are written after a pause, newest wins; `flush` writes what is not written yet. A
 * write that fails is tried again with the next change: what a window remembers is not worth an error. */
export class SavedValue<T> {
  readonly #path: string | undefined;
  readonly #policy: SavePolicy;
  #value: T;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDirty = false;
  #writing: Promise<void> = Promise.resolve();

  /** Without a path the value lives in memory only (read-only data folder). */
  constructor(path: string | undefined, value: T, policy: SavePolicy) {
    this.#path = path;
    this.#value = value;
    this.#policy = policy;
  }

  get(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    this.#isDirty = true;
    this.#timer ??= setTimeout(() => void this.flush(), this.#policy.delayMs);
  }

  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    if (this.#path === undefined || !this.#isDirty) return;
    this.#isDirty = false;
    try {
      await writeAtomically(this.#path, JSON.stringify(this.#value) ?? 'null', this.#policy.isDurable);
    } catch {
      this.#isDirty = true;
    }
  }
}

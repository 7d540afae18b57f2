import { writeAtomically } from './atomic-file.ts';

/** A value kept in a small JSON file. Changes are written after a pause, newest wins; `flush` writes what is not written yet. A
 * write that fails is tried again with the next change: what a window remembers is not worth an error. */
export class SavedValue<T> {
  readonly #path: string | undefined;
  readonly #delayMs: number;
  #value: T;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDirty = false;
  #writing: Promise<void> = Promise.resolve();

  /** Without a path the value lives in memory only (read-only data folder). */
  constructor(path: string | undefined, value: T, delayMs: number) {
    this.#path = path;
    this.#value = value;
    this.#delayMs = delayMs;
  }

  get(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    this.#isDirty = true;
    this.#timer ??= setTimeout(() => void this.flush(), this.#delayMs);
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
      await writeAtomically(this.#path, JSON.stringify(this.#value) ?? 'null');
    } catch {
      this.#isDirty = true;
    }
  }
}

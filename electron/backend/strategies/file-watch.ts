import { type FSWatcher, watch } from 'node:fs';

/** An editor writes a file in several steps. */
const SETTLE_MS = 120;

/** Watches folders, because many editors save by renaming, and tells once things have settled. */
export class FileWatch {
  readonly #changed: () => void;
  readonly #watchers = new Map<string, FSWatcher>();
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Watches a folder from now on; one that is not there is left out. */
  add(folder: string): void {
    if (this.#watchers.has(folder)) return;
    try {
      const watcher = watch(folder, { persistent: false }, () => this.#touched());
      watcher.on('error', () => this.#watchers.delete(folder));
      this.#watchers.set(folder, watcher);
    } catch {
      // Not there (yet).
    }
  }

  close(): void {
    clearTimeout(this.#settling);
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #touched(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(this.#changed, SETTLE_MS);
  }
}

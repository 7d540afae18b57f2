import { truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { nodeFs, type FsPort } from '../../electron/store/fs-port.ts';

/** What the n-th call does: fail with a code, write half and fail, or be the last one before the power goes. */
export type Fault = 'EIO' | 'ENOSPC' | 'EACCES' | 'torn' | 'power-cut' | 'kill';
export const FAULTS: readonly Fault[] = ['EIO', 'power-cut', 'torn', 'ENOSPC', 'EACCES'];

function failure(code: string, call: string): Error {
  return Object.assign(new Error(`${code}: injected, ${call}`), { code });
}

/** The real file system, whose `failAt`-th call (from 1) goes wrong. After `power-cut` every call fails; {@link loseUnsynced} then takes away
 * what was never synced: the bytes of files and the names in folders. `kill` ends the process by SIGKILL in the midst of the call. */
export class FaultyFs {
  calls = 0;
  hasFailed = false;
  readonly #failAt: number;
  readonly #fault: Fault;
  readonly #syncedFiles = new Set<string>();
  /** Names that appeared in a folder since it was last synced, with how to take them back. */
  #unsynced: { readonly folder: string; readonly path: string; readonly undo: () => Promise<void> }[] = [];

  constructor(failAt: number, fault: Fault) {
    this.#failAt = failAt;
    this.#fault = fault;
  }

  readonly port: FsPort = {
    writeFile: (path, bytes) =>
      this.#call('writeFile', async (torn) => {
        this.#syncedFiles.delete(path);
        await nodeFs.writeFile(path, torn ? bytes.subarray(0, bytes.length >> 1) : bytes);
      }),
    readFile: (path) => this.#call('readFile', () => nodeFs.readFile(path)),
    append: (path, bytes) =>
      this.#call('append', async (torn) => {
        this.#syncedFiles.delete(path);
        await nodeFs.append(path, torn ? bytes.subarray(0, bytes.length >> 1) : bytes);
      }),
    readPart: (path, offset, length) => this.#call('readPart', () => nodeFs.readPart(path, offset, length)),
    syncFile: (path) =>
      this.#call('syncFile', async () => {
        await nodeFs.syncFile(path);
        this.#syncedFiles.add(path);
      }),
    syncFolder: (path) =>
      this.#call('syncFolder', async () => {
        await nodeFs.syncFolder(path);
        this.#unsynced = this.#unsynced.filter(({ folder }) => folder !== path);
      }),
    rename: (from, to) =>
      this.#call('rename', async () => {
        await nodeFs.rename(from, to);
        if (this.#syncedFiles.has(from)) this.#syncedFiles.add(to);
        this.#unsynced.push({ folder: dirname(to), path: to, undo: () => nodeFs.rename(to, from) });
      }),
    link: (from, to) =>
      this.#call('link', async () => {
        await nodeFs.link(from, to);
        if (this.#syncedFiles.has(from)) this.#syncedFiles.add(to);
        this.#unsynced.push({ folder: dirname(to), path: to, undo: () => nodeFs.remove(to) });
      }),
    remove: (path) => this.#call('remove', () => nodeFs.remove(path)),
    removeFolder: (path) => this.#call('removeFolder', () => nodeFs.removeFolder(path)),
    removeEmptyFolder: (path) => this.#call('removeEmptyFolder', () => nodeFs.removeEmptyFolder(path)),
    makeFolder: (path) => this.#call('makeFolder', () => nodeFs.makeFolder(path)),
    list: (path) => this.#call('list', () => nodeFs.list(path)),
    stat: (path) => this.#call('stat', () => nodeFs.stat(path)),
    hashFile: (path, signal) => this.#call('hashFile', () => nodeFs.hashFile(path, signal)),
  };

  /** Leaves on disk only what a device that lost its power would still have. */
  async loseUnsynced(): Promise<void> {
    for (const { path, undo } of this.#unsynced.toReversed()) {
      if (!this.#syncedFiles.has(path) && (await nodeFs.stat(path)) !== undefined) await truncate(path, 0);
      await undo().catch(() => undefined);
    }
  }

  async #call<T>(name: string, work: (torn: boolean) => Promise<T>): Promise<T> {
    this.calls++;
    if (this.hasFailed && this.#fault === 'power-cut') throw failure('EIO', `${name} after the power cut`);
    if (this.calls !== this.#failAt) return work(false);
    this.hasFailed = true;
    if (this.#fault === 'kill') {
      void work(true);
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => undefined);
    }
    if (this.#fault === 'torn') await work(true);
    throw failure(this.#fault === 'torn' || this.#fault === 'power-cut' ? 'EIO' : this.#fault, name);
  }
}

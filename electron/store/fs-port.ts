import { createHash, type Hash } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { throwIfCancelled, type CancelSignal } from '../../shared/lang/cancel.ts';

/** What a file is right now; `id` changes when the file is replaced or rewritten. */
export interface FileStat {
  readonly bytes: number;
  /** Inode, change time and size as one text, for caches of what was verified. */
  readonly id: string;
  readonly isFile: boolean;
}

/** Every file-system call of the commit protocol. One small port, so that tests can make any single call fail, tear a write or
 * lose what was not synced (R2). Paths are absolute. Methods reject with the system's own error (`code` ENOSPC, EACCES ...). */
export interface FsPort {
  /** Creates or truncates a file and writes all bytes; does not sync. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  readFile(path: string): Promise<Uint8Array>;
  /** Writes bytes at the end of a file, which is created when it is not there; does not sync. */
  append(path: string, bytes: Uint8Array): Promise<void>;
  /** At most `length` bytes from `offset` on; fewer only where the file ends. */
  readPart(path: string, offset: number, length: number): Promise<Uint8Array>;
  /** Flushes a file's data and size to the device. */
  syncFile(path: string): Promise<void>;
  /** Flushes a folder's entries to the device; nothing where the platform has no such call. */
  syncFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** Hard link; fails with EEXIST when `to` exists. */
  link(from: string, to: string): Promise<void>;
  /** Removes a file; a file that is not there is no error. */
  remove(path: string): Promise<void>;
  /** Removes a folder and all in it. */
  removeFolder(path: string): Promise<void>;
  /** Removes a folder only when it is empty; anything else is no error. */
  removeEmptyFolder(path: string): Promise<void>;
  /** Creates a folder and its parents, each synced into its parent; answers whether any was made. */
  makeFolder(path: string): Promise<boolean>;
  /** Names in a folder, unsorted; empty when the folder is not there. */
  list(path: string): Promise<string[]>;
  /** `undefined` when nothing is there. Follows no link: a symbolic link is not a file of ours. */
  stat(path: string): Promise<FileStat | undefined>;
  /** SHA-256 (hex) of a file's bytes. Throws `cancelled` soon after `signal` was raised. */
  hashFile(path: string, signal?: CancelSignal): Promise<string>;
}

export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}

const HASH_BLOCK = 1 << 20;

async function hashInto(hash: Hash, path: string, signal: CancelSignal | undefined): Promise<void> {
  const handle = await fs.open(path, constants.O_RDONLY);
  try {
    const block = Buffer.allocUnsafe(HASH_BLOCK);
    for (;;) {
      throwIfCancelled(signal, 'The check of a file');
      const { bytesRead } = await handle.read(block, 0, HASH_BLOCK, null);
      if (bytesRead === 0) return;
      hash.update(block.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}

async function syncPath(path: string, flags: number): Promise<void> {
  const handle = await fs.open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const isWindows = process.platform === 'win32';

/** The real file system. */
export const nodeFs: FsPort = {
  async writeFile(path, bytes) {
    await fs.writeFile(path, bytes);
  },
  readFile: (path) => fs.readFile(path),
  append: (path, bytes) => fs.appendFile(path, bytes),
  async readPart(path, offset, length) {
    const handle = await fs.open(path, constants.O_RDONLY);
    try {
      const part = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(part, filled, length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return part.subarray(0, filled);
    } finally {
      await handle.close();
    }
  },
  // Windows flushes only handles that may write.
  syncFile: (path) => syncPath(path, isWindows ? constants.O_RDWR : constants.O_RDONLY),
  async syncFolder(path) {
    if (!isWindows) await syncPath(path, constants.O_RDONLY);
  },
  rename: (from, to) => fs.rename(from, to),
  link: (from, to) => fs.link(from, to),
  async remove(path) {
    try {
      await fs.unlink(path);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  },
  removeFolder: (path) => fs.rm(path, { recursive: true, force: true }),
  async removeEmptyFolder(path) {
    try {
      await fs.rmdir(path);
    } catch (error) {
      if (!hasCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST', 'EBUSY', 'EPERM', 'EACCES')) throw error;
    }
  },
  async makeFolder(path) {
    return (await fs.mkdir(path, { recursive: true })) !== undefined;
  },
  async list(path) {
    try {
      return await fs.readdir(path);
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
      throw error;
    }
  },
  async stat(path) {
    try {
      const stat = await fs.lstat(path, { bigint: true });
      return {
        bytes: Number(stat.size),
        id: `${stat.ino}:${stat.mtimeNs}:${stat.ctimeNs}:${stat.size}`,
        isFile: stat.isFile(),
      };
    } catch (error) {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
      throw error;
    }
  },
  async hashFile(path, signal) {
    const hash = createHash('sha256');
    await hashInto(hash, path, signal);
    return hash.digest('hex');
  },
};

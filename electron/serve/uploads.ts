import { randomBytes } from 'node:crypto';
import { createWriteStream, readdirSync, rmSync } from 'node:fs';
import { mkdir, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { AppError } from '../../shared/lang/app-error.ts';

/** Largest file taken, in bytes. */
const MAX_BYTES = 64 * 2 ** 30;
/** Free bytes left on the disk at least. */
const RESERVE_BYTES = 2 ** 30;
const MAX_AT_ONCE = 4;

export interface UploadLimits {
  readonly maxBytes?: number;
  readonly reserveBytes?: number;
}

/** Dropped files on their way to the importer: each in a folder of its own named by a random id, under its own name. */
export class Uploads {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #reserveBytes: number;
  #underWay = 0;

  constructor(folder: string, limits: UploadLimits = {}) {
    this.#folder = folder;
    this.#maxBytes = limits.maxBytes ?? MAX_BYTES;
    this.#reserveBytes = limits.reserveBytes ?? RESERVE_BYTES;
  }

  /** Streams a file to disk and answers its id. Nothing is left of one that fails. `announced` is the length the sender states. */
  async receive(name: string, announced: number | undefined, body: Readable): Promise<string> {
    const segments = checkedName(name);
    if (this.#underWay >= MAX_AT_ONCE) {
      throw new AppError('unavailable', `${this.#underWay} files are being sent. Wait for one of them.`);
    }
    const id = randomBytes(16).toString('hex');
    const folder = join(this.#folder, id);
    const path = join(folder, ...segments);
    this.#underWay += 1;
    try {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await this.#checkRoom(name, announced ?? 0);
      await pipeline(body, this.#cap(name), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      return id;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw asAppError(error, name);
    } finally {
      this.#underWay -= 1;
    }
  }

  async #checkRoom(name: string, announced: number): Promise<void> {
    if (announced > this.#maxBytes) throw tooLarge(name, this.#maxBytes);
    const { bavail, bsize } = await statfs(this.#folder);
    const free = bavail * bsize - this.#reserveBytes;
    if (announced <= free) return;
    const need = `${name} has ${announced} bytes, the disk of the data folder has room for ${Math.max(0, free)}.`;
    throw new AppError('disk-full', `${need} Free some space, then drop it again.`);
  }

  #cap(name: string): (source: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
    const limit = this.#maxBytes;
    return async function* (source) {
      let bytes = 0;
      for await (const chunk of source) {
        bytes += chunk.length;
        if (bytes > limit) throw tooLarge(name, limit);
        yield chunk;
      }
    };
  }
}

function tooLarge(name: string, limit: number): AppError {
  return new AppError('bad-file', `${name} is larger than ${limit} bytes. Split it, then drop the parts.`);
}

/** Segments of a relative path that can only lie below its folder and that any file system takes. */
function checkedName(name: string): string[] {
  const segments = name.split('/');
  const isSafe = (segment: string): boolean =>
    segment !== '' && !/^\.{1,2}$/.test(segment) && Buffer.byteLength(segment) <= 255 && !FORBIDDEN.test(segment);
  if (segments.length > 16 || !segments.every(isSafe)) {
    throw new AppError(
      'bad-request',
      `${JSON.stringify(name.slice(0, 200))} is no name that a file can be stored under.`,
    );
  }
  return segments;
}

/** Control characters and backslashes everywhere; on Windows what its file names may not hold, `:` above all (streams). */
const FORBIDDEN = process.platform === 'win32' ? /[\p{Cc}\\:*?"<>|]/u : /[\p{Cc}\\]/u;

function asAppError(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') {
    return new AppError('disk-full', `The disk is full: ${name} was not taken. Free some space, then drop it again.`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('unavailable', `${name} was not received: ${reason}.`, { cause: error });
}

/** The folder for this process' uploads, below the data folder; it is made with the first one. What servers left that were killed is
 * removed. */
export function ownUploadFolder(dataDir: string): string {
  const parent = join(dataDir, 'uploads');
  for (const name of foldersIn(parent)) {
    if (!isRunning(Number(name))) rmSync(join(parent, name), { recursive: true, force: true });
  }
  return join(parent, String(process.pid));
}

function foldersIn(path: string): string[] {
  try {
    return readdirSync(path).filter((name) => /^[1-9]\d*$/.test(name));
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return pid !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

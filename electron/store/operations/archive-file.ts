import { createHash } from 'node:crypto';
import type { FsPort } from '../fs-port.ts';

/** Bytes that one call of the file system takes or gives. */
const PART_BYTES = 4 * 1024 ** 2;

/** Writes a file from front to back in large parts, hashing what passes. The caller syncs it. */
export class ArchiveWriter {
  readonly #fs: FsPort;
  readonly #path: string;
  readonly #hash = createHash('sha256');
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  bytes = 0;

  constructor(fs: FsPort, path: string) {
    this.#fs = fs;
    this.#path = path;
  }

  async write(part: Uint8Array): Promise<void> {
    this.#waiting.push(part);
    this.#waitingBytes += part.length;
    this.bytes += part.length;
    if (this.#waitingBytes >= PART_BYTES) await this.#flush();
  }

  /** Writes what waits and answers the SHA-256 of everything. */
  async finish(): Promise<string> {
    await this.#flush();
    return this.#hash.digest('hex');
  }

  async #flush(): Promise<void> {
    if (this.#waitingBytes === 0) return;
    const part = Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    this.#hash.update(part);
    await this.#fs.append(this.#path, part);
  }
}

/** Reads a file from front to back. */
export class ArchiveReader {
  readonly #fs: FsPort;
  readonly #path: string;
  readonly #hash = createHash('sha256');
  /** Read ahead and not asked for yet. */
  #ahead: Uint8Array = new Uint8Array();
  #readTo = 0;
  /** Bytes asked for so far. */
  position = 0;

  constructor(fs: FsPort, path: string) {
    this.#fs = fs;
    this.#path = path;
  }

  /** The next bytes: as many as asked for, fewer only where the file ends. */
  async read(bytes: number): Promise<Buffer> {
    const parts: Uint8Array[] = [];
    for await (const part of this.parts(bytes)) parts.push(part);
    return Buffer.concat(parts);
  }

  /** The next bytes in parts as they come. */
  async *parts(bytes: number): AsyncGenerator<Uint8Array> {
    for (let left = bytes; left > 0;) {
      if (this.#ahead.length === 0) await this.#readMore();
      if (this.#ahead.length === 0) return;
      const part = this.#ahead.subarray(0, left);
      this.#ahead = this.#ahead.subarray(part.length);
      this.position += part.length;
      left -= part.length;
      yield part;
    }
  }

  /** SHA-256 of everything read. */
  finish(): string {
    return this.#hash.digest('hex');
  }

  async #readMore(): Promise<void> {
    this.#ahead = await this.#fs.readPart(this.#path, this.#readTo, PART_BYTES);
    this.#readTo += this.#ahead.length;
    this.#hash.update(this.#ahead);
  }
}

import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

/** Values by name, each kept in a file of its own, its SHA-256 before its JSON, and in memory. What is kept can be made anew: the folder may be deleted at
 * any time, and a file that cannot be read or written, or was damaged, costs time and nothing else. */
export class KeptJson<T> {
  readonly #folder: string | undefined;
  readonly #schema: z.ZodType<T>;
  readonly #known = new Map<string, T>();

  /** Without a folder values are kept in memory only. */
  constructor(folder: string | undefined, schema: z.ZodType<T>) {
    this.#folder = folder;
    this.#schema = schema;
  }

  /** `undefined` where nothing is kept, or not such a value. `name` is a file's name. */
  async get(name: string): Promise<T | undefined> {
    return this.#known.get(name) ?? (await this.#read(name));
  }

  async set(name: string, value: T): Promise<void> {
    this.#known.set(name, value);
    if (this.#folder === undefined) return;
    const draft = join(this.#folder, `${name}-${randomUUID()}.part`);
    try {
      await mkdir(this.#folder, { recursive: true });
      const text = JSON.stringify(value);
      await writeFile(draft, `${digestOf(text)}\n${text}`);
      await rename(draft, join(this.#folder, name));
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  async #read(name: string): Promise<T | undefined> {
    if (this.#folder === undefined) return undefined;
    try {
      const [digest = '', text = ''] = (await readFile(join(this.#folder, name), 'utf8')).split('\n');
      if (digest !== digestOf(text)) return undefined;
      const found = this.#schema.safeParse(JSON.parse(text));
      if (!found.success) return undefined;
      this.#known.set(name, found.data);
      return found.data;
    } catch {
      return undefined;
    }
  }
}

/** A file's name for what is kept of a series, whatever its symbol is called. */
export function keptName(seriesId: string): string {
  return digestOf(seriesId).slice(0, 16);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { AppError } from '../../shared/lang/app-error.ts';
import type { ResultSummary } from '../../shared/trading/result.ts';
import type { ResultDocument } from './result-document.ts';
import { summaryOf } from './result-detail.ts';

const RESULT = 'report.json';
const SUMMARY = 'summary.json';
const MANIFEST = 'manifest.json';
const ID = /^\d{8}T\d{6}-[0-9a-f]{8}$/;
/** A folder on its way in or out; what a crash leaves of it is removed before the next program's first write. */
const PASSING = '.passing-';

/** What is stored of a run. `text` is the canonical text of `document`, `manifest` what it takes to run it again. */
export interface ResultToStore {
  readonly document: ResultDocument;
  readonly text: string;
  readonly sha256: string;
  readonly manifest: unknown;
}

/** Results in `results/ID/` of the data folder: the report's canonical text, its manifest, a summary. A result is there whole or not at all:
 * its folder is written and synced under another name and renamed. */
export class ResultStore {
  readonly #folder: string;
  readonly #isReadOnly: boolean;
  readonly #now: () => number;
  #swept: Promise<void> | undefined;

  /** `now` tells wall milliseconds since 1970. */
  constructor(options: { readonly folder: string; readonly isReadOnly: boolean; readonly now?: () => number }) {
    this.#folder = options.folder;
    this.#isReadOnly = options.isReadOnly;
    this.#now = options.now ?? Date.now;
  }

  /** Newest first. A folder that holds no summary, or one of another version, is left alone and out. */
  async list(): Promise<readonly ResultSummary[]> {
    const names = await readdir(this.#folder).catch(() => []);
    const ids = names.filter((name) => ID.test(name));
    const found = await Promise.all(ids.map((id) => this.#json(id, SUMMARY).catch(() => undefined)));
    return (found as (ResultSummary | undefined)[])
      .filter((summary) => summary !== undefined)
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  /** Throws `not-found`. */
  async summary(id: string): Promise<ResultSummary> {
    return (await this.#json(id, SUMMARY)) as ResultSummary;
  }

  /** Throws `not-found`. */
  async document(id: string): Promise<ResultDocument> {
    return JSON.parse(await this.text(id)) as ResultDocument;
  }

  /** The canonical text, byte for byte. Throws `not-found`. */
  text(id: string): Promise<string> {
    return this.#read(id, RESULT);
  }

  /** Throws `store-read-only`. */
  async add({ document, text, sha256, manifest }: ResultToStore): Promise<ResultSummary> {
    this.checkWritable();
    await (this.#swept ??= this.#removePassing());
    const now = this.#now();
    const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
    const id = `${stamp}-${randomBytes(4).toString('hex')}`;
    const summary = summaryOf(document, { id, createdAt: now * 1_000, reportSha256: sha256 });
    const passing = join(this.#folder, PASSING + id);
    const pretty = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
    try {
      await mkdir(passing, { recursive: true, mode: 0o700 });
      await writeSynced(join(passing, RESULT), text);
      await writeSynced(join(passing, MANIFEST), pretty(manifest));
      await writeSynced(join(passing, SUMMARY), pretty(summary));
      await syncFolder(passing);
      await rename(passing, join(this.#folder, id));
      await syncFolder(this.#folder);
    } catch (error) {
      await rm(passing, { recursive: true, force: true });
      throw error;
    }
    return summary;
  }

  /** How many were there. Throws `store-read-only`. */
  async delete(ids: readonly string[]): Promise<number> {
    this.checkWritable();
    let deleted = 0;
    for (const id of new Set(ids)) {
      const passing = join(this.#folder, PASSING + this.#checked(id));
      const wasThere = await rename(join(this.#folder, id), passing).then(
        () => true,
        () => false,
      );
      if (wasThere) deleted += 1;
      await rm(passing, { recursive: true, force: true });
    }
    return deleted;
  }

  /** Throws `store-read-only`. */
  checkWritable(): void {
    if (!this.#isReadOnly) return;
    throw new AppError(
      'store-read-only',
      `${this.#folder} belongs to a data folder that is open elsewhere for writing.`,
    );
  }

  async #removePassing(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    const passing = names.filter((name) => name.startsWith(PASSING));
    await Promise.all(passing.map((name) => rm(join(this.#folder, name), { recursive: true, force: true })));
  }

  async #json(id: string, name: string): Promise<unknown> {
    return JSON.parse(await this.#read(id, name)) as unknown;
  }

  async #read(id: string, name: string): Promise<string> {
    const path = join(this.#folder, this.#checked(id), name);
    return readFile(path, 'utf8').catch((cause: unknown) => {
      throw new AppError('not-found', `There is no result ${id}. It may have been deleted.`, { cause });
    });
  }

  #checked(id: string): string {
    if (ID.test(id)) return id;
    throw new AppError('not-found', `'${id}' is no result's id.`);
  }
}

/** What is named in a folder is there after a loss of power. Windows keeps no such order and opens no folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

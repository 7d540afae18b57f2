import { rm } from 'node:fs/promises';

import { AppError } from '../../../shared/lang/app-error.ts';
import type { ImportReport } from '../../../shared/store/import.ts';
import type { Store } from '../store.ts';
import type { ConvertedFile } from './foreign-session.ts';
import { refusedReport, storedReport } from './report.ts';

/** Small files are committed together: one manifest for many. */
const MAX_FILES = 64;
const MAX_ROWS = 2_000_000;

/** Failures that are the store's or the person's, not one file's: they end the whole import. */
const FATAL = new Set(['cancelled', 'disk-full', 'store-locked', 'store-read-only', 'internal']);

/** Converted files on their way into the store, in order, and the reports of those that have arrived. */
export class CommitBatch {
  readonly #store: Store;
  readonly #signal: AbortSignal | undefined;
  readonly #isDryRun: boolean;
  #waiting: ConvertedFile[] = [];
  #rows = 0;
  #reports: ImportReport[] = [];

  /** A dry run is one batch, so that its files meet one another. */
  constructor(store: Store, signal: AbortSignal | undefined, isDryRun = false) {
    this.#store = store;
    this.#signal = signal;
    this.#isDryRun = isDryRun;
  }

  async add(file: ConvertedFile): Promise<void> {
    this.#waiting.push(file);
    this.#rows += file.rowsRead;
    if (!this.#isDryRun && (this.#waiting.length >= MAX_FILES || this.#rows >= MAX_ROWS)) await this.flush();
  }

  /** Reports a file that is left out; those before it are committed first, so that reports stay in order. */
  async refuse(path: string, error: unknown): Promise<void> {
    if (error instanceof AppError && FATAL.has(error.code)) throw error;
    if (!this.#isDryRun) await this.flush();
    const sha256 = error instanceof AppError ? error.details?.['sha256'] : undefined;
    this.#reports.push(refusedReport(path, typeof sha256 === 'string' ? sha256 : '', error));
  }

  /** Commits what waits. When the batch as a whole is refused, its files are tried one by one to find the one at fault. */
  async flush(): Promise<void> {
    const files = this.#waiting;
    this.#waiting = [];
    this.#rows = 0;
    if (files.length === 0) return;
    try {
      await this.#commit(files);
    } catch (error) {
      if (files.length === 1 || (error instanceof AppError && FATAL.has(error.code))) {
        await discardStaged(files);
        if (error instanceof AppError && FATAL.has(error.code)) throw error;
        this.#reports.push(...files.map(({ path, sha256 }) => refusedReport(path, sha256, error)));
        return;
      }
      for (const file of files) {
        this.#waiting = [file];
        await this.flush();
      }
    }
  }

  /** Reports that are final since the last call, in order. */
  takeReports(): ImportReport[] {
    const reports = this.#reports;
    this.#reports = [];
    return reports;
  }

  async #commit(files: readonly ConvertedFile[]): Promise<void> {
    const results = await this.#store.commitFiles(files, {
      ...(this.#signal === undefined ? {} : { signal: this.#signal }),
      isDryRun: this.#isDryRun,
    });
    for (const [index, file] of files.entries()) {
      const result = results[index];
      if (result !== undefined) this.#reports.push(storedReport(file, result));
    }
  }
}

async function discardStaged(files: readonly ConvertedFile[]): Promise<void> {
  const staged = files.flatMap(({ series }) => series.map(({ file }) => file));
  await Promise.allSettled(staged.map((path) => rm(path, { force: true })));
}

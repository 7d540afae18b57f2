/** Import from the outside: files in, reports out. Foreign bytes are read in children only; this side stages, asks, and commits. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { AppError } from '../../../shared/lang/app-error.ts';
import type { FileInspection, ImportOptions, ImportReport, ImportSummary } from '../../../shared/store/import.ts';
import type { ReportProgress } from '../../../shared/store/job.ts';
import { ownCalendarJson } from '../own-calendars.ts';
import type { Store } from '../store.ts';
import { ChildPool, deadlineFor, type PooledFile } from './child-pool.ts';
import { CommitBatch } from './commit-batch.ts';
import type { ConvertedFile } from './foreign-session.ts';
import { forkChild, type ImportProcess, type StartChild } from './import-process.ts';
import { count } from './inference/wording.ts';
import { MappingMemory } from './mapping-memory.ts';
import { withRecalled } from './recalled.ts';
import { refusedInspection } from './report.ts';
import { stageFile } from './staging.ts';
import { walk } from './walk.ts';

/** Children that read at the same time. */
const CHILDREN = 2;
/** Files whose conversion may have begun before the one at the front is committed. */
const AHEAD = 4;

/** A file to look at: `shownPath` is what a person calls an uploaded one. */
export interface FileToInspect {
  readonly path: string;
  readonly shownPath?: string;
}

/** A file with options of its own; `pathSymbol` is its symbol where no column names one. */
export interface FileToImport {
  readonly path: string;
  readonly options: ImportOptions;
  readonly pathSymbol?: string;
}

export interface Importer {
  /** Files and folders, in order; each answer has a `fileId` unless the file is refused outright. */
  inspect(files: readonly FileToInspect[], signal?: AbortSignal): Promise<FileInspection[]>;
  /** The same file under corrected options. */
  preview(fileId: string, options: ImportOptions): Promise<FileInspection>;
  /** Stores inspected files. Each is stored whole or not at all; a file that is refused does not stop the others. Files of the list are forgotten then. */
  commit(
    files: readonly { readonly fileId: string; readonly options: ImportOptions }[],
    remember: boolean,
    signal?: AbortSignal,
    progress?: ReportProgress,
  ): Promise<ImportSummary>;
  /** Forgets inspected files; answers how many there were. */
  discard(fileIds: readonly string[]): Promise<number>;
  /** For the command line: nothing is kept and the data folder is not touched. */
  inspectPaths(
    paths: readonly string[],
    options: ImportOptions,
    signal?: AbortSignal,
    progress?: ReportProgress,
  ): Promise<FileInspection[]>;
  /** For the command line: folders are walked, every file is reported. */
  importPaths(
    paths: readonly string[],
    options: ImportOptions,
    signal?: AbortSignal,
    progress?: ReportProgress,
  ): Promise<ImportSummary>;
  /** Files as they are listed. A dry run reports what would be stored and stores nothing. */
  importFiles(
    files: readonly FileToImport[],
    isDryRun: boolean,
    signal?: AbortSignal,
    progress?: ReportProgress,
  ): Promise<ImportSummary>;
  close(): Promise<void>;
}

export interface ImporterParts {
  readonly store: Store;
  /** Built entry of the child, `import-child.js`; or how else a child is started. */
  readonly child: string | StartChild;
}

export function createImporter({ store, child }: ImporterParts): Importer {
  return new FileImporter(store, typeof child === 'string' ? forkChild(child) : child);
}

interface OpenFile extends PooledFile {
  readonly fileId: string;
}

class FileImporter implements Importer {
  readonly #store: Store;
  readonly #pool: ChildPool;
  readonly #memory: MappingMemory;
  readonly #files = new Map<string, OpenFile>();
  #ownFolder: Promise<string> | undefined;

  constructor(store: Store, start: StartChild) {
    this.#store = store;
    this.#pool = new ChildPool(start, CHILDREN);
    this.#memory = new MappingMemory(store.dataDir);
  }

  async inspect(files: readonly FileToInspect[], signal?: AbortSignal): Promise<FileInspection[]> {
    const listed: FileToInspect[] = [];
    for (const file of files)
      for await (const path of walk(file.path)) listed.push(path === file.path ? file : { path });
    const folder = await this.#stagingFolder();
    return inOrder(listed, async ({ path, shownPath = path }) => this.#look(path, shownPath, folder, {}, true, signal));
  }

  async preview(fileId: string, options: ImportOptions): Promise<FileInspection> {
    return this.#inspectOpen(this.#fileOf(fileId), options);
  }

  async commit(
    files: readonly { readonly fileId: string; readonly options: ImportOptions }[],
    remember: boolean,
    signal?: AbortSignal,
    progress?: ReportProgress,
  ): Promise<ImportSummary> {
    const jobs = files.map(({ fileId, options }) => {
      const file = this.#fileOf(fileId);
      return {
        path: file.file.path,
        convert: async () => {
          const { made, shape } = await this.#convert(file, options, signal);
          if (remember) await this.#memory.remember(shape, options);
          return made;
        },
      };
    });
    const summary = await this.#storeAll(jobs, signal, progress);
    await this.discard(files.map(({ fileId }) => fileId));
    return summary;
  }

  async discard(fileIds: readonly string[]): Promise<number> {
    let discarded = 0;
    for (const fileId of fileIds) {
      const file = this.#files.get(fileId);
      if (file === undefined) continue;
      this.#files.delete(fileId);
      await this.#drop(file);
      discarded++;
    }
    return discarded;
  }

  async inspectPaths(
    paths: readonly string[],
    options: ImportOptions,
    signal?: AbortSignal,
    progress?: ReportProgress,
  ): Promise<FileInspection[]> {
    const listed = await list(paths);
    const folder = await this.#temporaryFolder();
    let done = 0;
    return inOrder(listed, async (path) => {
      const found = await this.#look(path, path, folder, options, false, signal);
      progress?.(++done / listed.length, `${count(done)} of ${count(listed.length)} files`);
      return found;
    });
  }

  async importPaths(
    paths: readonly string[],
    options: ImportOptions,
    signal?: AbortSignal,
    progress?: ReportProgress,
  ): Promise<ImportSummary> {
    const files = (await list(paths)).map((path) => ({ path, options }));
    return this.importFiles(files, false, signal, progress);
  }

  async importFiles(
    files: readonly FileToImport[],
    isDryRun: boolean,
    signal?: AbortSignal,
    progress?: ReportProgress,
  ): Promise<ImportSummary> {
    this.#pool.warm();
    const folder = await this.#store.staging();
    const jobs = files.map(({ path, options, pathSymbol }) => ({
      path,
      convert: async () => {
        const file = await stageFile(path, folder, path, signal);
        const open = { file, folder, options, calendars: this.#calendars() };
        try {
          return (await this.#convert(open, options, signal, pathSymbol)).made;
        } catch (error) {
          throw withIdentity(error, file.sha256);
        } finally {
          await this.#drop(open);
        }
      },
    }));
    return this.#storeAll(jobs, signal, progress, isDryRun);
  }

  async close(): Promise<void> {
    this.#pool.close();
    const folder = await this.#ownFolder;
    await Promise.allSettled(Array.from(this.#files.values(), ({ file }) => rm(file.staged, { force: true })));
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    this.#files.clear();
  }

  #calendars(): readonly unknown[] {
    return ownCalendarJson(this.#store.dataDir);
  }

  /** Stages and inspects one file; a file that cannot be is a refused inspection. */
  async #look(
    path: string,
    shownPath: string,
    folder: string,
    options: ImportOptions,
    isKept: boolean,
    signal?: AbortSignal,
  ): Promise<FileInspection> {
    let open: OpenFile | undefined;
    try {
      const file = await stageFile(path, folder, shownPath, signal);
      open = { file, folder, options, calendars: this.#calendars(), fileId: randomBytes(12).toString('hex') };
      if (isKept) this.#files.set(open.fileId, open);
      return await this.#inspectOpen(open, options, signal);
    } catch (error) {
      if (signal?.aborted === true || (error instanceof AppError && error.code === 'disk-full')) throw error;
      const identity = open?.file ?? { path: shownPath, name: basename(shownPath), bytes: 0, sha256: '' };
      const refused = refusedInspection(
        { path: identity.path, name: identity.name, bytes: identity.bytes, sha256: identity.sha256 },
        error,
      );
      return open !== undefined && isKept ? { ...refused, fileId: open.fileId } : refused;
    } finally {
      if (open !== undefined && !isKept) await this.#drop(open);
    }
  }

  async #inspectOpen(file: OpenFile, options: ImportOptions, signal?: AbortSignal): Promise<FileInspection> {
    const found = await this.#pool.use(file, signal, async (process, shape) => {
      const recalled = await this.#memory.recall(shape);
      const inspection = await process.ask<'inspect'>(
        { type: 'inspect', options: { ...recalled, ...options } },
        deadlineFor(file.file.bytes),
        signal,
      );
      return withRecalled(inspection, recalled, options);
    });
    const shown = this.#files.has(file.fileId) ? { ...found, fileId: file.fileId } : found;
    return found.status === 'ready' && this.#isStored(found) ? { ...shown, status: 'unchanged' } : shown;
  }

  /** True when the store already has what this file would become. Only a hint: the commit itself compares the rows. */
  #isStored({ sha256, guess }: FileInspection): boolean {
    const ids = guess.symbols.map(
      (symbol) => `/${encodeURIComponent(symbol)}/${encodeURIComponent(guess.source ?? '')}`,
    );
    return this.#store.importsOf(sha256).some(({ series }) => {
      const stored = series.map(({ id }) => id);
      return (
        stored.length === ids.length &&
        ids.every((end) => stored.some((id) => id.startsWith(guess.kind ?? '') && id.endsWith(end)))
      );
    });
  }

  #convert(
    file: PooledFile,
    options: ImportOptions,
    signal?: AbortSignal,
    pathSymbol?: string,
  ): Promise<{ made: ConvertedFile; shape: string }> {
    return this.#pool.use(file, signal, async (process, shape) => {
      const deadline = deadlineFor(file.file.bytes);
      const known = { ...(await this.#memory.recall(shape)), ...options };
      const symbol =
        pathSymbol !== undefined && known.symbol === undefined
          ? await symbolOf(process, known, pathSymbol, deadline, signal)
          : {};
      const request = { type: 'convert', options: { ...known, ...symbol } } as const;
      return { made: await process.ask<'convert'>(request, deadline, signal), shape };
    });
  }

  /** Converts a few files at a time and commits them in the order of the list, so that the later of two wins (S11). */
  async #storeAll(
    jobs: readonly { readonly path: string; readonly convert: () => Promise<ConvertedFile> }[],
    signal: AbortSignal | undefined,
    progress: ReportProgress | undefined,
    isDryRun = false,
  ): Promise<ImportSummary> {
    const batch = new CommitBatch(this.#store, signal, isDryRun);
    const ahead: Promise<() => Promise<void>>[] = [];
    const reports: ImportReport[] = [];
    const collect = async (): Promise<void> => {
      const next = ahead.shift();
      if (next === undefined) return;
      await (
        await next
      )();
      reports.push(...batch.takeReports());
      const stored = reports.reduce((sum, { rowsStored }) => sum + rowsStored, 0);
      progress?.(
        reports.length / jobs.length,
        `${count(reports.length)} of ${count(jobs.length)} files, ${count(stored)} rows stored`,
      );
    };
    try {
      for (const { path, convert } of jobs) {
        const made = convert().then(
          (file) => () => batch.add(file),
          (error: unknown) => () => batch.refuse(path, error),
        );
        ahead.push(made);
        if (ahead.length >= AHEAD) await collect();
      }
      while (ahead.length > 0) await collect();
      await batch.flush();
      reports.push(...batch.takeReports());
    } catch (error) {
      await Promise.allSettled(ahead);
      throw error;
    }
    return { files: reports, rowsStored: reports.reduce((sum, { rowsStored }) => sum + rowsStored, 0) };
  }

  async #drop(file: PooledFile): Promise<void> {
    await this.#pool.forget(file);
    await rm(file.file.staged, { force: true });
  }

  #fileOf(fileId: string): OpenFile {
    const file = this.#files.get(fileId);
    if (file === undefined) throw new AppError('not-found', 'This file is no longer open for import. Add it again.');
    return file;
  }

  /** In the data folder where it can be written, so that a commit moves files instead of copying them. */
  #stagingFolder(): Promise<string> {
    return this.#store.isReadOnly ? this.#temporaryFolder() : this.#store.staging();
  }

  #temporaryFolder(): Promise<string> {
    this.#ownFolder ??= mkdtemp(join(tmpdir(), 'tapedeck-inspect-'));
    return this.#ownFolder;
  }
}

/** The path's symbol for a file that names none itself. */
async function symbolOf(
  process: ImportProcess,
  options: ImportOptions,
  pathSymbol: string,
  deadlineMs: number,
  signal: AbortSignal | undefined,
): Promise<Pick<ImportOptions, 'symbol'>> {
  const { columns } = await process.ask<'inspect'>({ type: 'inspect', options }, deadlineMs, signal);
  return columns.some(({ meaning }) => meaning === 'symbol') ? {} : { symbol: pathSymbol };
}

async function list(paths: readonly string[]): Promise<string[]> {
  const listed: string[] = [];
  for (const path of paths) for await (const file of walk(path)) listed.push(file);
  return listed;
}

/** Runs `work` on a few items at a time; answers in the order of the items. */
async function inOrder<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++;
      results[at] = await work(items[at] as Item);
    }
  };
  await Promise.all(Array.from({ length: CHILDREN }, worker));
  return results;
}

function withIdentity(error: unknown, sha256: string): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, error.message, { cause: error, details: { ...error.details, sha256 } });
}

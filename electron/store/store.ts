import { resolve } from 'node:path';
import { AppError } from '../../shared/lang/app-error.ts';
import type { CancelSignal } from '../../shared/lang/cancel.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import type { TimeRange } from '../../shared/market/time.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import type {
  BackupReport,
  DamagedFile,
  RestoreReport,
  SeriesChange,
  StoreChanges,
  StorePlan,
  Verification,
} from '../../shared/store/operations.ts';
import { listSeries } from './catalogue.ts';
import type { ManifestContent } from './commit.ts';
import { openDuckDb, type DuckDb } from './duckdb.ts';
import { exportSeries, type ExportedFile, type ExportTarget } from './export.ts';
import { FileGuard } from './file-guard.ts';
import { nodeFs, type FsPort } from './fs-port.ts';
import { storeLayout, type StoreLayout } from './layout.ts';
import { acquireWriterLock, type WriterLock } from './lock.ts';
import type { DraftFiles } from './draft-files.ts';
import { namedFiles, type ImportRecord } from './manifest.ts';
import type { CommitResult, NormalisedFile } from './normalised.ts';
import { writeBackup } from './operations/backup.ts';
import { BackupReader } from './operations/backup-reader.ts';
import { compactFiles, planCompaction } from './operations/compaction.ts';
import { sumOf, type OperationOptions } from './operations/operation.ts';
import { planRemoval, removeRows, type Removal } from './operations/removal.ts';
import { restoreBackup } from './operations/restore.ts';
import { pinManifest } from './pins.ts';
import { ParquetReader, type StoreReader } from './reader.ts';
import { recoverStore, type RecoveryReport } from './recovery.ts';
import { storeError } from './store-error.ts';
import { damagedFile, filesOf, verifyStore, type FileOfSeries } from './verify.ts';
import { StoreWriter, type CommitOptions } from './writer.ts';

/** One data folder: the only way in for backend and command line. Close it. */
export interface Store {
  readonly dataDir: string;
  readonly layout: StoreLayout;
  readonly isReadOnly: boolean;
  /** A reader of the newest committed state; it moves on after each commit of this store. */
  readonly reader: StoreReader;
  /** What recovery found when the folder was opened for writing. */
  readonly recovery: RecoveryReport | undefined;
  catalogue(): Promise<SeriesSummary[]>;
  /** What was stored from foreign files of this hash, newest last; empty for a file that is not known. */
  importsOf(sha256: string): readonly ImportRecord[];
  /** The folder for staged files, made (and the data folder with it) on first use. Emptied when the store is opened for writing. */
  staging(): Promise<string>;
  /** See {@link StoreWriter.commitFiles}. Staged files must lie in {@link staging}. Throws `store-read-only` on a read-only store. */
  commitFiles(files: readonly NormalisedFile[], options?: CommitOptions): Promise<CommitResult[]>;
  /** See {@link planRemoval}. */
  planRemoval(removals: readonly Removal[]): Promise<StorePlan>;
  /** Removes rows in one commit, all or nothing. Nothing to remove changes nothing. Throws `store-damaged`, `disk-full`, `store-read-only`, `cancelled`. */
  remove(removals: readonly Removal[], options?: OperationOptions): Promise<StoreChanges>;
  /** See {@link planCompaction}. */
  planCompaction(): Promise<StorePlan>;
  /** Joins small files in one commit, all or nothing; readers go on with the files that they pinned. */
  compact(options?: OperationOptions): Promise<StoreChanges>;
  /** Writes everything to one file; see {@link writeBackup}. Works on a read-only store, beside other work. */
  backup(path: string, options?: OperationOptions): Promise<BackupReport>;
  /** Merges a backup in one commit, all or nothing; see {@link restoreBackup}. */
  restore(path: string, options?: OperationOptions): Promise<RestoreReport>;
  /** Removes files that commits superseded and no reader pins any more. Each commit does so too: this is for readers that moved on later. */
  sweep(): Promise<void>;
  /** See {@link exportSeries}; runs beside other work, on a DuckDB instance of its own. */
  export(key: SeriesKey, range: TimeRange, target: ExportTarget): Promise<ExportedFile>;
  /** Every file of the reader's state, replaced rows included. */
  files(): FileOfSeries[];
  /** Compares one of these files with its hash; `undefined` when it is what was stored. Throws `cancelled` soon after `signal` was raised. */
  checkFile(file: FileOfSeries, signal?: CancelSignal): Promise<DamagedFile | undefined>;
  /** See {@link verifyStore}. */
  verify(options?: OperationOptions): Promise<Verification>;
  /** Moves the reader to the newest manifest, which another program may have committed; answers whether it is another one. */
  refresh(): Promise<boolean>;
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  readonly dataDir: string;
  /** `write` throws `store-locked` when another program writes, `auto` opens read-only then. A read-only store changes nothing on disk, but for the pin of its reader. */
  readonly mode: 'write' | 'read' | 'auto';
  readonly fs?: FsPort;
}

/** Opens a data folder; one that does not exist is an empty store, made on first write. */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const layout = storeLayout(resolve(options.dataDir));
  const fs = options.fs ?? nodeFs;
  const store = new DataFolder(layout, fs, options.mode === 'read');
  try {
    await store.open(options.mode === 'auto');
  } catch (error) {
    await store.close().catch(() => undefined);
    throw storeError(error, 'opening the store', layout.dataDir);
  }
  return store;
}

class DataFolder implements Store {
  readonly layout: StoreLayout;
  readonly #fs: FsPort;
  readonly #guard: FileGuard;
  #isReadOnly: boolean;
  #reader: ParquetReader | undefined;
  #lock: WriterLock | undefined;
  #writer: Promise<StoreWriter> | undefined;
  #db: Promise<DuckDb> | undefined;
  #recovery: RecoveryReport | undefined;
  #isClosed = false;

  constructor(layout: StoreLayout, fs: FsPort, isReadOnly: boolean) {
    this.layout = layout;
    this.#fs = fs;
    this.#guard = new FileGuard(fs, layout.dataDir);
    this.#isReadOnly = isReadOnly;
  }

  async open(mayFallBack: boolean): Promise<void> {
    if (!this.#isReadOnly && (await this.#fs.stat(this.layout.dataDir)) !== undefined) {
      try {
        await this.#writable();
      } catch (error) {
        const failure = storeError(error, 'opening the store for writing', this.dataDir);
        if (!mayFallBack || (failure.code !== 'store-locked' && failure.code !== 'store-read-only')) throw failure;
        this.#isReadOnly = true;
      }
    }
    this.#reader = await ParquetReader.open({ dataDir: this.dataDir, fs: this.#fs, guard: this.#guard });
  }

  get dataDir(): string {
    return this.layout.dataDir;
  }

  get isReadOnly(): boolean {
    return this.#isReadOnly;
  }

  get recovery(): RecoveryReport | undefined {
    return this.#recovery;
  }

  get reader(): StoreReader {
    return this.#openReader();
  }

  catalogue(): Promise<SeriesSummary[]> {
    return listSeries(this.reader, this.#guard);
  }

  importsOf(sha256: string): readonly ImportRecord[] {
    return this.reader.manifest.imports.filter((record) => record.sha256 === sha256);
  }

  async staging(): Promise<string> {
    try {
      await this.#writable();
      await this.#fs.makeFolder(this.layout.staging);
    } catch (error) {
      throw storeError(error, 'preparing the staging folder', this.dataDir);
    }
    return this.layout.staging;
  }

  async commitFiles(files: readonly NormalisedFile[], options: CommitOptions = {}): Promise<CommitResult[]> {
    return this.#committed((writer) => writer.commitFiles(files, options));
  }

  planRemoval(removals: readonly Removal[]): Promise<StorePlan> {
    return planRemoval(this.#openReader(), removals);
  }

  remove(removals: readonly Removal[], options: OperationOptions = {}): Promise<StoreChanges> {
    return this.#change('removing rows', (files) => removeRows(files, removals, options));
  }

  planCompaction(): Promise<StorePlan> {
    return planCompaction(this.reader, this.#guard);
  }

  compact(options: OperationOptions = {}): Promise<StoreChanges> {
    return this.#change('joining small files', (files) => compactFiles(files, options));
  }

  backup(path: string, options: OperationOptions = {}): Promise<BackupReport> {
    const { manifest } = this.reader;
    return this.#pinned(() => writeBackup({ fs: this.#fs, layout: this.layout, manifest }, path, options));
  }

  async restore(path: string, options: OperationOptions = {}): Promise<RestoreReport> {
    const backup = await BackupReader.open(this.#fs, path).catch((error: unknown) => {
      throw storeError(error, `reading the backup ${path}`, path, 'choose another file');
    });
    return this.#committed((writer) =>
      writer.change('restoring the backup', async (files, number) => ({
        result: await restoreBackup(files, number, backup, options),
      })),
    );
  }

  async sweep(): Promise<void> {
    const writer = await this.#writer;
    if (writer?.hasSuperseded === true) await writer.sweep();
  }

  export(key: SeriesKey, range: TimeRange, target: ExportTarget): Promise<ExportedFile> {
    return this.#pinned(() => exportSeries(this.reader, this.#guard, key, range, target));
  }

  files(): FileOfSeries[] {
    return filesOf(this.reader.manifest);
  }

  async checkFile(file: FileOfSeries, signal?: CancelSignal): Promise<DamagedFile | undefined> {
    const reason = await this.#guard.inspect(file.file, true, signal);
    return reason === undefined ? undefined : damagedFile(file, reason);
  }

  verify(options: OperationOptions = {}): Promise<Verification> {
    return verifyStore(this.reader, this.#guard, options);
  }

  async refresh(): Promise<boolean> {
    return this.#openReader().refresh();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.close();
    const [db, writer] = await Promise.allSettled([this.#db, this.#writer]);
    if (db.status === 'fulfilled') await db.value?.close();
    if (writer.status === 'fulfilled') await writer.value?.sweep().catch(() => undefined);
    await this.#lock?.release();
  }

  /** Keeps the files of the reader's manifest until the work is done. */
  async #pinned<T>(work: () => Promise<T>): Promise<T> {
    const pin = await pinManifest(this.#fs, this.layout, this.reader.manifestNumber).catch((error: unknown) => {
      throw storeError(error, 'marking what is read', this.dataDir);
    });
    try {
      return await work();
    } finally {
      await pin.release();
    }
  }

  /** One commit and what follows it. */
  async #committed<T>(work: (writer: StoreWriter) => Promise<T>): Promise<T> {
    const writer = await this.#writable();
    const result = await work(writer);
    await this.#reader?.follow(writer.current.manifest);
    // The commit stands whatever becomes of what it superseded: recovery removes that too.
    await writer.sweep().catch(() => undefined);
    return result;
  }

  #change(doing: string, work: (files: DraftFiles) => Promise<SeriesChange[]>): Promise<StoreChanges> {
    return this.#committed((writer) =>
      writer.change(doing, async (files) => {
        const before = storedBytes(files.draft.content());
        const changes = await work(files);
        return { result: { ...sumOf(changes), bytesFreed: before - storedBytes(files.draft.content()) } };
      }),
    );
  }

  /** Takes the lock and recovers, once; a failed attempt may be made again. */
  #writable(): Promise<StoreWriter> {
    if (this.#isReadOnly) {
      const message = `The store in ${this.dataDir} is open read-only, because another program writes to it or it cannot be written. Nothing was changed.`;
      return Promise.reject(new AppError('store-read-only', message));
    }
    this.#writer ??= this.#openWriter().catch((error: unknown) => {
      this.#writer = undefined;
      throw error;
    });
    return this.#writer;
  }

  async #openWriter(): Promise<StoreWriter> {
    await this.#fs.makeFolder(this.dataDir);
    this.#lock ??= await acquireWriterLock(this.#fs, this.layout);
    this.#recovery = await recoverStore(this.#fs, this.layout);
    const parts = { fs: this.#fs, layout: this.layout, guard: this.#guard, database: () => this.#database() };
    return new StoreWriter(parts, this.#recovery.current);
  }

  #openReader(): ParquetReader {
    if (this.#reader === undefined) throw new AppError('unavailable', `The store in ${this.dataDir} is closed.`);
    return this.#reader;
  }

  #database(): Promise<DuckDb> {
    this.#db ??= openDuckDb({ allowed: [this.dataDir], tempDir: this.layout.temp });
    return this.#db;
  }
}

function storedBytes(content: ManifestContent): number {
  let bytes = 0;
  for (const file of namedFiles(content)) bytes += file.bytes;
  return bytes;
}

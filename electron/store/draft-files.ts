import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../shared/lang/app-error.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import type { Draft } from './draft.ts';
import type { DuckDbSession } from './duckdb.ts';
import type { FileGuard } from './file-guard.ts';
import type { FsPort } from './fs-port.ts';
import { provenancePath, storedPath, type StoreLayout } from './layout.ts';
import type { StoredFile } from './manifest.ts';
import { copyTo } from './copy-to.ts';
import { ROW_GROUP_ROWS, STORED_COLUMNS, storedSelect, type Scales } from './schema.ts';
import { readParquet } from './sql.ts';
import { readBack, readBackAll, type StagedFile } from './staged-file.ts';

export interface DraftParts {
  readonly fs: FsPort;
  readonly layout: StoreLayout;
  readonly guard: FileGuard;
}

/** Rows that a written file must turn out to hold. */
export interface MeantRows {
  readonly rows: number;
  readonly digest: bigint;
}

/** The files of one commit in the making. What steps write lies in staging, is read back and compared with what was meant, and only then takes
 * its place in the draft. Staged files are noted in `scratch`; those that the draft does not place in the end are the caller's to remove. */
export class DraftFiles {
  readonly fs: FsPort;
  readonly guard: FileGuard;
  readonly db: DuckDbSession;
  readonly draft: Draft;
  readonly #layout: StoreLayout;
  readonly #scratch: string[];
  /** Digests of the files that this commit adds. */
  readonly #digests = new Map<StoredFile, bigint>();

  constructor(parts: DraftParts, db: DuckDbSession, draft: Draft, scratch: string[]) {
    this.fs = parts.fs;
    this.guard = parts.guard;
    this.#layout = parts.layout;
    this.db = db;
    this.draft = draft;
    this.#scratch = scratch;
  }

  get dataDir(): string {
    return this.#layout.dataDir;
  }

  scales(symbol: string): Scales {
    const found = this.draft.symbol(symbol);
    if (found === undefined) throw new Error(`invariant: ${symbol} has no scales in the draft`);
    return found;
  }

  newStagedPath(): string {
    const path = join(this.#layout.staging, `${randomUUID()}.parquet`);
    this.#scratch.push(path);
    return path;
  }

  /** Absolute path of a file of the draft, checked where it is stored. Throws `store-damaged`. */
  async open(key: SeriesKey, file: StoredFile): Promise<string> {
    return this.draft.isStaged(file) ? this.draft.absolute(file) : this.guard.open(key, file);
  }

  /** False where a stored file of the draft is missing or altered. */
  async isWhole(file: StoredFile): Promise<boolean> {
    return this.draft.isStaged(file) || (await this.guard.inspect(file)) === undefined;
  }

  /** Writes the rows of some files of a series, in their order, as one staged file under the scales of its symbol. */
  async copy(key: SeriesKey, from: readonly string[], meant: MeantRows, where = ''): Promise<StagedFile> {
    const scales = this.scales(key.symbol);
    const to = this.newStagedPath();
    const enough = Math.max(1, Math.ceil((from.length * ROW_GROUP_ROWS) / meant.rows));
    await copyTo(this.db, to, {
      kind: key.kind,
      select: `SELECT ${storedSelect(key.kind, scales)} FROM ${readParquet(from)}${where}`,
      head: `${readParquet(from.slice(0, enough), ', file_row_number = true')} WHERE file_row_number < ${ROW_GROUP_ROWS}`,
    });
    return this.written(key, to, meant);
  }

  /** Reads a staged file back; throws when it is not what was meant. */
  async written(key: SeriesKey, staged: string, meant: MeantRows): Promise<StagedFile> {
    const found = await readBack(this.fs, this.db, { key, staged, scales: this.scales(key.symbol) });
    if (found.isCanonical && found.rows === meant.rows && found.digest === meant.digest) return found;
    const message = `What was written of ${seriesId(key)} did not read back as it was meant (${found.rows} of ${meant.rows} rows). Nothing was stored; check the disk.`;
    throw new AppError('internal', message);
  }

  /** Rows and digest, under the symbol's scales, of a part of a file. */
  async rowsWhere(key: SeriesKey, path: string, where: string): Promise<MeantRows> {
    const names = STORED_COLUMNS[key.kind].map(({ name }) => name).join(', ');
    const select = storedSelect(key.kind, this.scales(key.symbol));
    const [row] = await this.db.rows(
      `SELECT count(*)::DOUBLE, sum(hash(${names})) FROM (SELECT ${select} FROM ${readParquet([path])}${where})`,
    );
    return { rows: Number(row?.[0]), digest: BigInt((row?.[1] as bigint | null) ?? 0n) };
  }

  /** Digests of files of the draft, in order, stored ones checked and read. Throws `store-damaged`. */
  async digests(key: SeriesKey, files: readonly StoredFile[]): Promise<bigint[]> {
    const unknown = files.filter((file) => !this.#digests.has(file));
    const scales = this.scales(key.symbol);
    const sources = [];
    for (const file of unknown) sources.push({ key, staged: await this.open(key, file), scales });
    const found = await readBackAll(this.fs, this.db, sources);
    for (const [index, { digest }] of found.entries()) this.#digests.set(unknown[index] as StoredFile, digest);
    return files.map((file) => this.#digests.get(file) ?? 0n);
  }

  /** Puts staged files in the place of files of the series. */
  place(key: SeriesKey, removed: readonly StoredFile[], ...added: readonly StagedFile[]): void {
    const files = added.map(({ staged, bytes, sha256, rows, first, last, digest }) => {
      const file: StoredFile = { path: storedPath(key, first, last, sha256), bytes, sha256, rows, first, last };
      this.#digests.set(file, digest);
      return { file, staged };
    });
    this.draft.replaceFiles(key, removed, files);
  }

  /** Keeps rows that a correction replaced (S11). */
  async placeReplaced(key: SeriesKey, staged: string, replacedBy: string): Promise<void> {
    const found = await readBack(this.fs, this.db, { key, staged, scales: this.scales(key.symbol) });
    const { bytes, sha256, rows, first, last } = found;
    const path = provenancePath(key, first, last, sha256);
    this.draft.addProvenance({ path, bytes, sha256, rows, first, last, series: seriesId(key), replacedBy }, staged);
  }

  /** Joins files that follow one another into one; no row changes. Throws `store-damaged`. */
  async join(key: SeriesKey, run: readonly StoredFile[]): Promise<StagedFile> {
    const digest = (await this.digests(key, run)).reduce((sum, one) => sum + one, 0n);
    const rows = run.reduce((sum, file) => sum + file.rows, 0);
    const paths = run.map((file) => this.draft.absolute(file));
    const joined = await this.copy(key, paths, { rows, digest });
    this.place(key, run, joined);
    return joined;
  }
}

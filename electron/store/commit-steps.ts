import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../shared/lang/app-error.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS, seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';
import type { Draft } from './draft.ts';
import type { DuckDbSession } from './duckdb.ts';
import type { FileGuard } from './file-guard.ts';
import type { FsPort } from './fs-port.ts';
import { provenancePath, storedPath, type StoreLayout } from './layout.ts';
import type { ImportedSeries, StoredFile } from './manifest.ts';
import { copyTo, mergeSeries } from './merge.ts';
import type { CommitResult, NormalisedFile, NormalisedSeries } from './normalised.ts';
import { ROW_GROUP_ROWS, storedSelect, type Scales } from './schema.ts';
import { readParquet } from './sql.ts';
import { readBack, readBackAll, type StagedFile } from './staged-file.ts';
import { STRETCH_GAP } from './stretches.ts';

export interface StepParts {
  readonly fs: FsPort;
  readonly layout: StoreLayout;
  readonly guard: FileGuard;
}

type Counts = Omit<CommitResult, 'status'>;

/** The steps of one commit: each reads the draft and changes it. Files that they write lie in staging and are noted in `scratch`; those that
 * the draft does not place in the end are the caller's to remove. */
export class CommitSteps {
  readonly #fs: FsPort;
  readonly #layout: StoreLayout;
  readonly #guard: FileGuard;
  readonly #db: DuckDbSession;
  readonly #draft: Draft;
  readonly #scratch: string[];
  /** What was read back, by staged path. */
  readonly #checked = new Map<string, StagedFile>();
  /** Digests of the files that this commit adds. */
  readonly #digests = new Map<StoredFile, bigint>();

  constructor(parts: StepParts, db: DuckDbSession, draft: Draft, scratch: string[]) {
    this.#fs = parts.fs;
    this.#layout = parts.layout;
    this.#guard = parts.guard;
    this.#db = db;
    this.#draft = draft;
    this.#scratch = scratch;
  }

  /** Reads back all staged files that are new, after giving every symbol the scales that its stored and incoming rows need together (S28). */
  async prepare(files: readonly NormalisedFile[]): Promise<void> {
    const series: NormalisedSeries[] = [];
    for (const file of files) if (!(await this.#isKnown(file))) series.push(...file.series);
    await this.#widen(series);
    const sources = series.map(({ key, file }) => ({ key, staged: file, scales: this.#scales(key.symbol) }));
    for (const found of await readBackAll(this.#fs, this.#db, sources)) this.#checked.set(found.staged, found);
  }

  /** Sets scales and calendars of the symbols, and rewrites their stored files where a scale grows. */
  async #widen(incoming: readonly NormalisedSeries[]): Promise<void> {
    const grown = new Set<string>();
    for (const { key, priceScale, sizeScale, calendar } of incoming) {
      const before = this.#draft.symbol(key.symbol);
      const after = {
        symbol: key.symbol,
        calendar,
        priceScale: Math.max(priceScale, before?.priceScale ?? 0),
        sizeScale: Math.max(sizeScale, before?.sizeScale ?? 0),
      };
      const grows = after.priceScale !== before?.priceScale || after.sizeScale !== before.sizeScale;
      if (grows || calendar !== before.calendar) this.#draft.setSymbol(after);
      if (grows && before !== undefined) grown.add(key.symbol);
    }
    for (const symbol of grown) {
      for (const series of this.#draft.seriesOf(symbol)) {
        for (const file of series.files) await this.#rewrite(series.key, file);
      }
    }
  }

  /** Stores one foreign file's series; `number` is that of the manifest in the making. */
  async add(file: NormalisedFile, number: number): Promise<CommitResult> {
    if (await this.#isKnown(file)) return { status: 'unchanged', rowsStored: 0, duplicates: 0, replaced: 0 };
    const total = { rowsStored: 0, duplicates: file.duplicates, replaced: file.replaced };
    const imported: ImportedSeries[] = [];
    for (const series of file.series) {
      const counts = await this.#addSeries(series, file.sha256);
      total.rowsStored += counts.rowsStored;
      total.duplicates += counts.duplicates;
      total.replaced += counts.replaced;
      imported.push(await this.#fingerprint(series));
    }
    const wasSeen = this.#draft.importsOf(file.sha256).length > 0;
    if (wasSeen && total.rowsStored === 0) return { status: 'unchanged', ...total };
    this.#draft.addImport({
      sha256: file.sha256,
      name: file.path,
      manifest: number,
      series: imported,
      rowsRead: file.rowsRead,
      ...total,
      rejected: file.rejections.reduce((sum, { rows }) => sum + rows, 0),
    });
    return { status: 'imported', ...total };
  }

  /** Joins new files that follow one another without a stored file between, up to a few row groups: thousands of daily files of a folder
   * become a few. Call it when all files of the commit were added. */
  async joinSmallFiles(): Promise<void> {
    for (const { key, files } of this.#draft.allSeries()) {
      for (const run of runsOfSmall(files, (file) => this.#draft.isStaged(file))) await this.#join(key, run);
    }
  }

  async #join(key: SeriesKey, run: readonly StoredFile[]): Promise<void> {
    const scales = this.#scales(key.symbol);
    const paths = run.map((file) => this.#draft.absolute(file));
    const digest = run.reduce((sum, file) => sum + (this.#digests.get(file) ?? 0n), 0n);
    this.#place(key, run, await this.#copy(key, paths, digest, scales));
  }

  /** True when the store already took this file, mapped to the same rows, and what it stored is still whole. */
  async #isKnown(file: NormalisedFile): Promise<boolean> {
    const records = this.#draft.importsOf(file.sha256);
    if (records.length === 0) return false;
    const mapped = await Promise.all(file.series.map((series) => this.#fingerprint(series)));
    const text = fingerprintText(mapped);
    if (!records.some(({ series }) => fingerprintText(series) === text)) return false;
    for (const { key, first, last } of file.series) {
      for (const stored of this.#overlapping(key, first, last)) {
        if (!this.#draft.isStaged(stored) && (await this.#guard.inspect(stored)) !== undefined) return false;
      }
    }
    return true;
  }

  async #fingerprint({ key, rows, first, last, file }: NormalisedSeries): Promise<ImportedSeries> {
    const content = this.#checked.get(file)?.sha256 ?? (await this.#fs.hashFile(file));
    return { id: seriesId(key), rows, first, last, content };
  }

  async #addSeries(series: NormalisedSeries, importSha256: string): Promise<Counts> {
    const { key } = series;
    const scales = this.#scales(key.symbol);
    const incoming = await this.#canonical(series, scales);
    const counts = await this.#addRows(key, scales, incoming, importSha256);
    if (series.listsEveryTrade) {
      const step = key.interval === undefined ? SAMPLING_MICROS[key.sampled ?? 'event'] : intervalMicros(key.interval);
      const range = { from: incoming.first, to: micros(incoming.last + Math.max(step, 1)) };
      this.#draft.stateEveryTradeListed(key, range);
    }
    return counts;
  }

  async #addRows(key: SeriesKey, scales: Scales, incoming: StagedFile, importSha256: string): Promise<Counts> {
    const overlapping = await this.#readable(key, incoming);
    if (overlapping.length === 0) {
      this.#place(key, [], incoming);
      return { rowsStored: incoming.rows, duplicates: 0, replaced: 0 };
    }
    const merged = this.#newStagedPath();
    const provenance = this.#newStagedPath();
    const outcome = await mergeSeries(this.#db, key, scales, {
      stored: overlapping.map((file) => this.#draft.absolute(file)),
      incoming: incoming.staged,
      merged,
      provenance,
    });
    const { duplicates, replaced } = outcome;
    if (outcome.merged === undefined) return { rowsStored: 0, duplicates, replaced };
    const written = await readBack(this.#fs, this.#db, { key, staged: merged, scales });
    assertWritten(key, written, outcome.merged);
    this.#place(key, overlapping, written);
    if (replaced > 0) await this.#keepReplaced(key, scales, provenance, importSha256);
    return { rowsStored: incoming.rows - duplicates, duplicates, replaced };
  }

  /** Stored files that the incoming rows overlap, checked. A damaged one is given up when the incoming rows cover its whole range; else
   * `store-damaged` is thrown, since merging would lose the rest of it for good. */
  async #readable(key: SeriesKey, incoming: StagedFile): Promise<StoredFile[]> {
    const readable: StoredFile[] = [];
    for (const file of this.#overlapping(key, incoming.first, incoming.last)) {
      const isCovered = incoming.first <= file.first && file.last <= incoming.last;
      if (isCovered && !this.#draft.isStaged(file) && (await this.#guard.inspect(file)) !== undefined) {
        this.#draft.dropFiles(key, [file]);
        continue;
      }
      if (!this.#draft.isStaged(file)) await this.#guard.open(key, file);
      readable.push(file);
    }
    return readable;
  }

  async #keepReplaced(key: SeriesKey, scales: Scales, staged: string, replacedBy: string): Promise<void> {
    const { bytes, sha256, rows, first, last } = await readBack(this.#fs, this.#db, { key, staged, scales });
    const path = provenancePath(key, first, last, sha256);
    this.#draft.addProvenance({ path, bytes, sha256, rows, first, last, series: seriesId(key), replacedBy }, staged);
  }

  /** The staged file read back, rewritten first where it has not the symbol's scales or the stored columns. */
  async #canonical(series: NormalisedSeries, scales: Scales): Promise<StagedFile> {
    const { key } = series;
    const found =
      this.#checked.get(series.file) ?? (await readBack(this.#fs, this.#db, { key, staged: series.file, scales }));
    if (found.rows !== series.rows || found.first !== series.first || found.last !== series.last) {
      const stated = `${series.rows} rows from ${series.first} to ${series.last}`;
      const message = `The staged file of ${seriesId(key)} should hold ${stated} but holds ${found.rows} rows from ${found.first} to ${found.last}. Nothing was stored.`;
      throw new AppError('bad-file', message);
    }
    return found.isCanonical ? found : this.#copy(key, [series.file], found.digest, scales);
  }

  /** Rewrites a stored file under the scales of its symbol. */
  async #rewrite(key: SeriesKey, file: StoredFile): Promise<void> {
    const scales = this.#scales(key.symbol);
    const path = await this.#guard.open(key, file);
    const { digest } = await readBack(this.#fs, this.#db, { key, staged: path, scales });
    this.#place(key, [file], await this.#copy(key, [path], digest, scales));
  }

  async #copy(key: SeriesKey, from: readonly string[], digest: bigint, scales: Scales): Promise<StagedFile> {
    const to = this.#newStagedPath();
    await copyTo(this.#db, `SELECT ${storedSelect(key.kind, scales)} FROM ${readParquet(from)}`, to);
    const written = await readBack(this.#fs, this.#db, { key, staged: to, scales });
    assertWritten(key, written, { rows: written.rows, digest });
    return written;
  }

  #place(key: SeriesKey, removed: readonly StoredFile[], file: StagedFile): void {
    const { staged, bytes, sha256, rows, first, last } = file;
    const path = storedPath(key, first, last, sha256);
    const stored: StoredFile = { path, bytes, sha256, rows, first, last };
    this.#draft.replaceFiles(key, removed, stored, staged);
    this.#digests.set(stored, file.digest);
  }

  #overlapping(key: SeriesKey, first: number, last: number): StoredFile[] {
    return this.#draft.files(key).filter((file) => file.first <= last && file.last >= first);
  }

  #scales(symbol: string): Scales {
    const found = this.#draft.symbol(symbol);
    if (found === undefined) throw new Error(`invariant: ${symbol} has no scales in the draft`);
    return found;
  }

  #newStagedPath(): string {
    const path = join(this.#layout.staging, `${randomUUID()}.parquet`);
    this.#scratch.push(path);
    return path;
  }
}

function assertWritten(
  key: SeriesKey,
  found: StagedFile,
  meant: { readonly rows: number; readonly digest: bigint },
): void {
  if (found.isCanonical && found.rows === meant.rows && found.digest === meant.digest) return;
  const message = `What was written of ${seriesId(key)} did not read back as it was meant (${found.rows} of ${meant.rows} rows). Nothing was stored; check the disk.`;
  throw new AppError('internal', message);
}

function fingerprintText(series: readonly ImportedSeries[]): string {
  return series
    .map(({ id, rows, first, last, content }) => `${id} ${rows} ${first} ${last} ${content}`)
    .sort()
    .join('\n');
}

const JOINED_ROWS = 4 * ROW_GROUP_ROWS;

/** Runs of two or more neighbours of one stretch that are small and new. */
function runsOfSmall(files: readonly StoredFile[], isNew: (file: StoredFile) => boolean): StoredFile[][] {
  const runs: StoredFile[][] = [];
  let run: StoredFile[] = [];
  let rows = 0;
  for (const file of files) {
    const isSmall = isNew(file) && file.rows < ROW_GROUP_ROWS;
    const before = run.at(-1);
    const isFar = before !== undefined && file.first - before.last > STRETCH_GAP;
    if (run.length > 0 && (!isSmall || isFar || rows + file.rows > JOINED_ROWS)) {
      runs.push(run);
      run = [];
      rows = 0;
    }
    if (!isSmall) continue;
    run.push(file);
    rows += file.rows;
  }
  runs.push(run);
  return runs.filter(({ length }) => length > 1);
}

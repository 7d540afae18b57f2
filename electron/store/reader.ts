import { join } from 'node:path';

import { AppError } from '../../shared/lang/app-error.ts';
import { BAR_PRESENT, lowerBound } from '../../shared/market/columns.ts';
import type { BarColumns, QuoteColumns, TradeColumns } from '../../shared/market/columns.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { micros, type Micros, type TimeRange } from '../../shared/market/time.ts';
import { sharedDoubles } from './column-sink.ts';
import { openDuckDb, type DuckDb } from './duckdb.ts';
import { FileGuard } from './file-guard.ts';
import { nodeFs, type FsPort } from './fs-port.ts';
import { storeLayout, type StoreLayout } from './layout.ts';
import { findSeries, findSymbol, type Manifest, type StoredFile, type StoredSeries } from './manifest.ts';
import { HeldPin, pinManifest, unpinned, type Pin } from './pins.ts';
import { manifestNumbers, readCurrentManifest } from './recovery.ts';
import { RowCounts } from './row-counts.ts';
import { STORED_COLUMNS, type Scales } from './schema.ts';
import { rowsInside, WindowCache, windowsInside, windowsOf } from './window-cache.ts';
import type { FileWindow, WindowColumns } from './window-cache.ts';
import { WindowDecoder } from './window-decoder.ts';

/** Quotes of a range, and the index of its first one: 0, or 1 where the last quote before the range was asked for and exists. */
export interface LoadedQuotes {
  readonly columns: QuoteColumns;
  readonly first: number;
}

/** A part of a file's rows; the stamps of its first and last row, both inclusive, mean nothing without rows. */
export interface RowSpan {
  readonly rows: number;
  readonly first: Micros;
  readonly last: Micros;
}

/** A view of the store as of one manifest, which it pins: what is imported meanwhile shows after {@link StoreReader.refresh}. It has a
 * DuckDB instance of its own and may live in any thread. Columns are new SharedArrayBuffers, sorted by time, and the caller's. */
export interface StoreReader {
  readonly dataDir: string;
  /** Number of the pinned manifest; 0 for a store that holds nothing. */
  readonly manifestNumber: number;
  readonly manifest: Manifest;
  series(): readonly StoredSeries[];
  find(key: SeriesKey): StoredSeries | undefined;
  /** Scales and calendar of a symbol. Throws `not-found`. */
  symbol(symbol: string): Scales & { readonly symbol: string; readonly calendar: string };
  /** Files of a series that may hold rows of the range (all without one); their hashes name the content for caches. */
  files(key: SeriesKey, range?: TimeRange): readonly StoredFile[];
  /** Bars with `from <= time < to`. Throws `not-found` for a series that is not stored and `store-damaged` where a file of the range is not
   * what was stored; a range without rows is empty columns. */
  loadBars(key: SeriesKey, range: TimeRange): Promise<BarColumns>;
  /** Quotes with `from <= time < to`; with `previous`, the last quote before `from` is put in front. Throws as {@link loadBars}. */
  loadQuotes(key: SeriesKey, range: TimeRange, options?: { readonly previous?: boolean }): Promise<LoadedQuotes>;
  /** Trades with `from <= time < to`. Throws as {@link loadBars}. */
  loadTrades(key: SeriesKey, range: TimeRange): Promise<TradeColumns>;
  /** Row counts of a series by quarter hour, keyed by the quarter's first instant: tells which sessions hold anything without loading
   * them. Throws as {@link loadBars}. */
  rowsByQuarterHour(key: SeriesKey, range?: TimeRange): Promise<ReadonlyMap<Micros, number>>;
  /** Opens DuckDB ahead of the first load, while the caller does something else. */
  warmUp(): void;
  /** Pins the newest manifest; answers whether it is another one. Loads that are under way finish on the one they began with. */
  refresh(): Promise<boolean>;
  /** Stops what runs, releases the pin and the DuckDB instance. */
  close(): Promise<void>;
}

export interface ReaderOptions {
  readonly dataDir: string;
  readonly fs?: FsPort;
  /** Shared with others that read the same folder in this thread. */
  readonly guard?: FileGuard;
  readonly threads?: number;
  readonly memoryLimit?: string;
}

/** Opens a reader on the newest manifest; a data folder that does not exist is an empty store. */
export function openReader(options: ReaderOptions): Promise<StoreReader> {
  return ParquetReader.open(options);
}

/** The reader, with what only the store that writes may ask of it. */
export class ParquetReader implements StoreReader {
  readonly #fs: FsPort;
  readonly #layout: StoreLayout;
  readonly #guard: FileGuard;
  readonly #options: ReaderOptions;
  readonly #cache = new WindowCache();
  readonly #decoder = new WindowDecoder();
  readonly #counts: RowCounts;
  /** Row groups by the hash of their file. */
  readonly #windows = new Map<string, Promise<FileWindow[]>>();
  #db: Promise<DuckDb> | undefined;
  #pin: HeldPin | undefined;
  #manifest: Manifest | undefined;

  private constructor(options: ReaderOptions) {
    this.#options = options;
    this.#fs = options.fs ?? nodeFs;
    this.#layout = storeLayout(options.dataDir);
    this.#guard = options.guard ?? new FileGuard(this.#fs, options.dataDir);
    this.#counts = new RowCounts(join(this.#layout.cache, 'rows'));
  }

  static async open(options: ReaderOptions): Promise<ParquetReader> {
    const reader = new ParquetReader(options);
    await reader.refresh();
    return reader;
  }

  get dataDir(): string {
    return this.#layout.dataDir;
  }

  get manifest(): Manifest {
    if (this.#manifest === undefined) throw new Error('invariant: the reader is closed');
    return this.#manifest;
  }

  get manifestNumber(): number {
    return this.manifest.number;
  }

  series(): readonly StoredSeries[] {
    return this.manifest.series;
  }

  find(key: SeriesKey): StoredSeries | undefined {
    return findSeries(this.manifest, key);
  }

  symbol(symbol: string): ReturnType<StoreReader['symbol']> {
    const found = findSymbol(this.manifest, symbol);
    if (found === undefined) throw new AppError('not-found', `${symbol} is not in the store. Import data of it first.`);
    return found;
  }

  files(key: SeriesKey, range?: TimeRange): readonly StoredFile[] {
    const files = this.#existing(key).files;
    return range === undefined ? files : files.filter(({ first, last }) => first < range.to && last >= range.from);
  }

  async loadBars(key: SeriesKey, range: TimeRange): Promise<BarColumns> {
    const [time, open, high, low, close, volume] = (await this.#held(() => this.#load(key, range))) as SixColumns;
    const flags = new Uint8Array(new SharedArrayBuffer(time.length)).fill(BAR_PRESENT);
    return { time, open, high, low, close, volume, flags };
  }

  warmUp(): void {
    // What went wrong is told by the first load.
    this.#database().catch(() => undefined);
  }

  loadQuotes(key: SeriesKey, range: TimeRange, options: { readonly previous?: boolean } = {}): Promise<LoadedQuotes> {
    return this.#held(async () => {
      const before = options.previous === true ? await this.#lastBefore(key, range.from) : undefined;
      const loaded = await this.#load(key, { from: before ?? range.from, to: range.to });
      // Several quotes may share the stamp of the last one before the range: the last row rules.
      const skip = before === undefined ? 0 : Math.max(0, lowerBound(loaded[0] as Float64Array, range.from) - 1);
      const [time, bid, ask, bidSize, askSize] = loaded.map((column) => tail(column, skip)) as SixColumns;
      return { columns: { time, bid, ask, bidSize, askSize }, first: before === undefined ? 0 : 1 };
    });
  }

  async loadTrades(key: SeriesKey, range: TimeRange): Promise<TradeColumns> {
    const [time, price, size, sides] = (await this.#held(() => this.#load(key, range))) as SixColumns;
    const side = new Uint8Array(new SharedArrayBuffer(sides.length));
    side.set(sides);
    return { time, price, size, side };
  }

  async rowsByQuarterHour(key: SeriesKey, range?: TimeRange): Promise<ReadonlyMap<Micros, number>> {
    const files = this.files(key, range);
    if (files.length === 0) return new Map();
    const stored = this.files(key);
    const wanted = await Promise.all(files.map(async (file) => [file, await this.#guard.open(key, file)] as const));
    return this.#counts.of(key, wanted, stored, () => this.#database());
  }

  /** Rows of one file with `from <= stamp < to`, and the stamps of the first and the last of them. Throws `store-damaged`. */
  spanOf(key: SeriesKey, file: StoredFile, range: TimeRange): Promise<RowSpan> {
    return this.#held(async () => {
      let span: RowSpan = { rows: 0, first: range.from, last: range.from };
      for (const window of windowsInside(await this.#windowsOf(key, file), range)) {
        const columns = await this.#decoded(key, window);
        const { from, to } = rowsInside(columns, range);
        if (from === to) continue;
        const [time = new Float64Array()] = columns;
        const first = span.rows === 0 ? micros(time[from] as number) : span.first;
        span = { rows: span.rows + to - from, first, last: micros(time[to - 1] as number) };
      }
      return span;
    });
  }

  async refresh(): Promise<boolean> {
    for (;;) {
      const newest = (await manifestNumbers(this.#fs, this.#layout)).at(-1);
      const { manifest } = await readCurrentManifest(this.#fs, this.#layout);
      if (manifest.number === this.#manifest?.number) return false;
      const pin = await pinManifest(this.#fs, this.#layout, manifest.number);
      try {
        // A commit between reading and pinning may already have removed files of this manifest.
        if ((await manifestNumbers(this.#fs, this.#layout)).at(-1) === newest) {
          await this.#moveTo(manifest, pin);
          return true;
        }
      } catch (error) {
        await pin.release();
        throw error;
      }
      await pin.release();
    }
  }

  /** Moves to a manifest that this process has just committed. A pin that cannot be written is done without: only this process removes files. */
  async follow(manifest: Manifest): Promise<void> {
    if (manifest.number === this.#manifest?.number) return;
    const pin = await pinManifest(this.#fs, this.#layout, manifest.number).catch(() => unpinned(manifest.number));
    await this.#moveTo(manifest, pin);
  }

  async close(): Promise<void> {
    const db = this.#db;
    this.#db = undefined;
    this.#manifest = undefined;
    const pin = this.#pin;
    this.#pin = undefined;
    this.#cache.clear();
    if (db !== undefined) await (await db).close();
    await pin?.retire();
  }

  async #moveTo(manifest: Manifest, pin: Pin): Promise<void> {
    const before = this.#pin;
    this.#pin = new HeldPin(pin);
    this.#manifest = manifest;
    await before?.retire();
  }

  /** Keeps the pinned manifest's files until the work is done. */
  async #held<T>(work: () => Promise<T>): Promise<T> {
    const pin = this.#pin;
    pin?.hold();
    try {
      return await work();
    } finally {
      await pin?.letGo();
    }
  }

  #existing(key: SeriesKey): StoredSeries {
    const found = this.find(key);
    if (found === undefined) throw new AppError('not-found', `${seriesId(key)} is not in the store. Import it first.`);
    return found;
  }

  #database(): Promise<DuckDb> {
    const { dataDir, threads, memoryLimit } = this.#options;
    this.#db ??= openDuckDb({
      allowed: [dataDir],
      ...(threads === undefined ? {} : { threads }),
      ...(memoryLimit === undefined ? {} : { memoryLimit }),
    });
    return this.#db;
  }

  async #load(key: SeriesKey, range: TimeRange): Promise<Float64Array[]> {
    const parts: { columns: WindowColumns; from: number; to: number }[] = [];
    for (const file of this.files(key, range)) {
      const windows = windowsInside(await this.#windowsOf(key, file), range);
      const decoding = windows.map((window) => this.#decoded(key, window));
      // All have ended before one that failed is told: nothing reads on when the caller closes the reader.
      await Promise.allSettled(decoding);
      for (const columns of await Promise.all(decoding)) parts.push({ columns, ...rowsInside(columns, range) });
    }
    const rows = parts.reduce((sum, { from, to }) => sum + to - from, 0);
    return STORED_COLUMNS[key.kind].map((_, column) => {
      const whole = sharedDoubles(rows);
      let at = 0;
      for (const { columns, from, to } of parts) {
        whole.set((columns[column] as Float64Array).subarray(from, to), at);
        at += to - from;
      }
      return whole;
    });
  }

  #windowsOf(key: SeriesKey, file: StoredFile): Promise<FileWindow[]> {
    const known = this.#windows.get(file.sha256);
    if (known !== undefined) return known;
    const windows = this.#guard.open(key, file).then(async (path) => windowsOf(await this.#database(), file, path));
    this.#windows.set(file.sha256, windows);
    windows.catch(() => this.#windows.delete(file.sha256));
    return windows;
  }

  #decoded(key: SeriesKey, window: FileWindow): Promise<WindowColumns> {
    return this.#cache.get(window, async () => {
      const path = await this.#guard.open(key, window.file);
      return this.#decoder.decode(await this.#database(), key, window, path);
    });
  }

  /** Stamp of the last row before an instant. */
  async #lastBefore(key: SeriesKey, instant: Micros): Promise<Micros | undefined> {
    const file = this.#existing(key).files.findLast(({ first }) => first < instant);
    if (file === undefined || file.last < instant) return file?.last;
    const window = (await this.#windowsOf(key, file)).findLast(({ first }) => first < instant);
    if (window === undefined) return undefined;
    const [time = new Float64Array()] = await this.#decoded(key, window);
    return micros(time[lowerBound(time, instant) - 1] as number);
  }
}

type SixColumns = [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];

function tail(column: Float64Array, from: number): Float64Array {
  if (from === 0) return column;
  const rest = sharedDoubles(column.length - from);
  rest.set(column.subarray(from));
  return rest;
}

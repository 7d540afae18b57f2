import { lowerBound } from '../../shared/market/columns.ts';
import type { TimeRange } from '../../shared/market/time.ts';
import type { DuckDb } from './duckdb.ts';
import type { StoredFile } from './manifest.ts';
import { ROW_GROUP_ROWS } from './schema.ts';
import { escapeGlob, sqlText } from './sql.ts';

/** Bytes of decoded windows that one reader keeps. */
const CACHE_BYTES = 96 * 1024 * 1024;

/** Decoded columns of a part of a file, in the order of the schema. */
export type WindowColumns = readonly Float64Array[];

/** One row group of a file: rows `[firstRow, endRow)`, stamps `[first, last]`. Row groups are decoded whole: cutting one costs as much. */
export interface FileWindow {
  readonly file: StoredFile;
  readonly firstRow: number;
  readonly endRow: number;
  readonly first: number;
  readonly last: number;
}

/** Windows that may hold rows of a range. */
export function windowsInside(windows: readonly FileWindow[], range: TimeRange): FileWindow[] {
  return windows.filter(({ first, last }) => first < range.to && last >= range.from);
}

/** The row groups of a file, ascending; `path` is where it lies. A file of one row group is not even looked into. */
export async function windowsOf(db: DuckDb, file: StoredFile, path: string): Promise<FileWindow[]> {
  if (file.rows <= ROW_GROUP_ROWS) {
    return [{ file, firstRow: 0, endRow: file.rows, first: file.first, last: file.last }];
  }
  const groups = await db.rows(
    `SELECT row_group_num_rows::DOUBLE, epoch_us(stats_min_value::TIMESTAMPTZ)::DOUBLE, epoch_us(stats_max_value::TIMESTAMPTZ)::DOUBLE ` +
      `FROM parquet_metadata([${sqlText(escapeGlob(path))}]) WHERE path_in_schema = 'ts' ORDER BY row_group_id`,
  );
  let firstRow = 0;
  return groups.map(([rows, first, last]) => {
    const window = { file, firstRow, endRow: firstRow + Number(rows), first: Number(first), last: Number(last) };
    firstRow = window.endRow;
    return window;
  });
}

/** Rows `[from, to)` of the window that lie in a range. */
export function rowsInside(columns: WindowColumns, range: TimeRange): { readonly from: number; readonly to: number } {
  const time = columns[0] ?? new Float64Array();
  const from = lowerBound(time, range.from);
  return { from, to: lowerBound(time, range.to, from) };
}

/** Windows decoded last, by the hash of their file: content never changes under a hash. Bounded by bytes, the least recently used go first. */
export class WindowCache {
  readonly #windows = new Map<string, { readonly columns: Promise<WindowColumns>; bytes: number }>();
  #bytes = 0;

  /** The window's columns, decoded once however many ask at the same time. A failed decoding is not kept. */
  get(window: FileWindow, decode: () => Promise<WindowColumns>): Promise<WindowColumns> {
    const key = `${window.file.sha256}/${window.firstRow}`;
    const known = this.#windows.get(key);
    if (known !== undefined) {
      this.#windows.delete(key);
      this.#windows.set(key, known);
      return known.columns;
    }
    const entry = { columns: decode(), bytes: 0 };
    this.#windows.set(key, entry);
    entry.columns.then(
      (columns) => this.#account(key, entry, columns),
      () => this.#forget(key, entry),
    );
    return entry.columns;
  }

  clear(): void {
    this.#windows.clear();
    this.#bytes = 0;
  }

  #account(key: string, entry: { bytes: number }, columns: WindowColumns): void {
    if (this.#windows.get(key) !== entry) return;
    entry.bytes = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
    this.#bytes += entry.bytes;
    for (const [oldest, { bytes }] of this.#windows) {
      if (this.#bytes <= CACHE_BYTES || oldest === key) break;
      this.#windows.delete(oldest);
      this.#bytes -= bytes;
    }
  }

  #forget(key: string, entry: object): void {
    if (this.#windows.get(key) === entry) this.#windows.delete(key);
  }
}

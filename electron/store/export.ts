import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../shared/lang/app-error.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import type { TimeRange } from '../../shared/market/time.ts';
import { writeArrow } from './arrow-file.ts';
import { fillTable } from './column-table.ts';
import { openDuckDb, type DuckDb } from './duckdb.ts';
import type { ExportColumns, ExportMeta } from './export-rows.ts';
import type { FileGuard } from './file-guard.ts';
import { nodeFs } from './fs-port.ts';
import type { StoreReader } from './reader.ts';
import { parquetOptions } from './parquet-form.ts';
import { STORED_COLUMNS, storedSelect } from './schema.ts';
import { readParquet, sqlInstant, sqlText } from './sql.ts';
import { storeError } from './store-error.ts';

/** `freqtrade` is a Feather file in the layout that freqtrade reads, of bars only. */
export type ExportFormat = 'parquet' | 'csv' | 'arrow' | 'freqtrade';

export interface ExportedFile {
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ExportTarget {
  readonly format: ExportFormat;
  /** Written whole or not at all: under another name in the same folder, then renamed. An existing file is replaced. */
  readonly path: string;
  readonly signal?: AbortSignal;
}

/** Writes the rows of a stored series with `from <= ts < to` in the canonical form (E2): `ts, symbol, ...`, sorted. Parquet and Arrow have prices
 * as doubles, CSV as exact decimals with `ts` in ISO 8601 UTC. Throws `not-found` when there are no rows, `store-damaged`, `cancelled`. */
export async function exportSeries(
  reader: StoreReader,
  guard: FileGuard,
  key: SeriesKey,
  range: TimeRange,
  target: ExportTarget,
): Promise<ExportedFile> {
  const { priceScale, sizeScale } = reader.symbol(key.symbol);
  const paths: string[] = [];
  for (const file of reader.files(key, range)) paths.push(await guard.open(key, file));
  if (paths.length === 0) throw nothingToExport(key.symbol);
  const rows = `SELECT * FROM ${readParquet(paths)} WHERE ts >= ${sqlInstant(range.from)} AND ts < ${sqlInstant(range.to)}`;
  const meta = { kind: key.kind, symbol: key.symbol, priceScale, sizeScale };
  return writeTarget(target, paths.map(dirname), meta, () => Promise.resolve(rows));
}

/** The same for rows in memory: derived bars, which are stored nowhere. */
export function writeColumns(
  rows: ExportColumns,
  meta: Omit<ExportMeta, 'kind'>,
  target: ExportTarget,
): Promise<ExportedFile> {
  if (rows.columns.time.length === 0) return Promise.reject(nothingToExport(meta.symbol));
  const full = { ...meta, kind: rows.kind };
  return writeTarget(target, [], full, async (db) => {
    await fillTable(db, 'exported', rows);
    return `SELECT ${storedSelect(rows.kind, full)} FROM exported`;
  });
}

async function writeTarget(
  target: ExportTarget,
  readable: readonly string[],
  meta: ExportMeta,
  rowsOf: (db: DuckDb) => Promise<string>,
): Promise<ExportedFile> {
  const path = resolve(target.path);
  const folder = dirname(path);
  const draft = join(folder, `.tapedeck-${randomUUID()}.part`);
  if (target.format === 'freqtrade' && meta.kind !== 'bars') {
    throw new AppError(
      'bad-request',
      `freqtrade keeps bars; ${meta.kind} of ${meta.symbol} can be exported in other formats.`,
    );
  }
  let db: DuckDb | undefined;
  const interrupt = (): void => db?.interrupt();
  try {
    await mkdir(folder, { recursive: true });
    db = await openDuckDb({ allowed: [...new Set(readable), folder] });
    target.signal?.addEventListener('abort', interrupt);
    if (target.signal?.aborted === true) throw new AppError('cancelled', 'The export was cancelled.');
    const rows = await writeRows(db, await rowsOf(db), meta, target.format, draft);
    if (rows === 0) throw nothingToExport(meta.symbol);
    const sha256 = await nodeFs.hashFile(draft);
    await nodeFs.syncFile(draft);
    await nodeFs.rename(draft, path);
    return { rows, bytes: (await nodeFs.stat(path))?.bytes ?? 0, sha256 };
  } catch (error) {
    throw storeError(error, `exporting to ${path}`, folder);
  } finally {
    target.signal?.removeEventListener('abort', interrupt);
    await db?.close();
    await nodeFs.remove(draft);
  }
}

/** Writes rows of the stored schema to a new file and answers how many. */
async function writeRows(
  db: DuckDb,
  rows: string,
  meta: ExportMeta,
  format: ExportFormat,
  path: string,
): Promise<number> {
  if (format === 'arrow') return writeArrow(db, rows, meta, 'canonical', path);
  if (format === 'freqtrade') return writeArrow(db, rows, meta, 'freqtrade', path);
  const values = STORED_COLUMNS[meta.kind].slice(1).map(({ name, role }) => {
    if (role === 'side') return `CASE ${name} WHEN 1 THEN 'buy' WHEN 2 THEN 'sell' END AS ${name}`;
    return format === 'csv' ? name : `CAST(${name} AS DOUBLE) AS ${name}`;
  });
  const ts = format === 'csv' ? `${await isoText(db, rows)} AS ts` : 'ts';
  const select = `SELECT ${[ts, `${sqlText(meta.symbol)} AS symbol`, ...values].join(', ')} FROM (${rows})`;
  const options = format === 'csv' ? 'FORMAT csv, HEADER' : parquetOptions();
  await db.run(`COPY (${select}) TO ${sqlText(path)} (${options})`);
  const [count] = await db.rows(`SELECT count(*)::DOUBLE FROM (${rows})`);
  return Number(count?.[0]);
}

/** ISO 8601 text of `ts`, with a fraction only where some row has one. */
async function isoText(db: DuckDb, rows: string): Promise<string> {
  const [row] = await db.rows(`SELECT bool_or(epoch_us(ts) % 1000000 != 0) FROM (${rows})`);
  return `strftime(ts, '%Y-%m-%dT%H:%M:%S${row?.[0] === true ? '.%f' : ''}Z')`;
}

function nothingToExport(symbol: string): AppError {
  return new AppError('not-found', `${symbol} has no rows in that range. Choose dates that the catalogue shows.`);
}

import { join } from 'node:path';
import { expect } from 'vitest';

import { Database } from '../../electron/store/import/database.ts';
import type { ConvertedFile } from '../../electron/store/import/foreign-session.ts';
import { ForeignSession } from '../../electron/store/import/foreign-session.ts';
import { stageFile } from '../../electron/store/import/staging.ts';
import { openDuckDb } from '../../electron/store/duckdb.ts';
import { STORED_COLUMNS } from '../../electron/store/schema.ts';
import { readParquet, sqlText } from '../../electron/store/sql.ts';
import type { SeriesKind } from '../../shared/market/series.ts';
import type { FileInspection, ImportOptions } from '../../shared/store/import.ts';

/** Stages and reads one file in this process, without a store, as an import child would. `folder` is a scratch folder; `shownPath` is what the file is
 * said to be called. */
export async function readForeign<T>(
  folder: string,
  path: string,
  options: ImportOptions,
  use: (session: ForeignSession) => Promise<T>,
  shownPath = path,
): Promise<T> {
  const file = await stageFile(path, folder, shownPath);
  const database = await Database.open({ allowed: [folder] });
  try {
    const session = await ForeignSession.open(database, { file, folder, options });
    try {
      return await use(session);
    } finally {
      await session.close();
    }
  } finally {
    await database.close();
  }
}

/** Every row that was read is stored, merged or rejected with a reason. */
export async function convertForeign(
  folder: string,
  path: string,
  options: ImportOptions = {},
  shownPath = path,
): Promise<ConvertedFile> {
  const made = await readForeign(folder, path, options, (session) => session.convert(options), shownPath);
  const rowsOf = (parts: readonly { readonly rows: number }[]): number =>
    parts.reduce((sum, { rows }) => sum + rows, 0);
  expect(rowsOf(made.series) + rowsOf(made.rejections) + made.duplicates + made.replaced).toBe(made.rowsRead);
  return made;
}

export function inspectForeign(
  folder: string,
  path: string,
  options: ImportOptions = {},
  shownPath = path,
): Promise<FileInspection> {
  return readForeign(folder, path, options, (session) => session.inspect(options), shownPath);
}

/** What a test states about stored rows. */
export interface Content {
  readonly rows: number;
  readonly first: string;
  readonly last: string;
  readonly low: number;
  readonly high: number;
  /** Sum of row hashes over time and values: equal for equal rows in any order. */
  readonly hash: string;
}

const LOW: Readonly<Record<SeriesKind, string>> = { bars: 'low', quotes: 'least(bid, ask)', trades: 'price' };
const HIGH: Readonly<Record<SeriesKind, string>> = { bars: 'high', quotes: 'greatest(bid, ask)', trades: 'price' };

/** Content of a Parquet file with the canonical columns; `where` narrows it. A canonical file has no `side`: it does not count. Some
 * of its values come out of sums of doubles: prices are compared to 9 places, sizes to 8. */
export async function contentOf(kind: SeriesKind, path: string, where = 'true'): Promise<Content> {
  const db = await openDuckDb({ allowed: [join(path, '..')] });
  try {
    const values = STORED_COLUMNS[kind].flatMap(({ name, role }) =>
      role === 'price' ? [`round(${name}::DOUBLE, 9)`] : role === 'size' ? [`round(${name}::DOUBLE, 8)`] : [],
    );
    const [row] = await db.rows(
      `SELECT count(*)::DOUBLE, strftime(min(ts), '%Y-%m-%d %H:%M:%S'), strftime(max(ts), '%Y-%m-%d %H:%M:%S'),
         min(${LOW[kind]})::DOUBLE, max(${HIGH[kind]})::DOUBLE, coalesce(sum(hash(epoch_us(ts), ${values.join(', ')})), 0)::VARCHAR
       FROM ${readParquet([path])} WHERE ${where}`,
    );
    const [rows, first, last, low, high, hash] = row ?? [];
    return {
      rows: Number(rows),
      first: String(first),
      last: String(last),
      low: Number(low),
      high: Number(high),
      hash: String(hash),
    };
  } finally {
    await db.close();
  }
}

export function betweenUtc(from: string, to: string): string {
  return `ts >= ${sqlText(from)}::TIMESTAMPTZ AND ts < ${sqlText(to)}::TIMESTAMPTZ`;
}

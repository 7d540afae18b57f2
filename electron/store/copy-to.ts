import type { SeriesKind } from '../../shared/market/series.ts';
import type { DuckDbSession } from './duckdb.ts';
import { dictionaryLimit, parquetOptions, varietyQuery } from './parquet-form.ts';
import { sqlText } from './sql.ts';

/** Rows to be written, with the columns of the stored schema. */
export interface RowsToWrite {
  readonly kind: SeriesKind;
  readonly select: string;
  /** FROM clause of about a row group of them, read before the rest: what the file's encoding is chosen by. */
  readonly head: string;
}

/** Writes rows as a Parquet file of the store's form. */
export async function copyTo(db: DuckDbSession, path: string, { kind, select, head }: RowsToWrite): Promise<void> {
  const [found] = await db.rows(varietyQuery(kind, head));
  const [rows = 0, prices = 0, sizes = 0] = (found ?? []).map(Number);
  const options = parquetOptions(dictionaryLimit(kind, { rows, prices, sizes }));
  await db.run(`COPY (${select}) TO ${sqlText(path)} (${options})`);
}

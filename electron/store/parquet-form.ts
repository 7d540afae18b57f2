import type { SeriesKind } from '../../shared/market/series.ts';
import { ROW_GROUP_ROWS, STORED_COLUMNS, type ColumnRole } from './schema.ts';

/** Options of `COPY ... TO`. A column of at most `dictionary` different values in a row group is written as a dictionary; the others, prices above all,
 * as packed differences (Parquet V2), which take a third of plain values. DuckDB takes one limit for all columns. */
export function parquetOptions(dictionary = 1): string {
  return `FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT ${dictionary}, WRITE_BLOOM_FILTER false, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}`;
}

/** How many different values the first rows of a series have. */
export interface Variety {
  readonly rows: number;
  /** Of the first price column: the others have about as many. */
  readonly prices: number;
  /** Of the size column that has most. */
  readonly sizes: number;
}

/** Query of a {@link Variety}, one row of three numbers named as its fields. `head` is a FROM clause with the names of the stored columns, at most a row group long. */
export function varietyQuery(kind: SeriesKind, head: string): string {
  const [price = 'NULL'] = namesOf(kind, 'price');
  const sizes = namesOf(kind, 'size').map((name) => `count(DISTINCT ${name})`);
  return `SELECT count(*)::DOUBLE AS rows, count(DISTINCT ${price})::DOUBLE AS prices, greatest(${sizes.join(', ')})::DOUBLE AS sizes FROM ${head}`;
}

/** A dictionary pays for fewer rows than these no more than the search for it costs. */
const LEAST_ROWS = 4_096;

/** Values that a dictionary may have, for {@link parquetOptions}: so many that sizes get one where they repeat, which saves 10 to 25 % of a file of
 * lots; 1, that is none, where it would cost more than it saves. The four prices of a bar change little from row to row and must stay without,
 * so the limit lies below their number; the one or two prices of trades and quotes lose less than the sizes win. */
export function dictionaryLimit(kind: SeriesKind, { rows, prices, sizes }: Variety): number {
  if (rows < LEAST_ROWS || sizes <= 1) return 1;
  if (kind !== 'bars') return sizes <= rows / 32 ? Math.floor(sizes * 1.5) : 1;
  const isWorth = sizes < prices && sizes <= rows / 16;
  return isWorth ? Math.floor(Math.min(sizes * 1.25, (sizes + prices) / 2)) : 1;
}

function namesOf(kind: SeriesKind, role: ColumnRole): string[] {
  return STORED_COLUMNS[kind].filter((column) => column.role === role).map(({ name }) => name);
}

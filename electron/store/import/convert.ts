import { rm } from 'node:fs/promises';

import type { SeriesKey } from '../../../shared/market/series.ts';
import { micros } from '../../../shared/market/time.ts';
import type { Rejection } from '../../../shared/store/import.ts';
import type { NormalisedSeries } from '../normalised.ts';
import { dictionaryLimit, parquetOptions, varietyQuery, type Variety } from '../parquet-form.ts';
import { ROW_GROUP_ROWS, STORED_COLUMNS, storedSelect, type Scales } from '../schema.ts';
import type { Database } from './database.ts';
import type { ColumnMap } from './inference/column-map.ts';
import type { ScaleAnswer, SymbolPart } from './inference/scale.ts';
import { goodRows, mappedRows, type Mapping } from './mapping.ts';
import type { RawTable } from './raw-table.ts';
import { sqlPath, sqlText } from './sql.ts';
import { numberColumn } from './values.ts';

/** Rows of a file as series, staged in the store's schema. */
export interface Converted {
  readonly duplicates: number;
  readonly replaced: number;
  /** Rows that were left out, see {@link rejectionsOf}. */
  readonly rejected: number;
  readonly series: readonly NormalisedSeries[];
}

export interface ConvertRequest {
  readonly raw: RawTable;
  readonly mapping: Mapping;
  readonly symbols: readonly string[];
  readonly parts?: readonly SymbolPart[];
  readonly scales: ScaleAnswer;
  readonly source: string;
  readonly calendar: string;
  readonly listsEveryTrade: boolean;
  /** The profile found the file in order and, where rows are unique by time, without a repeated stamp. */
  readonly isClean: boolean;
  /** Absolute path of a new staged file. */
  readonly target: () => string;
}

/** Checks every row, sorts stably by time, drops duplicates of bars and sampled quotes, and writes one Parquet file a symbol. */
export async function convert(database: Database, request: ConvertRequest): Promise<Converted> {
  const { raw, mapping } = request;
  const parts = request.isClean ? request.parts : undefined;
  const kept = parts === undefined ? await sortAndMerge(database, mappedRows(raw, mapping), mapping) : undefined;
  const series: NormalisedSeries[] = [];
  for (const symbol of request.symbols) {
    const { from, low } = parts?.find((part) => part.symbol === symbol) ?? { from: 'raw', low: 0 };
    const rows =
      kept === undefined
        ? { all: `(${goodRows(raw, mapping, from, assumedOf(request, symbol))})`, head: headOf(request, from, low) }
        : keptRows(symbol);
    const made = await writeSeries(database, request, symbol, rows, request.target());
    if (made !== undefined) series.push(made);
  }
  if (kept !== undefined) await database.run('DROP TABLE kept');
  const merges = kept ?? { duplicates: 0, replaced: 0 };
  const accounted = series.reduce((sum, made) => sum + made.rows, 0) + merges.duplicates + merges.replaced;
  return { ...merges, rejected: raw.rows - accounted, series };
}

/** Why rows of `raw` are not stored. */
export async function rejectionsOf(database: Database, raw: RawTable, mapping: Mapping): Promise<Rejection[]> {
  return database.rows<Rejection>(
    `SELECT reason, count(*)::DOUBLE AS rows, (min(_row) + 1)::DOUBLE AS "firstRow"
     FROM (${mappedRows(raw, mapping)}) WHERE reason IS NOT NULL GROUP BY reason ORDER BY min(_row)`,
  );
}

/** Scales of a symbol that its rows have yet to be checked against. */
function assumedOf({ scales }: ConvertRequest, symbol: string): Scales | undefined {
  return scales.isAssumed === true ? (scales.bySymbol.get(symbol) ?? scales) : undefined;
}

/** Leaves the table `kept`. Of rows with one key the last in the file stays (S11): equal ones before it are duplicates, others replaced. */
async function sortAndMerge(
  database: Database,
  rows: string,
  mapping: Mapping,
): Promise<{ duplicates: number; replaced: number }> {
  const columns = STORED_COLUMNS[mapping.kind].map(({ name }) => name).filter((name) => name !== 'ts');
  const good = `SELECT * EXCLUDE (reason) FROM (${rows}) WHERE reason IS NULL`;
  if (!isUniqueByTime(mapping)) {
    await database.run(`CREATE OR REPLACE TEMP TABLE kept AS ${good} ORDER BY s, t, _row`);
    return { duplicates: 0, replaced: 0 };
  }
  const equal = columns.map((name) => `${name} IS NOT DISTINCT FROM lead(${name}) OVER key`).join(' AND ');
  await database.run(
    `CREATE OR REPLACE TEMP TABLE checked AS SELECT *, lead(_row) OVER key IS NULL AS is_last, ${equal} AS is_equal
     FROM (${good}) WINDOW key AS (PARTITION BY s, t ORDER BY _row)`,
  );
  const [counts] = await database.rows<{ duplicates: number; replaced: number }>(
    `SELECT count(*) FILTER (NOT is_last AND is_equal)::DOUBLE AS duplicates,
       count(*) FILTER (NOT is_last AND NOT is_equal)::DOUBLE AS replaced FROM checked`,
  );
  await database.run(
    'CREATE OR REPLACE TEMP TABLE kept AS SELECT * EXCLUDE (is_last, is_equal) FROM checked WHERE is_last ORDER BY s, t, _row',
  );
  await database.run('DROP TABLE checked');
  return counts ?? { duplicates: 0, replaced: 0 };
}

/** Bars and sampled quotes have one row a stamp; trades and event quotes may share one (`semantics.md`). */
export function isUniqueByTime(mapping: Pick<Mapping, 'kind' | 'sampled'>): boolean {
  return mapping.kind === 'bars' || (mapping.kind === 'quotes' && mapping.sampled !== 'event');
}

/** FROM clauses of a symbol's rows in the order in which they are stored, and of about a row group of them. */
interface SymbolRows {
  readonly all: string;
  readonly head: string;
}

function keptRows(symbol: string): SymbolRows {
  const own = `kept WHERE s = ${sqlText(symbol)}`;
  return { all: `${own} ORDER BY t, _row`, head: `(SELECT * FROM ${own} LIMIT ${ROW_GROUP_ROWS})` };
}

/** Prices and sizes of a part's first rows, unchecked. */
function headOf({ raw, mapping }: ConvertRequest, from: string, low: number): string {
  const values = STORED_COLUMNS[mapping.kind]
    .filter(({ role }) => role === 'price' || role === 'size')
    .map(({ name }) => {
      const column = mapping.columns[name.replace('_', '-') as keyof ColumnMap];
      return `${column === undefined ? 'NULL' : numberColumn(column, raw.facts).double} AS ${name}`;
    });
  return `(SELECT ${values.join(', ')} FROM ${from} WHERE _row < ${low + ROW_GROUP_ROWS})`;
}

async function writeSeries(
  database: Database,
  request: ConvertRequest,
  symbol: string,
  { all, head }: SymbolRows,
  target: string,
): Promise<NormalisedSeries | undefined> {
  const { mapping } = request;
  const scales: Scales = request.scales.bySymbol.get(symbol) ?? request.scales;
  const [variety] = await database.rows<Variety>(varietyQuery(mapping.kind, head));
  const dictionary = variety === undefined ? 1 : dictionaryLimit(mapping.kind, variety);
  await database.run(
    `COPY (SELECT ${storedSelect(mapping.kind, scales)} FROM (SELECT make_timestamptz(t) AS ts, * FROM ${all}))
     TO ${sqlText(target)} (${parquetOptions(dictionary)})`,
  );
  const [facts] = await database.rows<{ rows: number; first: number | null; last: number | null }>(
    `SELECT count(*)::DOUBLE AS rows, epoch_us(min(ts))::DOUBLE AS first, epoch_us(max(ts))::DOUBLE AS last FROM read_parquet(${sqlPath(target)})`,
  );
  if (facts === undefined || facts.first === null || facts.last === null) {
    await rm(target, { force: true });
    return undefined;
  }
  return {
    key: keyOf(request, symbol),
    file: target,
    rows: facts.rows,
    first: micros(facts.first),
    last: micros(facts.last),
    ...scales,
    calendar: request.calendar,
    listsEveryTrade: request.listsEveryTrade,
  };
}

function keyOf({ mapping, source }: ConvertRequest, symbol: string): SeriesKey {
  return {
    kind: mapping.kind,
    symbol,
    source,
    ...(mapping.kind === 'bars' && mapping.interval !== undefined ? { interval: mapping.interval } : {}),
    ...(mapping.kind === 'quotes' && mapping.sampled !== undefined ? { sampled: mapping.sampled } : {}),
  };
}

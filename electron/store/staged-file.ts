import { AppError } from '../../shared/lang/app-error.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { micros, type Micros } from '../../shared/market/time.ts';
import type { DuckDbSession } from './duckdb.ts';
import type { FsPort } from './fs-port.ts';
import { columnType, STORED_COLUMNS, storedSelect, type ColumnRole, type Scales } from './schema.ts';
import { escapeGlob, readParquet, sqlText } from './sql.ts';

/** A Parquet file in staging, read back from disk: what it holds, not what its maker meant to write. */
export interface StagedFile {
  readonly staged: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly rows: number;
  readonly first: Micros;
  readonly last: Micros;
  /** Sum of row hashes under the scales asked for: equal for equal rows in any order. */
  readonly digest: bigint;
  /** True when columns, types and scales are exactly the stored schema's. */
  readonly isCanonical: boolean;
}

/** True where rows of a series are told apart by their time alone; event quotes and trades may share one (S11). */
export function isUniqueByTime(key: SeriesKey): boolean {
  return key.kind === 'bars' || (key.kind === 'quotes' && key.sampled !== 'event');
}

/** A staged file to read back: the series it is meant for, and the scales of its symbol. */
export interface StagedSource {
  readonly key: SeriesKey;
  readonly staged: string;
  readonly scales: Scales;
}

/** Reads one staged file back; see {@link readBackAll}. */
export async function readBack(fs: FsPort, db: DuckDbSession, source: StagedSource): Promise<StagedFile> {
  const [found] = await readBackAll(fs, db, [source]);
  if (found === undefined) throw new Error(`invariant: ${source.staged} was not read back`);
  return found;
}

/** Reads staged files back in full, alike ones in one query: planning a query costs as much as reading a small file. Throws `bad-file` for one
 * that is not sorted, not unique by time where its kind must be, empty, lacks a column, has NULL where none may be, or does not fit
 * the scales. The answers are in the order of `sources`. */
export async function readBackAll(
  fs: FsPort,
  db: DuckDbSession,
  sources: readonly StagedSource[],
): Promise<StagedFile[]> {
  const types = await typesOf(db, sources);
  const alike = new Map<string, StagedSource[]>();
  for (const source of sources) {
    const found = types.get(source.staged) ?? new Map<string, string>();
    refuseMisfit(source, found);
    const { priceScale, sizeScale } = source.scales;
    // Files of other types in one read_parquet would be read as the first one's: 1.25 for 1.25000001, silently.
    const form = [
      source.key.kind,
      priceScale,
      sizeScale,
      ...Array.from(found, ([name, type]) => `${name} ${type}`),
    ].join();
    alike.set(form, [...(alike.get(form) ?? []), source]);
  }
  const contents = new Map<string, Content>();
  for (const group of alike.values()) {
    for (let from = 0; from < group.length; from += FILES_A_QUERY) {
      await readContents(db, group.slice(from, from + FILES_A_QUERY), contents);
    }
  }
  const staged: StagedFile[] = [];
  for (const source of sources) {
    const content = contents.get(source.staged);
    if (content === undefined) throw refusal(source, 'holds no rows');
    const stat = await fs.stat(source.staged);
    staged.push({
      staged: source.staged,
      bytes: stat?.bytes ?? 0,
      sha256: await fs.hashFile(source.staged),
      ...content,
      isCanonical: isCanonical(source, types.get(source.staged) ?? new Map<string, string>()),
    });
  }
  return staged;
}

const FILES_A_QUERY = 500;

/** Throws `bad-file` for a file whose columns and types are not exactly the stored ones under the scales of its source. Looks at nothing but the
 * footer: a file that was built to hang the reader is refused before it is read. */
export async function refuseOtherColumns(db: DuckDbSession, sources: readonly StagedSource[]): Promise<void> {
  const types = await typesOf(db, sources);
  for (const source of sources) {
    if (!isCanonical(source, types.get(source.staged) ?? new Map<string, string>())) {
      throw refusal(source, 'has other columns than those that are stored');
    }
  }
}

type Content = Pick<StagedFile, 'rows' | 'first' | 'last' | 'digest'>;
type ColumnTypes = ReadonlyMap<string, string>;

/** Column names and types of each file, by its path. */
async function typesOf(db: DuckDbSession, sources: readonly StagedSource[]): Promise<Map<string, Map<string, string>>> {
  const types = new Map<string, Map<string, string>>();
  for (let from = 0; from < sources.length; from += FILES_A_QUERY) {
    const paths = sources.slice(from, from + FILES_A_QUERY).map(({ staged }) => sqlText(escapeGlob(staged)));
    const rows = await db.rows(
      `SELECT file_name, name, duckdb_type FROM parquet_schema([${paths.join(', ')}]) WHERE type IS NOT NULL ORDER BY column_id`,
    );
    for (const [file, name, type] of rows) {
      const columns = types.get(String(file)) ?? new Map<string, string>();
      types.set(String(file), columns.set(String(name), String(type)));
    }
  }
  return types;
}

async function readContents(
  db: DuckDbSession,
  sources: readonly StagedSource[],
  contents: Map<string, Content>,
): Promise<void> {
  const { key, scales } = ensure(sources[0], 'a source to read');
  const columns = STORED_COLUMNS[key.kind];
  const names = columns.map(({ name }) => name).join(', ');
  const nulls = columns.filter(({ nullable }) => !nullable).map(({ name }) => `${name} IS NULL`);
  const files = readParquet(
    sources.map(({ staged }) => staged),
    ', filename = true, file_row_number = true',
  );
  const rows = await db.rows(
    `SELECT filename, count(*)::DOUBLE, epoch_us(min(ts))::DOUBLE, epoch_us(max(ts))::DOUBLE, sum(hash(${names})), ` +
      `count(*) FILTER (${nulls.join(' OR ')})::DOUBLE, ` +
      `count(*) FILTER (file_row_number > 0 AND ts < before)::DOUBLE, ` +
      `count(*) FILTER (file_row_number > 0 AND ts = before)::DOUBLE ` +
      `FROM (SELECT ${storedSelect(key.kind, scales)}, filename, file_row_number, lag(ts) OVER () AS before FROM ${files}) ` +
      `GROUP BY filename`,
  );
  const bySource = new Map(sources.map((source) => [source.staged, source]));
  for (const [file, count, first, last, digest, nullRows, unsorted, repeated] of rows) {
    const source = ensure(bySource.get(String(file)), `the source of ${String(file)}`);
    if (nullRows !== 0) throw refusal(source, `has ${String(nullRows)} rows that lack a value`);
    if (unsorted !== 0) throw refusal(source, 'is not sorted by time');
    if (repeated !== 0 && isUniqueByTime(source.key)) {
      throw refusal(source, `has ${String(repeated)} rows with a time of another row`);
    }
    contents.set(source.staged, {
      rows: Number(count),
      first: micros(Number(first)),
      last: micros(Number(last)),
      digest: BigInt(digest as bigint),
    });
  }
}

function refuseMisfit(source: StagedSource, types: ColumnTypes): void {
  const columns = STORED_COLUMNS[source.key.kind];
  const lacking = columns.filter(({ name }) => !types.has(name));
  if (lacking.length > 0) throw refusal(source, `lacks ${lacking.map(({ name }) => name).join(', ')}`);
  const inexact = columns.filter(({ name, role }) => !isExact(types.get(name) ?? '', role, source.scales));
  if (inexact.length > 0) {
    const named = inexact.map(({ name }) => `${name} is ${types.get(name) ?? ''}`);
    throw refusal(source, `would be rounded: ${named.join(', ')}`);
  }
}

function refusal({ key, staged }: StagedSource, what: string): AppError {
  const message = `The staged file of ${seriesId(key)} ${what}. Nothing was stored.`;
  return new AppError('bad-file', message, { details: { staged } });
}

function isCanonical({ key, scales }: StagedSource, types: ColumnTypes): boolean {
  const columns = STORED_COLUMNS[key.kind];
  return (
    types.size === columns.length && columns.every(({ name, role }) => types.get(name) === columnType(role, scales))
  );
}

/** A stored decimal takes only decimals of at most its scale, so that no cast rounds (S28). */
function isExact(type: string, role: ColumnRole, scales: Scales): boolean {
  if (role === 'time') return type === columnType('time', scales);
  if (role === 'side') return /^U?(TINY|SMALL)?INT(EGER)?$/.test(type);
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  return scale !== undefined && Number(scale) <= (role === 'price' ? scales.priceScale : scales.sizeScale);
}

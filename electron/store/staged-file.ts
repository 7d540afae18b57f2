import { AppError } from '../../shared/lang/app-error.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { seriesId } from '../../shared/market/series.ts';
import { micros, type Micros } from '../../shared/market/time.ts';
import type { DuckDbSession } from './duckdb.ts';
import type { FsPort } from './fs-port.ts';
import { columnType, STORED_COLUMNS, storedSelect, type ColumnRole, type Scales } from './schema.ts';
import { readParquet } from './sql.ts';

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

/** Reads a staged file back in full. Throws `bad-file` when it is not sorted, not unique by time where its kind must be, empty, lacks a
 * column, has NULL where none may be, or does not fit the scales. */
export async function readBack(
  fs: FsPort,
  db: DuckDbSession,
  key: SeriesKey,
  staged: string,
  scales: Scales,
): Promise<StagedFile> {
  const types = new Map(
    (await db.rows(`DESCRIBE SELECT * FROM ${readParquet([staged])}`)).map(([name, type]) => [
      String(name),
      String(type),
    ]),
  );
  const columns = STORED_COLUMNS[key.kind];
  const refuse = (what: string): AppError =>
    new AppError('bad-file', `The staged file of ${seriesId(key)} ${what}. Nothing was stored.`, {
      details: { staged },
    });
  const lacking = columns.filter(({ name }) => !types.has(name));
  if (lacking.length > 0) throw refuse(`lacks ${lacking.map(({ name }) => name).join(', ')}`);

  const inexact = columns.filter(({ name, role }) => !isExact(types.get(name) ?? '', role, scales));
  if (inexact.length > 0) {
    throw refuse(`would be rounded: ${inexact.map(({ name }) => `${name} is ${types.get(name) ?? ''}`).join(', ')}`);
  }

  const names = columns.map(({ name }) => name).join(', ');
  const nulls = columns.filter(({ nullable }) => !nullable).map(({ name }) => `${name} IS NULL`);
  const [row] = await db.rows(
    `SELECT count(*)::DOUBLE, epoch_us(min(ts))::DOUBLE, epoch_us(max(ts))::DOUBLE, sum(hash(${names})), ` +
      `count(*) FILTER (${nulls.join(' OR ')})::DOUBLE, count(*) FILTER (ts < before)::DOUBLE, count(*) FILTER (ts = before)::DOUBLE ` +
      `FROM (SELECT ${storedSelect(key.kind, scales)}, lag(ts) OVER () AS before FROM ${readParquet([staged])})`,
  );
  const [rows = 0, first, last, digest, nullRows, unsorted, repeated] = row ?? [];
  if (rows === 0) throw refuse('holds no rows');
  if (nullRows !== 0) throw refuse(`has ${String(nullRows)} rows that lack a value`);
  if (unsorted !== 0) throw refuse('is not sorted by time');
  if (repeated !== 0 && isUniqueByTime(key)) throw refuse(`has ${String(repeated)} rows with a time of another row`);

  const stat = await fs.stat(staged);
  return {
    staged,
    bytes: stat?.bytes ?? 0,
    sha256: await fs.hashFile(staged),
    rows: Number(rows),
    first: micros(Number(first)),
    last: micros(Number(last)),
    digest: BigInt(digest as bigint),
    isCanonical:
      types.size === columns.length && columns.every(({ name, role }) => types.get(name) === columnType(role, scales)),
  };
}

/** A stored decimal takes only decimals of at most its scale, so that no cast rounds (S28). */
function isExact(type: string, role: ColumnRole, scales: Scales): boolean {
  if (role === 'time') return type === columnType('time', scales);
  if (role === 'side') return /^U?(TINY|SMALL)?INT(EGER)?$/.test(type);
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  return scale !== undefined && Number(scale) <= (role === 'price' ? scales.priceScale : scales.sizeScale);
}

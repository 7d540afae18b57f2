import { basename } from 'node:path';
import { z } from 'zod';
import { ensure } from '../../shared/lang/invariant.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { MICROS_PER_MINUTE, micros, type Micros } from '../../shared/market/time.ts';
import type { DuckDb } from './duckdb.ts';
import { KeptJson, keptName } from './kept-json.ts';
import type { StoredFile } from './manifest.ts';
import { readParquet } from './sql.ts';

const QUARTER_HOUR = 15 * MICROS_PER_MINUTE;

/** Quarter hours since 1970, and the rows of each; by the hash of the file that holds them. */
type CountsByFile = Readonly<Record<string, readonly (readonly [quarter: number, rows: number])[]>>;

const entry: z.ZodType<CountsByFile> = z.record(
  z.string(),
  z.array(z.tuple([z.number().int(), z.number().int().positive()])),
);

/** How many rows the files of a series hold in each quarter hour, kept by the hashes of the files: to count a month of quotes takes as long as to start
 * the program. One file a series, which forgets those that the series no longer consists of. */
export class RowCounts {
  readonly #kept: KeptJson<CountsByFile>;

  constructor(folder: string) {
    this.#kept = new KeptJson(folder, entry);
  }

  /** Keyed by the quarter's first instant. `wanted` are files of the series and where each lies, `stored` all files it consists of; `db` is asked for only
   * where something must be counted. */
  async of(
    key: SeriesKey,
    wanted: readonly (readonly [file: StoredFile, path: string])[],
    stored: readonly StoredFile[],
    db: () => Promise<DuckDb>,
  ): Promise<ReadonlyMap<Micros, number>> {
    const name = keptName(seriesId(key));
    const known = (await this.#kept.get(name)) ?? {};
    const unknown = wanted.filter(([{ sha256 }]) => known[sha256] === undefined);
    const counts = unknown.length === 0 ? known : { ...known, ...(await counted(unknown, await db())) };
    if (unknown.length > 0) {
      const hashes = new Set(stored.map(({ sha256 }) => sha256));
      await this.#kept.set(name, Object.fromEntries(Object.entries(counts).filter(([sha256]) => hashes.has(sha256))));
    }
    const byQuarter = new Map<Micros, number>();
    for (const [{ sha256 }] of wanted) {
      for (const [quarter, rows] of counts[sha256] ?? []) {
        const at = micros(quarter * QUARTER_HOUR);
        byQuarter.set(at, (byQuarter.get(at) ?? 0) + rows);
      }
    }
    return byQuarter;
  }
}

async function counted(
  files: readonly (readonly [file: StoredFile, path: string])[],
  db: DuckDb,
): Promise<Record<string, [number, number][]>> {
  const counts: Record<string, [number, number][]> = {};
  for (const [{ sha256 }] of files) counts[sha256] = [];
  // Files of a series lie in one folder; how DuckDB writes its path is its own affair.
  const hashes = new Map(files.map(([{ sha256 }, path]) => [basename(path), sha256]));
  const paths = files.map(([, path]) => path);
  const rows = await db.rows(
    `SELECT filename, (epoch_us(ts) // ${QUARTER_HOUR})::DOUBLE AS quarter, count(*)::DOUBLE ` +
      `FROM ${readParquet(paths, ', filename = true')} GROUP BY filename, quarter ORDER BY filename, quarter`,
  );
  for (const [path, quarter, count] of rows) {
    const of = counts[hashes.get(basename(String(path))) ?? ''];
    ensure(of, 'counts of a file that was asked for').push([Number(quarter), Number(count)]);
  }
  return counts;
}

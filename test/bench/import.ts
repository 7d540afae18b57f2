import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fillTable } from '../../electron/store/column-table.ts';
import { openDuckDb, type DuckDb } from '../../electron/store/duckdb.ts';
import { createImporter, type Importer } from '../../electron/store/import/importer.ts';
import { parquetOptions } from '../../electron/store/parquet-form.ts';
import { sqlText } from '../../electron/store/sql.ts';
import { openStore } from '../../electron/store/store.ts';
import { benchMonth } from './bench-data.ts';
import { type Figure, type Figures, median, medianOf } from './figure.ts';

const CHILD = fileURLToPath(new URL('../../dist/electron/import-child.js', import.meta.url));

interface ForeignFile {
  readonly name: string;
  readonly columns: string;
  readonly options: string;
  /** Reads the file without asking what it holds. */
  readonly read: (path: string) => string;
}

/** As a vendor has them: other names, stamps as a number of milliseconds, or as text in UTC. */
const PARQUET: ForeignFile = {
  name: 'vendor.parquet',
  columns: 'epoch_ms(ts) AS t, symbol AS ticker, open AS o, high AS h, low AS l, close AS c, volume AS v',
  options: 'FORMAT parquet',
  read: (path) => `read_parquet(${sqlText(path)})`,
};
const CSV: ForeignFile = {
  name: 'vendor.csv',
  columns: `symbol AS Ticker, strftime(ts, '%Y-%m-%dT%H:%M:%SZ') AS Timestamp, printf('%.2f', open) AS Open, printf('%.2f', high) AS High,
    printf('%.2f', low) AS Low, printf('%.2f', close) AS Last, volume::BIGINT AS Vol`,
  options: 'FORMAT csv, HEADER',
  read: (path) => `read_csv(${sqlText(path)})`,
};

/** One foreign file of the month's 1s bars, 4 symbols x 468,000, as new series of a store: everything from the path to the commit, by an import
 * process that is already running, as a window's is. `ratio` is to DuckDB alone, which copies the file to Parquet and checks nothing. */
export async function importFigures(): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-bench-import-'));
  const store = await openStore({ dataDir: join(folder, 'data'), mode: 'write' });
  const importer = createImporter({ store, child: CHILD });
  const db = await openDuckDb({ allowed: [folder] });
  try {
    const rows = await writeForeign(db, folder, [PARQUET, CSV]);
    const rate = async ({ name, read }: ForeignFile): Promise<Pick<Figure, 'value' | 'ratio'>> => {
      const path = join(folder, name);
      const alone: number[] = [];
      const ms = await medianOf(async () => {
        alone.push(await copyMs(db, read(path), join(folder, 'alone.parquet')));
        return importMs(importer, path, `${name}-${alone.length}`, rows);
      });
      return { value: (rows / ms) * 1_000, ratio: median(alone.slice(1)) / ms };
    };
    return {
      'import.parquetRowsPerSecond': { ...(await rate(PARQUET)), unit: 'rows/s', goal: 1.5e6 },
      'import.csvRowsPerSecond': { ...(await rate(CSV)), unit: 'rows/s', goal: 0.7e6 },
    };
  } finally {
    await importer.close();
    await store.close();
    await db.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyMs(db: DuckDb, read: string, target: string): Promise<number> {
  const from = performance.now();
  await db.run(`COPY (SELECT * FROM ${read}) TO ${sqlText(target)} (${parquetOptions()})`);
  return performance.now() - from;
}

/** Answers the rows of each file. */
async function writeForeign(db: DuckDb, folder: string, files: readonly ForeignFile[]): Promise<number> {
  let rows = 0;
  for (const [index, { symbol, seconds }] of benchMonth().entries()) {
    await fillTable(db, 'one', { kind: 'bars', columns: seconds });
    const select = `SELECT ${sqlText(symbol)} AS symbol, * FROM one`;
    await db.run(index === 0 ? `CREATE TEMP TABLE month AS ${select}` : `INSERT INTO month ${select}`);
    rows += seconds.time.length;
  }
  for (const { name, columns, options } of files) {
    await db.run(`COPY (SELECT ${columns} FROM month) TO ${sqlText(join(folder, name))} (${options})`);
  }
  await db.run('DROP TABLE one');
  await db.run('DROP TABLE month');
  return rows;
}

/** Wall milliseconds of one import. Throws unless every row was stored. */
async function importMs(importer: Importer, path: string, source: string, rows: number): Promise<number> {
  const from = performance.now();
  const { files, rowsStored } = await importer.importPaths([path], { source });
  const took = performance.now() - from;
  if (rowsStored !== rows) {
    throw new Error(
      `${rowsStored} of ${rows} rows of ${path} were stored. ${files.map(({ reason }) => reason ?? '').join(' ')}`,
    );
  }
  return took;
}

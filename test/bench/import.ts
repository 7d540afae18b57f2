import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { fillTable } from '../../electron/store/column-table.ts';
import { openDuckDb } from '../../electron/store/duckdb.ts';
import { createImporter, type Importer } from '../../electron/store/import/importer.ts';
import { sqlText } from '../../electron/store/sql.ts';
import { openStore } from '../../electron/store/store.ts';
import { benchMonth } from './bench-data.ts';
import { type Figures, medianOf } from './figure.ts';

const CHILD = fileURLToPath(new URL('../../dist/electron/import-child.js', import.meta.url));

interface ForeignFile {
  readonly name: string;
  readonly columns: string;
  readonly options: string;
}

/** As a vendor has them: other names, stamps as a number of milliseconds, or as text in UTC. */
const PARQUET: ForeignFile = {
  name: 'vendor.parquet',
  columns: 'epoch_ms(ts) AS t, symbol AS ticker, open AS o, high AS h, low AS l, close AS c, volume AS v',
  options: 'FORMAT parquet',
};
const CSV: ForeignFile = {
  name: 'vendor.csv',
  columns: `symbol AS Ticker, strftime(ts, '%Y-%m-%dT%H:%M:%SZ') AS Timestamp, printf('%.2f', open) AS Open, printf('%.2f', high) AS High,
    printf('%.2f', low) AS Low, printf('%.2f', close) AS Last, volume::BIGINT AS Vol`,
  options: 'FORMAT csv, HEADER',
};

/** One foreign file of the month's 1s bars, 4 symbols x 468,000, as new series of a store: everything from the path to the commit, by an import
 * process that is already running, as a window's is. */
export async function importFigures(): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'tapedeck-bench-import-'));
  const store = await openStore({ dataDir: join(folder, 'data'), mode: 'write' });
  const importer = createImporter({ store, child: CHILD });
  try {
    const rows = await writeForeign(folder, [PARQUET, CSV]);
    const rate = async ({ name }: ForeignFile): Promise<number> => {
      let run = 0;
      const source = (): string => `${name}-${run++}`;
      return (rows / (await medianOf(() => importMs(importer, join(folder, name), source(), rows)))) * 1_000;
    };
    return {
      'import.parquetRowsPerSecond': { value: await rate(PARQUET), unit: 'rows/s', goal: 1.5e6 },
      'import.csvRowsPerSecond': { value: await rate(CSV), unit: 'rows/s', goal: 0.7e6 },
    };
  } finally {
    await importer.close();
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Answers the rows of each file. */
async function writeForeign(folder: string, files: readonly ForeignFile[]): Promise<number> {
  const db = await openDuckDb({ allowed: [folder] });
  try {
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
    return rows;
  } finally {
    await db.close();
  }
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

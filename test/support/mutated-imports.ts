import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { AppError } from '../../shared/lang/app-error.ts';
import type { Database } from '../../electron/store/import/database.ts';
import { ForeignSession } from '../../electron/store/import/foreign-session.ts';
import { stageFile } from '../../electron/store/import/staging.ts';
import { openDuckDb } from '../../electron/store/duckdb.ts';
import { readParquet, sqlText } from '../../electron/store/sql.ts';
import { sessionCsv } from './session-csv.ts';

export const MUTATED_KINDS: readonly (readonly [kind: string, name: string])[] = [
  ['CSV', 'spy.csv'],
  ['gzip', 'spy.csv.gz'],
  ['Parquet', 'SPY_1m.parquet'],
  ['JSON', 'SPY_1m.json'],
  ['Arrow', 'SPY_1m.arrow'],
];

/** Reads a damaged file as an import child would. True when it was read: then every row is accounted for, and the staged files hold as many as were
 * told. False when it was refused: with a reason that names no file of ours. Throws for anything else. */
export async function readsOrRefuses(database: Database, folder: string, name: string): Promise<boolean> {
  const file = await stageFile(join(folder, name), folder);
  let session: ForeignSession | undefined;
  try {
    session = await ForeignSession.open(database, { file, folder, options: {} });
    const made = await session.convert({});
    const kept = made.series.reduce((sum, { rows }) => sum + rows, 0);
    const left = made.rejections.reduce((sum, { rows }) => sum + rows, 0);
    assert.equal(kept + left + made.duplicates + made.replaced, made.rowsRead);
    const staged = made.series.map((series) => series.file);
    if (staged.length > 0) {
      const [row] = await database.rows<{ n: number }>(`SELECT count(*)::DOUBLE AS n FROM ${readParquet(staged)}`);
      assert.equal(Number(row?.n), kept);
    }
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    assert.match(error.code, /bad-file|needs-answer/);
    assert(!error.message.includes(folder), error.message);
    return false;
  } finally {
    await session?.close();
  }
}

/** A good file of one-minute bars, as bytes; `folder` is for what it takes to make them. */
export async function goodFile(folder: string, kind: string): Promise<Buffer> {
  const csv = sessionCsv(['2014-06-02'], 120);
  if (kind === 'CSV') return Buffer.from(csv);
  if (kind === 'gzip') return gzipSync(csv);
  if (kind === 'JSON') {
    const rows = csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line, index) => ({
        t: 1_401_715_800_000 + index * 60_000,
        o: Number(line.split(',')[2]),
        h: 200,
        l: 50,
        c: 100.5,
        v: 10,
      }));
    return Buffer.from(JSON.stringify({ ticker: 'SPY', results: rows }));
  }
  if (kind === 'Arrow') {
    const { tableFromArrays, tableToIPC } = await import('apache-arrow');
    const time = Float64Array.from({ length: 120 }, (_, index) => 1_401_715_800_000 + index * 60_000);
    const flat = (value: number): Float64Array => new Float64Array(120).fill(value);
    return Buffer.from(
      tableToIPC(
        tableFromArrays({ t: time, o: flat(100), h: flat(101), l: flat(99), c: flat(100.5), v: flat(7) }),
        'file',
      ),
    );
  }
  const path = join(folder, 'good.parquet');
  await writeFile(join(folder, 'good.csv'), csv);
  const db = await openDuckDb({ allowed: [folder] });
  await db.run(
    `COPY (SELECT * FROM read_csv(${sqlText(join(folder, 'good.csv'))})) TO ${sqlText(path)} (FORMAT parquet)`,
  );
  await db.close();
  return readFile(path);
}

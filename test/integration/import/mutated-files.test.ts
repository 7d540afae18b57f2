import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';

import { AppError } from '../../../shared/lang/app-error.ts';
import { Database } from '../../../electron/store/import/database.ts';
import { ForeignSession } from '../../../electron/store/import/foreign-session.ts';
import { stageFile } from '../../../electron/store/import/staging.ts';
import { openDuckDb } from '../../../electron/store/duckdb.ts';
import { sqlText } from '../../../electron/store/sql.ts';
import { sessionCsv } from '../../support/importers.ts';
import { tempDir } from '../../support/temp-dir.ts';

const MUTATIONS = 60;

/** Numbers of a seed, 0 up to `below`. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A copy with bytes flipped, cut out, doubled, or cut off. */
function mutate(bytes: Buffer, next: (below: number) => number): Buffer {
  const at = next(bytes.length);
  switch (next(4)) {
    case 0: {
      const copy = Buffer.from(bytes);
      for (let i = 0; i <= next(8); i++) copy[next(copy.length)] = next(256);
      return copy;
    }
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + next(40))]);
    case 2:
      return Buffer.concat([
        bytes.subarray(0, at),
        bytes.subarray(Math.max(0, at - next(200)), at),
        bytes.subarray(at),
      ]);
    default:
      return bytes.subarray(0, at);
  }
}

describe('damaged copies of good files', () => {
  it.each([
    ['CSV', 'spy.csv'],
    ['gzip', 'spy.csv.gz'],
    ['Parquet', 'SPY_1m.parquet'],
    ['JSON', 'SPY_1m.json'],
    ['Arrow', 'SPY_1m.arrow'],
  ])('%s are refused with a reason, or every row of them is accounted for', async (kind, name) => {
    const folder = await tempDir();
    const good = await original(folder, kind);
    const database = await Database.open({ allowed: [folder] });
    const next = random(kind.length * 7_919);
    let stored = 0;
    for (let mutation = 0; mutation < MUTATIONS; mutation++) {
      const path = join(folder, name);
      await writeFile(path, mutate(good, next));
      const file = await stageFile(path, folder);
      let session: ForeignSession | undefined;
      try {
        session = await ForeignSession.open(database, { file, folder, options: {} });
        const made = await session.convert({});
        const kept = made.series.reduce((sum, { rows }) => sum + rows, 0);
        const left = made.rejections.reduce((sum, { rows }) => sum + rows, 0);
        expect(kept + left + made.duplicates + made.replaced).toBe(made.rowsRead);
        stored++;
      } catch (error) {
        expect(error).toBeInstanceOf(AppError);
        expect((error as AppError).code).toMatch(/bad-file|needs-answer/);
        expect((error as AppError).message).not.toContain(folder);
      } finally {
        await session?.close();
      }
    }
    await database.close();
    expect(stored).toBeLessThan(MUTATIONS);
  });
});

async function original(folder: string, kind: string): Promise<Buffer> {
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

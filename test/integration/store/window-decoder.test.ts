import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type DuckDb, openDuckDb } from '../../../electron/store/duckdb.ts';
import type { StoredFile } from '../../../electron/store/manifest.ts';
import { sqlText } from '../../../electron/store/sql.ts';
import type { FileWindow, WindowColumns } from '../../../electron/store/window-cache.ts';
import { WindowDecoder } from '../../../electron/store/window-decoder.ts';
import type { SeriesKey } from '../../../shared/market/series.ts';

const KEY = { kind: 'trades', symbol: 'SPY', source: 'test' } as SeriesKey;
const ROWS = 50_000;
/** No multiple of the 2,048 rows of a chunk. */
const GROUPS = [0, 7_000, 20_001, 20_002, 45_000, ROWS];

let folder: string;
let path: string;
let db: DuckDb;
let statements: string[];

function windowOf(group: number): FileWindow {
  const [firstRow, endRow] = [GROUPS[group], GROUPS[group + 1]] as [number, number];
  return { file: { rows: ROWS } as StoredFile, firstRow, endRow, first: 0, last: 0 };
}

/** The times that a window holds: the row's number in seconds. */
function expectRows(columns: WindowColumns | undefined, group: number): void {
  const { firstRow, endRow } = windowOf(group);
  const times = Array.from({ length: endRow - firstRow }, (_, row) => (firstRow + row) * 1e6);
  expect([...(columns?.[0] ?? [])]).toEqual(times);
  expect([...(columns?.[1] ?? [])]).toEqual(times.map((time) => time / 1e6 / 100));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapedeck-windows-'));
  path = join(folder, 'trades.parquet');
  const real = await openDuckDb({ allowed: [folder] });
  const rows = `SELECT make_timestamptz(i * 1000000) AS ts, (i / 100)::DECIMAL(18, 2) AS price, 1::DECIMAL(18, 0) AS size, 1::TINYINT AS side FROM range(${ROWS}) r(i)`;
  await real.run(`COPY (${rows}) TO ${sqlText(path)} (FORMAT parquet)`);
  db = {
    ...real,
    collect: (sql, onChunk) => {
      statements.push(sql);
      return real.collect(sql, onChunk);
    },
  };
});

afterAll(async () => {
  await db.close();
  await rm(folder, { recursive: true });
});

describe('decoding of row groups', () => {
  it('reads neighbours that are asked for together by one statement, each gets its own rows', async () => {
    statements = [];
    const decoder = new WindowDecoder();
    const groups = [3, 1, 0, 2, 4];
    const decoded = await Promise.all(groups.map((group) => decoder.decode(db, KEY, windowOf(group), path)));
    decoded.forEach((columns, index) => expectRows(columns, groups[index] as number));
    expect(statements.map((sql) => /file_row_number >= (\d+) AND file_row_number < (\d+)/.exec(sql)?.slice(1))).toEqual(
      [
        ['20002', '50000'],
        ['7000', '20002'],
        ['0', '7000'],
      ],
    );
  });

  it('reads what is asked for meanwhile by the next statement, and a whole file without counting rows', async () => {
    statements = [];
    const decoder = new WindowDecoder();
    const first = decoder.decode(db, KEY, windowOf(0), path);
    await Promise.resolve();
    await Promise.resolve();
    const others = [1, 2, 3, 4].map((group) => decoder.decode(db, KEY, windowOf(group), path));
    expectRows(await first, 0);
    (await Promise.all(others)).forEach((columns, index) => expectRows(columns, index + 1));
    expect(statements).toHaveLength(2);

    const whole = await decoder.decode(db, KEY, { ...windowOf(0), endRow: ROWS }, path);
    expect(whole[0]).toHaveLength(ROWS);
    expect(statements[2]).not.toContain('file_row_number');
  });

  it('tells all that were read together what went wrong, and goes on', async () => {
    statements = [];
    const decoder = new WindowDecoder();
    const beyond = { ...windowOf(4), endRow: ROWS + 10 };
    const failed = await Promise.allSettled([
      decoder.decode(db, KEY, windowOf(3), path),
      decoder.decode(db, KEY, beyond, path),
      decoder.decode(db, KEY, windowOf(0), join(folder, 'missing.parquet')),
    ]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expectRows(await decoder.decode(db, KEY, windowOf(3), path), 3);
  });
});

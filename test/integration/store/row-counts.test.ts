import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { openReader } from '../../../electron/store/reader.ts';
import { RowCounts } from '../../../electron/store/row-counts.ts';
import { micros, type TimeRange } from '../../../shared/market/time.ts';
import { barsKey, type Row } from '../../support/staged.ts';
import { newStore } from '../../support/stores.ts';

const SPY = barsKey('SPY');
const QUARTER = 900e6;
const ALL: TimeRange = { from: micros(0), to: micros(100 * QUARTER) };

/** `count` bars of seconds from the start of a quarter hour on. */
const rows = (quarter: number, count: number): Row[] =>
  Array.from({ length: count }, (_, i) => [quarter * QUARTER + i * 1e6, 10, 10, 10, 10, 1]);

async function counted(dataDir: string, range = ALL): Promise<[number, number][]> {
  const reader = await openReader({ dataDir });
  try {
    const counts = await reader.rowsByQuarterHour(SPY, range);
    return [...counts].map(([time, count]) => [time / QUARTER, count]);
  } finally {
    await reader.close();
  }
}

async function keptFiles(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, 'cache', 'rows');
  const names = await readdir(folder);
  return names.map((name) => join(folder, name));
}

test('rows are counted once a file: what is kept is right after imports, and forgets files that are gone', async () => {
  const { store, stager } = await newStore();
  const { dataDir } = store.reader;
  await store.commitFiles([await stager.file('a', { key: SPY, rows: [...rows(1, 3), ...rows(3, 900)] })]);
  const first = [
    [1, 3],
    [3, 900],
  ];
  expect(await counted(dataDir)).toEqual(first);
  expect(await counted(dataDir)).toEqual(first);
  await store.commitFiles([await stager.file('b', { key: SPY, rows: rows(7, 5) })]);
  expect(await counted(dataDir)).toEqual([...first, [7, 5]]);
  expect(await counted(dataDir, { from: micros(7 * QUARTER), to: micros(8 * QUARTER) })).toEqual([[7, 5]]);
  // Bars of the same stamps: the file that held them is made anew.
  await store.commitFiles([await stager.file('c', { key: SPY, rows: rows(7, 9) })]);
  expect(await counted(dataDir)).toEqual([...first, [7, 9]]);
  const hashes = store.reader.files(SPY).map(({ sha256 }) => sha256);
  const [kept = ''] = await keptFiles(dataDir);
  const [, text = ''] = (await readFile(kept, 'utf8')).split('\n');
  expect(Object.keys(JSON.parse(text) as object).sort()).toEqual(hashes.sort());
});

test('counts that are kept need no DuckDB; what is no such file is counted anew', async () => {
  const { store, stager } = await newStore();
  const { dataDir } = store.reader;
  await store.commitFiles([await stager.file('a', { key: SPY, rows: rows(2, 4) })]);
  expect(await counted(dataDir)).toEqual([[2, 4]]);
  const files = store.reader.files(SPY);
  const none = (): Promise<never> => Promise.reject(new Error('DuckDB was asked for'));
  const read = (): Promise<ReadonlyMap<number, number>> =>
    new RowCounts(join(dataDir, 'cache', 'rows')).of(
      SPY,
      files.map((file) => [file, file.path]),
      files,
      none,
    );
  expect([...(await read()).values()]).toEqual([4]);
  const [kept = ''] = await keptFiles(dataDir);
  const whole = await readFile(kept, 'utf8');
  const digits = [...whole.matchAll(/[0-9]/g)].map(({ index }) => index);
  const flipped = digits.map((at) => `${whole.slice(0, at)}${(Number(whole[at]) + 1) % 10}${whole.slice(at + 1)}`);
  for (const text of ['', '{', 'x\n[]', whole.slice(0, -1), ...flipped.slice(-3), ...flipped.slice(0, 2)]) {
    await writeFile(kept, text);
    await expect(read(), text).rejects.toThrow('DuckDB was asked for');
    expect(await counted(dataDir)).toEqual([[2, 4]]);
  }
});

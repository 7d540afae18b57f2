import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { barsKey } from '../../support/staged.ts';
import { newStore, open } from '../../support/stores.ts';

test('what a killed program left in staging and spill folders goes when the next writer opens, and never under a reader', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: barsKey('SPY'), rows: [[0, 1, 1, 1, 1, 1]] })]);
  await store.close();
  const left = ['staging/half.parquet', 'temp/duckdb_temp_storage-0.tmp', 'temp/deep/block.tmp'].map((name) =>
    join(dataDir, '.tapedeck', name),
  );
  for (const path of left) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, 'left over');
  }
  const reader = await open(dataDir, { mode: 'read' });
  expect(left.map((path) => existsSync(path))).toEqual([true, true, true]);
  await open(dataDir);
  expect(left.map((path) => existsSync(path))).toEqual([false, false, false]);
  expect((await reader.verify()).damaged).toEqual([]);
});

test('operations on a store that is open read-only are refused and change nothing', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: barsKey('SPY'), rows: [[0, 1, 1, 1, 1, 1]] })]);
  const reader = await open(dataDir, { mode: 'auto' });
  const refused = { code: 'store-read-only' };
  await expect(reader.remove([])).rejects.toMatchObject(refused);
  await expect(reader.compact()).rejects.toMatchObject(refused);
  const backup = join(dataDir, 'exports', 'b.tar');
  await reader.backup(backup);
  await expect(reader.restore(backup)).rejects.toMatchObject(refused);
  expect(store.reader.manifestNumber).toBe(1);
});

import { mkdir, readdir, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { FileGuard } from '../../../electron/store/file-guard.ts';
import { nodeFs } from '../../../electron/store/fs-port.ts';
import type { Store } from '../../../electron/store/store.ts';
import { barsKey, type Row } from '../../support/staged.ts';
import { ALL_TIME, rowsOf } from '../../support/store-content.ts';
import { newStore, open, stagerFor } from '../../support/stores.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SPY = barsKey('SPY');
const bars = (from: number, count: number, price = 10): Row[] =>
  Array.from({ length: count }, (_, i) => [(from + i) * 1e6, price + i, price + i, price + i, price + i, 100]);

async function twoFiles(): Promise<{ store: Store; dataDir: string; files: string[] }> {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 50) })]);
  await store.commitFiles([await stager.file('b', { key: SPY, rows: bars(100, 50) })]);
  const files = store.reader.files(SPY).map(({ path }) => path);
  await store.close();
  return { store, dataDir, files };
}

async function flipBit(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] = (bytes[at] ?? 0) ^ 4;
  await writeFile(path, bytes);
}

test('a flipped bit anywhere in a stored file is never read as a value: its range is damaged, others are read', async () => {
  const { dataDir, files } = await twoFiles();
  const path = join(dataDir, files[0] ?? '');
  const { length } = await readFile(path);
  for (let at = 3; at < length; at += Math.ceil(length / 12)) {
    await flipBit(path, at);
    const store = await open(dataDir, { mode: 'read' });
    await expect(store.reader.loadBars(SPY, ALL_TIME)).rejects.toMatchObject({
      code: 'store-damaged',
      details: { path: files[0], reason: 'altered', symbol: 'SPY', from: 0, to: 49e6 },
    });
    expect(await rowsOf(store.reader, SPY, { from: 100e6, to: 120e6 } as typeof ALL_TIME)).toHaveLength(20);
    expect(await store.catalogue()).toMatchObject([{ damaged: true, rows: 100 }]);
    expect(await store.verify()).toMatchObject({ files: 2, damaged: [{ path: files[0], reason: 'altered' }] });
    await store.close();
    await flipBit(path, at);
  }
});

test('a missing and a cut file are damaged', async () => {
  const { dataDir, files } = await twoFiles();
  await truncate(join(dataDir, files[0] ?? ''), 100);
  await rm(join(dataDir, files[1] ?? ''));
  const store = await open(dataDir, { mode: 'read' });
  expect((await store.verify()).damaged.map(({ reason }) => reason)).toEqual(['altered', 'missing']);
  await expect(store.reader.loadBars(SPY, ALL_TIME)).rejects.toMatchObject({ code: 'store-damaged' });
});

test('a file altered after its hash was found right is noticed, also when its size and time are as before', async () => {
  const { dataDir, store } = await twoFiles();
  const reader = await open(dataDir, { mode: 'read' });
  const [file] = reader.reader.files(SPY);
  if (file === undefined) throw new Error('nothing stored');
  const guard = new FileGuard(nodeFs, store.dataDir);
  expect(await guard.inspect(file)).toBeUndefined();
  const path = join(dataDir, file.path);
  const { atime, mtime } = await stat(path);
  await flipBit(path, 50);
  await utimes(path, atime, mtime);
  expect(await guard.inspect(file)).toBe('altered');
});

test('importing a damaged range again mends it, with the same file or another that covers it', async () => {
  const { dataDir, files } = await twoFiles();
  await truncate(join(dataDir, files[0] ?? ''), 100);
  const store = await open(dataDir);
  const stager = await stagerFor(store);
  const part = await stager.file('part', { key: SPY, rows: bars(10, 5) });
  await expect(store.commitFiles([part])).rejects.toMatchObject({ code: 'store-damaged' });
  expect(await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 50) })])).toMatchObject([
    { status: 'imported', rowsStored: 50 },
  ]);
  expect((await store.verify()).damaged).toEqual([]);
  expect(await rowsOf(store.reader, SPY)).toHaveLength(100);
});

test('a data file that no manifest names is removed when the folder is opened for writing', async () => {
  const { dataDir, files } = await twoFiles();
  const stray = (files[0] ?? '').replace(/[^/]+$/, '20131007T133000_20131007T133000_0badc0de.parquet');
  await writeFile(join(dataDir, stray), 'left by a crash');
  const store = await open(dataDir);
  expect(store.recovery).toMatchObject({ removed: [stray], quarantined: [] });
  await expect(readFile(join(dataDir, stray))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('opening a folder that holds other things touches none of them', async () => {
  const dataDir = await tempDir();
  const others = [
    'bars/SPY.parquet',
    'bars/SPY/2013.parquet',
    'bars/1m/symbol=SPY/x.parquet',
    'temp/a',
    'staging/b',
    'manifests/c.yaml',
  ];
  for (const path of others) {
    await mkdir(dirname(join(dataDir, path)), { recursive: true });
    await writeFile(join(dataDir, path), path);
  }
  for (let round = 0; round < 2; round++) {
    const store = await open(dataDir);
    const stager = await stagerFor(store);
    await store.commitFiles([await stager.file(`${round}`, { key: SPY, rows: bars(round * 10, 2) })]);
    await store.close();
  }
  for (const path of others) expect(await readFile(join(dataDir, path), 'utf8')).toBe(path);
});

test('files of a store whose manifests are gone are put aside, not deleted', async () => {
  const { dataDir, files } = await twoFiles();
  await rm(join(dataDir, 'manifests'), { recursive: true });
  const store = await open(dataDir);
  expect(store.recovery).toMatchObject({ removed: [], quarantined: files });
  expect(await store.catalogue()).toEqual([]);
  for (const path of files) await readFile(join(dataDir, 'quarantine', path));
});

test('a damaged newest manifest falls back to the one before it, and what only it named is kept aside, not deleted', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 5) })]);
  await store.commitFiles([await stager.file('b', { key: SPY, rows: bars(100, 5) })]);
  const lost = store.reader.files(SPY)[1]?.path ?? '';
  await store.close();
  await flipBit(join(dataDir, 'manifests', 'manifest-2.json'), 200);

  const again = await open(dataDir);
  expect(await rowsOf(again.reader, SPY)).toHaveLength(5);
  expect(again.recovery).toMatchObject({ removed: [], quarantined: [lost, 'manifests/manifest-2.json'] });
  expect(await readdir(join(dataDir, 'quarantine', 'manifests'))).toEqual(['manifest-2.json']);
  const anew = await stagerFor(again);
  await again.commitFiles([await anew.file('b', { key: SPY, rows: bars(100, 5) })]);
  expect(await rowsOf(again.reader, SPY)).toHaveLength(10);
});

test('a damaged older manifest costs nothing, and one of another history breaks the chain', async () => {
  const { store, stager, dataDir } = await newStore();
  for (let i = 0; i < 3; i++)
    await store.commitFiles([await stager.file(`${i}`, { key: SPY, rows: bars(i * 100, 5) })]);
  await store.close();
  const manifests = join(dataDir, 'manifests');
  const second = await readFile(join(manifests, 'manifest-2.json'));
  await flipBit(join(manifests, 'manifest-2.json'), 200);
  const read = await open(dataDir, { mode: 'read' });
  expect(await rowsOf(read.reader, SPY)).toHaveLength(15);

  const other = await newStore();
  for (let i = 0; i < 2; i++) {
    await other.store.commitFiles([await other.stager.file(`${i}`, { key: SPY, rows: bars(i * 100, 4) })]);
  }
  await writeFile(
    join(manifests, 'manifest-2.json'),
    await readFile(join(other.dataDir, 'manifests', 'manifest-2.json')),
  );
  expect((await open(dataDir, { mode: 'read' })).reader.manifestNumber).toBe(1);
  await writeFile(join(manifests, 'manifest-2.json'), second);
  expect((await open(dataDir, { mode: 'read' })).reader.manifestNumber).toBe(3);
});

test('old manifests are pruned and the chain is verified from the oldest kept one', async () => {
  const { store, stager, dataDir } = await newStore();
  for (let i = 0; i < 12; i++)
    await store.commitFiles([await stager.file(`${i}`, { key: SPY, rows: bars(i * 100, 2) })]);
  expect((await readdir(join(dataDir, 'manifests'))).length).toBeLessThanOrEqual(10);
  await store.close();
  expect(await rowsOf((await open(dataDir, { mode: 'read' })).reader, SPY)).toHaveLength(24);
});

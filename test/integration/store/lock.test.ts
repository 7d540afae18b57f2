import { spawn } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFs, type FsPort } from '../../../electron/store/fs-port.ts';
import { openStore } from '../../../electron/store/store.ts';
import { barsKey } from '../../support/staged.ts';
import { rowsOf } from '../../support/store-content.ts';
import { newStore, open } from '../../support/stores.ts';
import { tempDir } from '../../support/temp-dir.ts';

const rows = [[1_000_000, 1, 1, 1, 1, 1] as const];

test('a second program is refused for writing, reads all that was committed, and may write when the first has closed', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: barsKey('SPY'), rows })]);
  await expect(openStore({ dataDir, mode: 'write' })).rejects.toMatchObject({ code: 'store-locked' });

  const second = await open(dataDir, { mode: 'auto' });
  expect(second.isReadOnly).toBe(true);
  expect(await rowsOf(second.reader, barsKey('SPY'))).toHaveLength(1);
  await expect(second.commitFiles([])).rejects.toMatchObject({ code: 'store-read-only' });

  await store.close();
  expect((await open(dataDir, { mode: 'auto' })).isReadOnly).toBe(false);
});

test('a reader sees what another store commits after a refresh, and its own state before', async () => {
  const { store, stager, dataDir } = await newStore();
  const key = barsKey('SPY');
  await store.commitFiles([await stager.file('a', { key, rows })]);
  const reader = await open(dataDir, { mode: 'read' });
  const later = [[1_000_000, 2, 2, 2, 2, 1] as const];
  await store.commitFiles([await stager.file('b', { key, rows: later })]);
  expect(await rowsOf(reader.reader, key)).toEqual([[1_000_000, 1, 1, 1, 1, 1]]);
  expect(await reader.refresh()).toBe(true);
  expect(await rowsOf(reader.reader, key)).toEqual([[1_000_000, 2, 2, 2, 2, 1]]);
});

test('files that a reader still pins outlive the commit that superseded them, and go when nobody pins them', async () => {
  const { store, stager, dataDir } = await newStore();
  const key = barsKey('SPY');
  await store.commitFiles([await stager.file('a', { key, rows })]);
  const reader = await open(dataDir, { mode: 'read' });
  await store.commitFiles([await stager.file('b', { key, rows: [[1_000_000, 2, 2, 2, 2, 1]] })]);
  const files = (): Promise<string[]> =>
    readdir(join(dataDir, 'bars'), { recursive: true }).then((names) =>
      names.filter((name) => name.endsWith('.parquet')),
    );
  expect(await files()).toHaveLength(2);
  await reader.close();
  await store.close();
  expect(await files()).toHaveLength(1);
});

test('the lock of a process that ended is stale, also when its pid runs again under another start time', async () => {
  const ended = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => ended.on('close', resolve));
  for (const holder of [
    { pid: ended.pid, identity: 'an earlier boot:1' },
    { pid: process.ppid, identity: 'an earlier boot:1' },
    { pid: process.pid, identity: 'an earlier boot:1' },
  ]) {
    const dataDir = join(await tempDir(), 'data');
    await mkdir(join(dataDir, '.tapedeck', 'locks'), { recursive: true });
    await writeFile(join(dataDir, '.tapedeck', 'locks', 'writer-3.json'), JSON.stringify(holder));
    expect((await open(dataDir)).isReadOnly).toBe(false);
  }
});

test('a lock file torn by a crash is held by nobody', async () => {
  const dataDir = join(await tempDir(), 'data');
  await mkdir(join(dataDir, '.tapedeck', 'locks'), { recursive: true });
  await writeFile(join(dataDir, '.tapedeck', 'locks', 'writer-1.json'), '{"pid":1');
  expect((await open(dataDir)).isReadOnly).toBe(false);
});

test('of many that open the folder at once exactly one may write', async () => {
  const dataDir = join(await tempDir(), 'data');
  await mkdir(dataDir);
  const stores = await Promise.all(Array.from({ length: 8 }, () => open(dataDir, { mode: 'auto' })));
  expect(stores.filter(({ isReadOnly }) => !isReadOnly)).toHaveLength(1);
});

test('a folder that cannot be written is refused for writing and read all the same', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: barsKey('SPY'), rows })]);
  await store.close();
  const denied = (): Promise<never> =>
    Promise.reject(Object.assign(new Error('permission denied'), { code: 'EACCES' }));
  const fs: FsPort = { ...nodeFs, writeFile: denied, makeFolder: denied, rename: denied, link: denied, remove: denied };
  await expect(openStore({ dataDir, mode: 'write', fs })).rejects.toMatchObject({ code: 'store-read-only' });
  const readOnly = await open(dataDir, { mode: 'auto', fs });
  expect(readOnly.isReadOnly).toBe(true);
  expect(await rowsOf(readOnly.reader, barsKey('SPY'))).toHaveLength(1);
  await expect(readOnly.staging()).rejects.toMatchObject({ code: 'store-read-only' });
});

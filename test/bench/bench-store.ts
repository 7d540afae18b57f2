import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { stageSample } from '../../electron/store/sample/stage-sample.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { monthSpec, yearSpec } from './bench-data.ts';

let folder: Promise<string> | undefined;

/** A data folder that holds the bench month and year; made on first use. */
export function benchFolder(): Promise<string> {
  folder ??= fillFolder();
  return folder;
}

export async function withBenchStore<T>(use: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ dataDir: await benchFolder(), mode: 'read' });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

export async function removeBenchFolder(): Promise<void> {
  if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
}

async function fillFolder(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tapedeck-bench-'));
  const store = await openStore({ dataDir, mode: 'write' });
  try {
    const staging = await store.staging();
    for (const spec of [monthSpec(), yearSpec()]) await store.commitFiles(await stageSample(spec, { folder: staging }));
  } finally {
    await store.close();
  }
  return dataDir;
}

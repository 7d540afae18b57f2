import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, type OpenStoreOptions, type Store } from '../../electron/store/store.ts';
import { Stager } from './staged.ts';
import { tempDir } from './temp-dir.ts';

/** Opens a store that closes with the test. */
export async function open(dataDir: string, options: Partial<OpenStoreOptions> = {}): Promise<Store> {
  const store = await openStore({ dataDir, mode: 'write', ...options });
  onTestFinished(() => store.close());
  return store;
}

/** A store in a new folder and a stager that writes into its staging folder. */
export async function newStore(): Promise<{ store: Store; stager: Stager; dataDir: string }> {
  const dataDir = join(await tempDir(), 'data');
  const store = await open(dataDir);
  return { store, stager: await stagerFor(store), dataDir };
}

export async function stagerFor(store: Store): Promise<Stager> {
  const stager = await Stager.open(await store.staging());
  onTestFinished(() => stager.close());
  return stager;
}

import type { OpenStoreOptions, Store } from '../store/store.ts';
import type { CommandContext } from './command-context.ts';

/** Opens the store of the data folder for the length of some work. DuckDB is loaded when the work first needs it. */
export async function withStore<T>(
  context: CommandContext,
  mode: OpenStoreOptions['mode'],
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const { openStore } = await import('../store/store.ts');
  const store = await openStore({ dataDir: context.dataDir, mode });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

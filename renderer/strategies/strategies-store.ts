import { createStore, type StoreApi } from 'zustand/vanilla';

import type { BackendClient } from '../../shared/ipc/client.ts';
import type { ParameterValue, StrategyInfo } from '../../shared/trading/strategy.ts';
import type { NoticesStore } from '../state/notices-store.ts';

export interface StrategiesState {
  /** Built-in ones first; absent until first answered. */
  readonly strategies: readonly StrategyInfo[] | undefined;
  readonly selected: string | undefined;
  /** What was changed, by strategy and parameter; the others have their defaults. */
  readonly changes: Readonly<Record<string, Readonly<Record<string, ParameterValue>>>>;
  /** Index of the session chosen among those offered. */
  readonly session: number;
  refresh(): Promise<void>;
  select(name: string): void;
  setParameter(strategy: string, parameter: string, value: ParameterValue): void;
  resetParameters(strategy: string): void;
  chooseSession(index: number): void;
  /** Writes the template under a name and selects it. */
  create(name: string): Promise<void>;
  trust(info: StrategyInfo): Promise<void>;
  forget(path: string): Promise<void>;
}

export type StrategiesStore = StoreApi<StrategiesState>;

/** The strategies that can be run, and what is set for each. */
export function createStrategiesStore(client: BackendClient, notices: NoticesStore): StrategiesStore {
  return createStore<StrategiesState>()((set, get) => {
    const take = (strategies: readonly StrategyInfo[]): void => {
      const { selected } = get();
      const isThere = strategies.some(({ name }) => name === selected);
      set({ strategies, selected: isThere ? selected : strategies[0]?.name });
    };
    client.on('strategies.changed', take);
    client.on('restarted', () => {
      get()
        .refresh()
        .catch((error: unknown) => notices.getState().showError(error));
    });
    return {
      strategies: undefined,
      selected: undefined,
      changes: {},
      session: 0,
      refresh: async () => take(await client.request('strategies.list', {})),
      select: (selected) => set({ selected }),
      setParameter: (strategy, parameter, value) => {
        const { changes } = get();
        set({ changes: { ...changes, [strategy]: { ...changes[strategy], [parameter]: value } } });
      },
      resetParameters: (strategy) => {
        const { [strategy]: _, ...changes } = get().changes;
        set({ changes });
      },
      chooseSession: (session) => set({ session }),
      create: async (name) => {
        const made = await client.request('strategies.create', { name });
        await get().refresh();
        set({ selected: made.name });
      },
      trust: async ({ path, sha256 }) => {
        if (path === undefined || sha256 === undefined) return;
        await client.request('strategies.trust', { path, sha256 });
        await get().refresh();
      },
      forget: async (path) => {
        await client.request('strategies.forget', { path });
        await get().refresh();
      },
    };
  });
}

/** A session configuration with a strategy in it. */
export function withStrategy(config: unknown, name: string, params: Readonly<Record<string, ParameterValue>>): unknown {
  return { ...(config as object), strategy: { name, params } };
}

import { createStore, type StoreApi } from 'zustand/vanilla';

import type { BackendClient } from '../../shared/ipc/client.ts';
import type { RequestArgs } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/ipc/settings.ts';
import type { NoticesStore } from './notices-store.ts';

export type SettingsPatch = RequestArgs<'settings.set'>;

export interface SettingsState {
  /** Absent until the backend has answered once. */
  readonly settings: Settings | undefined;
  load(): Promise<void>;
  /** Applies at once and is kept by the backend. */
  update(patch: SettingsPatch): void;
}

export type SettingsStore = StoreApi<SettingsState>;

/** Settings as the backend keeps them (G7). A change that could not be kept is told and stays until the next start. */
export function createSettingsStore(client: BackendClient, notices: NoticesStore): SettingsStore {
  return createStore<SettingsState>()((set, get) => ({
    settings: undefined,
    load: async () => {
      set({ settings: await client.request('settings.get', {}) });
    },
    update: (patch) => {
      const { settings } = get();
      if (settings !== undefined) set({ settings: { ...settings, ...(patch as Partial<Settings>) } });
      client.request('settings.set', patch).catch((error: unknown) => notices.getState().showError(error));
    },
  }));
}

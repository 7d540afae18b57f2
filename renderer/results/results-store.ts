import { createStore, type StoreApi } from 'zustand/vanilla';

import type { BackendClient } from '../../shared/ipc/client.ts';
import type { ResultDetail } from '../../shared/trading/result-detail.ts';
import type { ResultSummary } from '../../shared/trading/result.ts';
import type { NoticesStore } from '../state/notices-store.ts';

export interface ResultsState {
  /** Newest first; absent until first answered. */
  readonly results: readonly ResultSummary[] | undefined;
  readonly shownId: string | undefined;
  /** Compared with the one shown. */
  readonly comparedId: string | undefined;
  /** Those read so far, by id. Results never change. */
  readonly details: ReadonlyMap<string, ResultDetail>;
  /** The question whether the shown result is to be deleted is open. */
  readonly isDeleting: boolean;
  refresh(): Promise<void>;
  show(id: string): void;
  compare(id: string | undefined): void;
  setDeleting(isDeleting: boolean): void;
  /** Deletes the result shown and shows the next one. */
  deleteShown(): Promise<void>;
  export(format: 'html' | 'csv' | 'json' | 'parquet'): Promise<void>;
}

export type ResultsStore = StoreApi<ResultsState>;

/** Stored results, the one shown and the one it is compared with. */
export function createResultsStore(client: BackendClient, notices: NoticesStore): ResultsStore {
  return createStore<ResultsState>()((set, get) => {
    const tell = (error: unknown): void => notices.getState().showError(error);
    const read = (id: string): void => {
      if (get().details.has(id)) return;
      client
        .request('results.get', { id })
        .then((detail) => set({ details: new Map(get().details).set(id, detail) }))
        .catch(tell);
    };
    const follow = (): void => void get().refresh().catch(tell);
    client.on('results.changed', follow);
    client.on('restarted', follow);
    return {
      results: undefined,
      shownId: undefined,
      comparedId: undefined,
      details: new Map(),
      isDeleting: false,
      refresh: async () => {
        const known = new Set(get().results?.map(({ id }) => id));
        const results = await client.request('results.list', {});
        const { shownId, comparedId } = get();
        const isThere = (id: string | undefined): boolean => results.some((result) => result.id === id);
        const added = known.size === 0 ? undefined : results.find(({ id }) => !known.has(id));
        const next = added?.id ?? (isThere(shownId) ? shownId : results[0]?.id);
        set({
          results,
          shownId: next,
          comparedId: isThere(comparedId) && comparedId !== next ? comparedId : undefined,
        });
        if (next !== undefined) read(next);
      },
      show: (id) => {
        set({ shownId: id, comparedId: get().comparedId === id ? undefined : get().comparedId });
        read(id);
      },
      compare: (id) => {
        set({ comparedId: id });
        if (id !== undefined) read(id);
      },
      setDeleting: (isDeleting) => set({ isDeleting: isDeleting && get().shownId !== undefined }),
      deleteShown: async () => {
        const { shownId } = get();
        set({ isDeleting: false });
        if (shownId === undefined) return;
        await client.request('results.delete', { ids: [shownId] });
        await get().refresh();
      },
      export: async (format) => {
        const { shownId } = get();
        if (shownId !== undefined) await client.request('results.export', { id: shownId, format });
      },
    };
  });
}

import { createStore, type StoreApi } from 'zustand/vanilla';

import type { BackendClient } from '../../../shared/ipc/client.ts';
import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import type { NoticesStore } from '../../state/notices-store.ts';
import { damageText } from './damage-text.ts';
import { nextSort, type KindFilter, type Sort, type SortColumn } from './catalogue-rows.ts';

export interface CatalogueState {
  /** Absent until first answered. */
  readonly series: readonly SeriesSummary[] | undefined;
  readonly text: string;
  readonly kind: KindFilter;
  readonly sort: Sort;
  readonly selectedId: string | undefined;
  /** The dialog that exports the selected series is open. */
  readonly isExporting: boolean;
  refresh(): Promise<void>;
  setText(text: string): void;
  setKind(kind: KindFilter): void;
  sortBy(column: SortColumn): void;
  select(id: string): void;
  setExporting(isExporting: boolean): void;
}

export type CatalogueStore = StoreApi<CatalogueState>;

/** What the store holds, followed as it changes. Changes during a request lead to one more request, not to one each. */
export function createCatalogueStore(client: BackendClient, notices: NoticesStore): CatalogueStore {
  let isAsking = false;
  let isStale = false;
  return createStore<CatalogueState>()((set, get) => {
    const follow = (): void => {
      get()
        .refresh()
        .catch((error: unknown) => notices.getState().showError(error));
    };
    client.on('catalog.changed', follow);
    client.on('restarted', follow);
    client.on('store.damaged', ({ files }) => {
      follow();
      const said = damageText(files);
      if (said !== undefined) notices.getState().show('bad', said);
    });
    return {
      series: undefined,
      text: '',
      kind: 'all',
      sort: { column: 'symbol', descending: false },
      selectedId: undefined,
      isExporting: false,
      refresh: async () => {
        if (isAsking) {
          isStale = true;
          return;
        }
        isAsking = true;
        try {
          do {
            isStale = false;
            set({ series: await client.request('catalog.list', {}) });
          } while (isStale);
        } finally {
          isAsking = false;
        }
      },
      setText: (text) => set({ text }),
      setKind: (kind) => set({ kind }),
      sortBy: (column) => set({ sort: nextSort(get().sort, column) }),
      select: (selectedId) => set({ selectedId }),
      setExporting: (isExporting) => {
        const { series, selectedId } = get();
        set({ isExporting: isExporting && series?.some(({ id }) => id === selectedId) === true });
      },
    };
  });
}

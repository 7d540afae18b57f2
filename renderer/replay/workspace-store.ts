import { createStore, type StoreApi } from 'zustand/vanilla';

import type { OpenRun } from '../../shared/session/replay.ts';
import type { SettingsStore } from '../state/settings-store.ts';
import { chartsOf, freeId, MOST_CHARTS, unshownInterval, type ChartConfig } from './chart-list.ts';

export interface WorkspaceState {
  readonly charts: readonly ChartConfig[];
  change(id: string, change: Partial<Omit<ChartConfig, 'id'>>): void;
  /** Adds a chart of the given one's symbol at an interval not shown yet; its config, or `undefined` when there are too many. */
  add(like: string): ChartConfig | undefined;
  remove(id: string): void;
  /** Back to the charts of a new window. */
  reset(): void;
}

export type WorkspaceStore = StoreApi<WorkspaceState>;

/** The charts of the Replay view for one run, remembered in the settings. */
export function createWorkspaceStore(run: OpenRun, settings: SettingsStore): WorkspaceStore {
  return createStore<WorkspaceState>()((set, get) => {
    const keep = (charts: readonly ChartConfig[]): void => {
      set({ charts });
      settings.getState().update({ charts: [...charts] });
    };
    return {
      charts: chartsOf(run, settings.getState().settings?.charts ?? []),
      change: (id, change) => keep(get().charts.map((chart) => (chart.id === id ? { ...chart, ...change } : chart))),
      add: (like) => {
        const { charts } = get();
        const model = charts.find(({ id }) => id === like);
        if (model === undefined || charts.length >= MOST_CHARTS) return undefined;
        const chart = { ...model, id: freeId(charts), interval: unshownInterval(run, model, charts) };
        keep([...charts, chart]);
        return chart;
      },
      remove: (id) => keep(get().charts.filter((chart) => chart.id !== id)),
      reset: () => keep(chartsOf(run, [])),
    };
  });
}

import { createStore, type StoreApi } from 'zustand/vanilla';

import type { OpenRun } from '../../shared/session/replay.ts';
import type { SettingsStore } from '../state/settings-store.ts';
import type { ChartIndicator } from '../../shared/session/chart-indicators.ts';
import type { ChartLink } from '../../shared/ipc/settings.ts';
import {
  chartedSymbols,
  chartsOf,
  freeId,
  indicatorsOf,
  linksOf,
  MOST_CHARTS,
  nearestInterval,
  unshownInterval,
  type ChartConfig,
} from './chart-list.ts';

export interface WorkspaceState {
  readonly charts: readonly ChartConfig[];
  /** Shows another symbol or interval; charts linked by symbol follow, each at its own interval or the nearest. */
  change(id: string, change: Partial<Pick<ChartConfig, 'symbol' | 'interval'>>): void;
  link(id: string, links: readonly ChartLink[]): void;
  indicate(id: string, indicators: readonly ChartIndicator[]): void;
  /** Unlinks a chart that shares something; one that shares nothing shares crosshair and time. */
  toggleLinks(id: string): void;
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
      settings.getState().update({
        charts: charts.map((chart) => ({
          ...chart,
          links: [...linksOf(chart)],
          indicators: [...indicatorsOf(chart)],
        })),
      });
    };
    return {
      charts: chartsOf(run, settings.getState().settings?.charts ?? []),
      change: (id, { symbol, interval }) => {
        const { charts } = get();
        const source = charts.find((chart) => chart.id === id);
        const next = chartedSymbols(run).find((one) => one.symbol === (symbol ?? source?.symbol));
        if (source === undefined || next === undefined) return;
        const isShared = symbol !== undefined && linksOf(source).includes('symbol');
        keep(
          charts.map((chart) => {
            const isSource = chart.id === id;
            if (!isSource && !(isShared && linksOf(chart).includes('symbol'))) return chart;
            const wanted = isSource ? (interval ?? chart.interval) : chart.interval;
            return { ...chart, symbol: next.symbol, interval: nearestInterval(next, wanted) };
          }),
        );
      },
      link: (id, links) => keep(get().charts.map((chart) => (chart.id === id ? { ...chart, links } : chart))),
      indicate: (id, indicators) =>
        keep(get().charts.map((chart) => (chart.id === id ? { ...chart, indicators } : chart))),
      toggleLinks: (id) => {
        const chart = get().charts.find((one) => one.id === id);
        if (chart !== undefined) get().link(id, linksOf(chart).length > 0 ? [] : ['crosshair', 'time']);
      },
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

import type { DockviewApi, SerializedDockview } from 'dockview-react';

import type { ChartConfig } from './chart-list.ts';

export const SESSION_PANEL = 'session';
export const QUALITY_PANEL = 'quality';
const SIDE_WIDTH = 304;

export const titleOf = ({ symbol, interval }: Pick<ChartConfig, 'symbol' | 'interval'>): string =>
  `${symbol} ${interval}`;

/** The layout of a new window: charts left and in the middle with quality beneath, the session at the right. */
export function layOut(api: DockviewApi, charts: readonly ChartConfig[]): void {
  api.clear();
  const [first, second, third, ...others] = charts;
  api.addPanel({
    id: SESSION_PANEL,
    component: 'session',
    title: 'Session',
    initialWidth: SIDE_WIDTH,
    minimumWidth: 284,
  });
  if (first !== undefined) addChart(api, first, { referencePanel: SESSION_PANEL, direction: 'left' });
  const middle = second ?? first;
  if (second !== undefined && first !== undefined)
    addChart(api, second, { referencePanel: first.id, direction: 'right' });
  if (third !== undefined && first !== undefined)
    addChart(api, third, { referencePanel: first.id, direction: 'below' });
  api.addPanel({
    id: QUALITY_PANEL,
    component: 'quality',
    title: 'Quality',
    position: { referencePanel: middle?.id ?? SESSION_PANEL, direction: 'below' },
  });
  for (const chart of others) addChart(api, chart, { referencePanel: first?.id ?? SESSION_PANEL, direction: 'within' });
  const left = first === undefined ? undefined : api.getPanel(first.id);
  if (second !== undefined) left?.api.setSize({ width: Math.round((api.width - SIDE_WIDTH) * 0.58) });
  if (third !== undefined) left?.api.setSize({ height: Math.round(api.height * 0.56) });
  // Last, because a resize takes its room from the panels to the right.
  api.getPanel(SESSION_PANEL)?.api.setSize({ width: SIDE_WIDTH });
}

export function addChart(
  api: DockviewApi,
  chart: ChartConfig,
  position: { readonly referencePanel: string; readonly direction: 'left' | 'right' | 'below' | 'within' },
): void {
  api.addPanel({ id: chart.id, component: 'chart', title: titleOf(chart), position });
}

/** Restores a remembered layout if it holds exactly the panels there are; says whether it did. */
export function restoreLayout(api: DockviewApi, layout: unknown, charts: readonly ChartConfig[]): boolean {
  if (typeof layout !== 'object' || layout === null || !('panels' in layout)) return false;
  const wanted = [SESSION_PANEL, QUALITY_PANEL, ...charts.map(({ id }) => id)].sort();
  const found = Object.keys(layout.panels as object).sort();
  if (found.join() !== wanted.join()) return false;
  try {
    api.fromJSON(layout as SerializedDockview);
  } catch {
    // Written by another version, or damaged: the usual layout takes its place.
    return false;
  }
  for (const chart of charts) api.getPanel(chart.id)?.setTitle(titleOf(chart));
  return true;
}

/** A group of one panel needs no tab: the panel's own header names it. */
export function hideSingleTabs(api: DockviewApi): void {
  for (const group of api.groups) {
    const isSingle = group.panels.length < 2;
    if (group.model.header.hidden !== isSingle) group.model.header.hidden = isSingle;
  }
}

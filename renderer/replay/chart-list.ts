import { compareIntervals, intervalMicros, parseInterval, type Interval } from '../../shared/market/interval.ts';
import type { ChartLink, Settings } from '../../shared/ipc/settings.ts';
import type { ChartIndicator } from '../../shared/session/chart-indicators.ts';
import type { OpenRun, RunSymbol } from '../../shared/session/replay.ts';

/** What one chart shows. */
export interface ChartConfig {
  readonly id: string;
  readonly symbol: string;
  readonly interval: Interval;
  /** What it shares with other charts; absent: the crosshair. */
  readonly links?: readonly ChartLink[] | undefined;
  readonly indicators?: readonly ChartIndicator[] | undefined;
}

const NONE: readonly ChartIndicator[] = [];
export const indicatorsOf = ({ indicators }: ChartConfig): readonly ChartIndicator[] => indicators ?? NONE;

export const linksOf = ({ links }: ChartConfig): readonly ChartLink[] => links ?? ['crosshair'];

/** Most charts a layout may hold; settings keep no more. */
export const MOST_CHARTS = 16;

type Charted = RunSymbol & { readonly base: Interval };

/** Symbols of a run that have bars. */
export function chartedSymbols(run: OpenRun): readonly Charted[] {
  return run.symbols.filter((symbol): symbol is Charted => symbol.base !== undefined);
}

/** The interval of a symbol nearest in length to the wanted one. */
export function nearestInterval(symbol: Charted, wanted: Interval): Interval {
  if (symbol.intervals.includes(wanted)) return wanted;
  const distance = (interval: Interval): number =>
    Math.abs(Math.log(intervalMicros(interval) / intervalMicros(wanted)));
  return [...symbol.intervals].sort((a, b) => distance(a) - distance(b) || compareIntervals(a, b))[0] ?? symbol.base;
}

/** The remembered charts as far as they fit the run: a symbol that it does not have is replaced by one it has, an interval by the
 * nearest. Without any remembered, those of a new window. */
export function chartsOf(run: OpenRun, remembered: Settings['charts']): readonly ChartConfig[] {
  const symbols = chartedSymbols(run);
  const first = symbols[0];
  if (first === undefined) return [];
  if (remembered.length === 0) return firstCharts(symbols, first);
  const known = remembered.some(({ symbol }) => symbols.some((one) => one.symbol === symbol));
  if (!known) return firstCharts(symbols, first);
  return remembered.map(({ symbol, interval, ...kept }) => {
    const one = symbols.find((candidate) => candidate.symbol === symbol) ?? first;
    return { ...kept, symbol: one.symbol, interval: nearestInterval(one, parseInterval(interval) ?? one.base) };
  });
}

/** The base bars and 5m of the first symbol, and the base bars of the second. */
function firstCharts(symbols: readonly Charted[], first: Charted): readonly ChartConfig[] {
  const charts: ChartConfig[] = [
    { id: 'chart-1', symbol: first.symbol, interval: first.base },
    { id: 'chart-2', symbol: first.symbol, interval: nearestInterval(first, '5m' as Interval) },
  ];
  const second = symbols[1];
  if (second !== undefined) charts.push({ id: 'chart-3', symbol: second.symbol, interval: second.base });
  return charts;
}

/** An id that no chart has. */
export function freeId(charts: readonly ChartConfig[]): string {
  for (let number = 1; ; number++) {
    const id = `chart-${number}`;
    if (!charts.some((chart) => chart.id === id)) return id;
  }
}

/** The finest interval of a chart's symbol that no chart shows; the chart's own when all are shown. */
export function unshownInterval(run: OpenRun, chart: ChartConfig, charts: readonly ChartConfig[]): Interval {
  const intervals = run.symbols.find(({ symbol }) => symbol === chart.symbol)?.intervals ?? [];
  const shown = charts.filter(({ symbol }) => symbol === chart.symbol).map(({ interval }) => interval);
  return [...intervals].sort(compareIntervals).find((interval) => !shown.includes(interval)) ?? chart.interval;
}

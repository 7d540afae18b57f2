import { LineSeries, type IChartApiBase, type ISeriesApi, type LineData, type Time } from 'lightweight-charts';

import type { ChartColours } from './chart-colours.ts';
import { indexAt, type ChartItem } from './chart-item.ts';
import { ChartPrimitive, type Target } from './chart-primitive.ts';
import { plotText, type LegendPlot } from './legend.ts';
import { rowsUpTo, type PlotLine } from './plot-tape.ts';
import type { TimeAxis } from './time-axis.ts';

/** Height of a pane beneath, against the 1 of the bars. */
const PANE_SHARE = 0.28;
const COLOURS = ['accent', 'series3', 'series2', 'series4'] as const;

export interface PlotLook {
  readonly colours: ChartColours;
  readonly items: readonly ChartItem[];
  readonly lines: readonly PlotLine[];
}

/** By its place among the chart's lines. */
function plotColour(colours: ChartColours, index: number): string {
  return colours[COLOURS[index % COLOURS.length] as (typeof COLOURS)[number]];
}

/** Plotted lines: those over the bars are drawn in one pass, one in a pane beneath is a series of its own, for its axis. */
export class PlotLayer extends ChartPrimitive {
  readonly #chart: IChartApiBase<Time>;
  readonly #look: () => PlotLook;
  readonly #beneath = new Map<string, ISeriesApi<'Line', Time>>();

  constructor(chart: IChartApiBase<Time>, look: () => PlotLook) {
    super('normal');
    this.#chart = chart;
    this.#look = look;
  }

  /** Before other bars take the place of those shown: points after the newest of them would move the view. */
  clear(): void {
    for (const series of this.#beneath.values()) series.setData([]);
  }

  /** Lines or bars changed. */
  refresh(): void {
    const { colours, items, lines } = this.#look();
    const kept = new Set(lines.map(keyOf));
    for (const [key, series] of this.#beneath) {
      if (kept.has(key)) continue;
      this.#chart.removeSeries(series);
      this.#beneath.delete(key);
    }
    lines.forEach((line, index) => {
      if (line.pane === 'price') return;
      const color = plotColour(colours, index);
      const series = this.#beneath.get(keyOf(line)) ?? this.#add(line, lines);
      if (series.options().color !== color) series.applyOptions({ color });
      series.setData(onBars(line, items));
    });
    this.requestUpdate();
  }

  /** The lines and their values as of an instant in seconds; those without one are left out. */
  valuesAt(instant: number): LegendPlot[] {
    const { colours, lines } = this.#look();
    return lines.flatMap(({ name, times, values }, index) => {
      const value = values[rowsUpTo(times, instant) - 1];
      return value === undefined ? [] : [{ name, value, colour: plotColour(colours, index) }];
    });
  }

  /** Values of the lines over the bars from item `first` up to and including `last`. */
  *pricesBetween(first: number, last: number): Iterable<number> {
    const { items, lines } = this.#look();
    const start = items[Math.min(items.length - 1, Math.max(0, first))];
    const end = items[last]?.time ?? Number.POSITIVE_INFINITY;
    if (start === undefined) return;
    for (const { pane, times, values } of lines) {
      if (pane !== 'price') continue;
      for (let at = rowsUpTo(times, start.time); at < times.length && (times[at] as number) <= end; at++)
        yield values[at] as number;
    }
  }

  #add(line: PlotLine, lines: readonly PlotLine[]): ISeriesApi<'Line', Time> {
    const panes = [...new Set(lines.map(({ pane }) => pane).filter((pane) => pane !== 'price'))];
    const series = this.#chart.addSeries(
      LineSeries,
      {
        lineWidth: 1,
        priceLineVisible: false,
        crosshairMarkerVisible: false,
        priceFormat: { type: 'custom', formatter: plotText, minMove: 1e-4 },
      },
      panes.indexOf(line.pane) + 1,
    );
    series.getPane().setStretchFactor(PANE_SHARE);
    this.#chart.panes()[0]?.setStretchFactor(1);
    this.#beneath.set(keyOf(line), series);
    return series;
  }

  protected draw(target: Target): void {
    const { axis, series } = this;
    if (axis === undefined || series === undefined) return;
    target.useMediaCoordinateSpace(({ context }) => {
      const { colours, items, lines } = this.#look();
      context.save();
      context.lineJoin = 'round';
      context.lineWidth = 1.25;
      lines.forEach((line, index) => {
        if (line.pane !== 'price') return;
        context.strokeStyle = plotColour(colours, index);
        trace(context, line, items, axis, (value) => series.priceToCoordinate(value));
      });
      context.restore();
    });
  }
}

const keyOf = ({ pane, name }: PlotLine): string => `${pane} ${name}`;

/** Index of the bar that had closed last when a point was plotted: the one it belongs to. */
function barOf(items: readonly ChartItem[], time: number): number {
  return indexAt(items, time) - 1;
}

/** The last value of each bar. */
function onBars({ times, values }: PlotLine, items: readonly ChartItem[]): LineData<Time>[] {
  const points: LineData<Time>[] = [];
  let last = -1;
  for (const [row, time] of times.entries()) {
    const index = barOf(items, time);
    if (index < 0) continue;
    const point = { time: (items[index] as ChartItem).time as Time & number, value: values[row] as number };
    if (index === last) points[points.length - 1] = point;
    else points.push(point);
    last = index;
  }
  return points;
}

function trace(
  context: CanvasRenderingContext2D,
  { times, values }: PlotLine,
  items: readonly ChartItem[],
  axis: TimeAxis,
  yOf: (value: number) => number | null,
): void {
  const start = items[Math.min(items.length - 1, Math.max(0, axis.first))];
  if (start === undefined) return;
  let isDrawing = false;
  context.beginPath();
  for (let at = Math.max(0, rowsUpTo(times, start.time) - 1); at < times.length; at++) {
    const index = barOf(items, times[at] as number);
    const y = yOf(values[at] as number);
    if (y === null || index < 0) continue;
    if (isDrawing) context.lineTo(axis.x(index), y);
    else context.moveTo(axis.x(index), y);
    isDrawing = true;
    if (index > axis.last) break;
  }
  context.stroke();
}

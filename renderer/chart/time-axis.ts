import type { ITimeScaleApi, Logical, Time } from 'lightweight-charts';

import { indexAt, type ChartItem } from './chart-item.ts';

/** Where items lie; `first` and `last` are the indices at the edges of the view. */
export interface TimeAxis {
  readonly first: number;
  readonly last: number;
  /** Pixels a bar. */
  readonly spacing: number;
  /** Middle of an item. */
  x(index: number): number;
}

/** `undefined` while nothing is in sight. */
export function timeAxis(scale: ITimeScaleApi<Time> | undefined): TimeAxis | undefined {
  const range = scale?.getVisibleLogicalRange();
  if (scale === undefined || range === null || range === undefined) return undefined;
  const { barSpacing: spacing } = scale.options();
  const first = Math.floor(range.from);
  const origin = scale.logicalToCoordinate(first as Logical);
  if (origin === null) return undefined;
  return { first, last: Math.ceil(range.to), spacing, x: (index) => origin + (index - first) * spacing };
}

/** Coordinate of the left edge of the first item at or after an instant. */
export function edgeOf(items: readonly ChartItem[], axis: TimeAxis, time: number): number {
  return axis.x(indexAt(items, time) - 0.5);
}

/** Index of the item that holds an instant; one after the last where its bar has not come yet, -1 before the first. */
export function holderOf(items: readonly ChartItem[], time: number, step: number): number {
  const last = items.at(-1);
  if (last !== undefined && time >= last.time + step) return items.length;
  // Times are multiples of a microsecond.
  return indexAt(items, time + 5e-7) - 1;
}

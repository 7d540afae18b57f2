import { indexAt, isBar, type ChartItem } from './chart-item.ts';
import type { FillMark } from './fill-tape.ts';
import { holderOf } from './time-axis.ts';

/** Fills of one side that are drawn as one arrow. */
export interface FillGroup {
  readonly isBuy: boolean;
  /** Of the first item it stands at. */
  readonly index: number;
  readonly count: number;
  /** Without sign. */
  readonly quantity: number;
  /** Of all of them, or undefined where they differ. */
  readonly price: number | undefined;
  /** Where the bars it stands at end on the side of the arrow: their low for a buy, else their high. */
  readonly edge: number;
}

interface Growing {
  index: number;
  count: number;
  quantity: number;
  price: number | undefined;
  edge: number;
  until: number;
}

export interface GroupOptions {
  readonly items: readonly ChartItem[];
  /** Interval in seconds. */
  readonly step: number;
  /** Indices `[first, last]` in sight. */
  readonly first: number;
  readonly last: number;
  /** Neighbouring items that share an arrow: 1 where bars are wide enough for one each. */
  readonly width: number;
}

/** The arrows of the fills in sight, for each side from left to right; `fills` ascending in time. */
export function groupFills(fills: readonly FillMark[], options: GroupOptions): FillGroup[] {
  const { items, step, first, last, width } = options;
  const start = items[Math.max(0, first)]?.time;
  if (start === undefined) return [];
  const groups: FillGroup[] = [];
  const growing: (Growing | undefined)[] = [undefined, undefined];
  const end = (side: number): void => {
    const group = growing[side];
    if (group === undefined) return;
    const { index, count, quantity, price, edge } = group;
    groups.push({ isBuy: side === 0, index, count, quantity, price, edge });
    growing[side] = undefined;
  };
  for (let at = indexAt(fills, start); at < fills.length; at++) {
    const { time, quantity, price } = fills[at] as FillMark;
    const index = holderOf(items, time, step);
    if (index > last) break;
    const side = quantity > 0 ? 0 : 1;
    const until = (Math.floor(index / width) + 1) * width;
    if (growing[side]?.until !== until) end(side);
    const group = (growing[side] ??= { index, count: 0, quantity: 0, price, edge: price, until });
    const item = items[index];
    const edge = !isBar(item) ? price : side === 0 ? Math.min(item.low, price) : Math.max(item.high, price);
    group.edge = side === 0 ? Math.min(group.edge, edge) : Math.max(group.edge, edge);
    group.count += 1;
    group.quantity += Math.abs(quantity);
    if (group.price !== price) group.price = undefined;
  }
  end(0);
  end(1);
  return groups;
}

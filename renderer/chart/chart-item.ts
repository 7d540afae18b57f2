import { BAR_FILLED } from '../../shared/market/columns.ts';
import { MICROS_PER_SECOND } from '../../shared/market/time.ts';
import { BAR_STRIDE, PACKED } from '../../shared/session/replay.ts';

export type BarKind = 'closed' | 'filled' | 'forming';

/** One bar as the canvas takes it; `time` is whole seconds since the epoch of its open. */
export interface BarItem {
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
  /** Base slots it should hold and does hold; `expected` is 0 while it forms. */
  readonly expected: number;
  readonly present: number;
  readonly kind: BarKind;
  /** Newest quote known by the end of the bar. */
  readonly bid?: number;
  readonly ask?: number;
}

/** A slot without a bar: it keeps its place on the time axis. */
export interface BlankItem {
  readonly time: number;
}

export type ChartItem = BarItem | BlankItem;

export const isBar = (item: ChartItem | undefined): item is BarItem => item !== undefined && 'close' in item;

/** The bar of one packed row. */
export function unpackBar(packed: Float64Array, row: number, isForming = false): BarItem {
  const at = row * BAR_STRIDE;
  const field = (offset: number): number => packed[at + offset] as number;
  const expected = field(PACKED.expected);
  return {
    time: field(PACKED.time) / MICROS_PER_SECOND,
    open: field(PACKED.open),
    high: field(PACKED.high),
    low: field(PACKED.low),
    close: field(PACKED.close),
    volume: field(PACKED.volume),
    expected,
    present: field(PACKED.present),
    // A derived bar is flagged for one filled slot of many: most of it was traded.
    kind: isForming ? 'forming' : field(PACKED.flags) === BAR_FILLED && expected <= 1 ? 'filled' : 'closed',
  };
}

export const packedRows = (packed: Float64Array): number => packed.length / BAR_STRIDE;

/** Index of the first item with `time >= wanted`; `items.length` when there is none. */
export function indexAt(items: readonly { readonly time: number }[], wanted: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle] as { time: number }).time < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

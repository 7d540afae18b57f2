import type { FormingBar } from '../engine/derive/forming.ts';
import type { RowSpan } from '../engine/past-bars.ts';
import { lowerBound } from '../../shared/market/columns.ts';
import { BAR_STRIDE, PACKED, PLOT_STRIDE } from '../../shared/session/replay.ts';

/** Bars packed row by row as the window takes them. A base bar has one expected and one present slot. */
export function packBars(spans: readonly RowSpan[]): Float64Array {
  const packed = new Float64Array(countRows(spans) * BAR_STRIDE);
  let at = 0;
  for (const { columns, from, to } of spans) {
    const { time, open, high, low, close, volume, flags, expected, present } = columns;
    for (let row = from; row < to; row++, at += BAR_STRIDE) {
      packed[at + PACKED.time] = time[row] as number;
      packed[at + PACKED.open] = open[row] as number;
      packed[at + PACKED.high] = high[row] as number;
      packed[at + PACKED.low] = low[row] as number;
      packed[at + PACKED.close] = close[row] as number;
      packed[at + PACKED.volume] = volume[row] as number;
      packed[at + PACKED.expected] = expected?.[row] ?? 1;
      packed[at + PACKED.present] = present?.[row] ?? 1;
      packed[at + PACKED.flags] = flags[row] as number;
    }
  }
  return packed;
}

/** Opens and closes of bars, packed as the points of a line. */
export function packCloses(spans: readonly RowSpan[]): Float64Array {
  const packed = new Float64Array(countRows(spans) * PLOT_STRIDE);
  let at = 0;
  for (const { columns, from, to } of spans) {
    for (let row = from; row < to; row++, at += PLOT_STRIDE) {
      packed[at] = columns.time[row] as number;
      packed[at + 1] = columns.close[row] as number;
    }
  }
  return packed;
}

/** The forming bar as one row, or no row. `expected` is not known before it closes: 0. */
export function packForming(bar: Readonly<FormingBar> | undefined): Float64Array {
  if (bar === undefined) return new Float64Array(0);
  return Float64Array.of(bar.time, bar.open, bar.high, bar.low, bar.close, bar.volume, 0, bar.present, 0);
}

/** The rows of spans, oldest first, whose bars opened after `time`. */
export function spansAfter(spans: readonly RowSpan[], time: number): RowSpan[] {
  return spans.flatMap(({ columns, from, to }) => {
    const first = lowerBound(columns.time, time + 1, from, to);
    return first < to ? [{ columns, from: first, to }] : [];
  });
}

/** The last up to `count` rows of spans, oldest first. */
export function lastRows(spans: readonly RowSpan[], count: number): RowSpan[] {
  const kept: RowSpan[] = [];
  let left = count;
  for (const { columns, from, to } of [...spans].reverse()) {
    const first = Math.max(from, to - left);
    if (first < to) kept.unshift({ columns, from: first, to });
    left -= to - first;
  }
  return kept;
}

export function countRows(spans: readonly RowSpan[]): number {
  return spans.reduce((rows, { from, to }) => rows + to - from, 0);
}

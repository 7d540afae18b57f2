import { type Interval, intervalMicros, isSessionInterval } from '../../../shared/market/interval.ts';
import type { SessionSpan } from '../../../shared/market/calendar/slots.ts';

/** Where the bars of one session begin and end (S7). A bar of length `L` covers `[anchor + k L, anchor + (k + 1) L)`, cut at the
 * edges of the span it lies in: bars never reach over a break or the session's end. A bar is stamped with the first instant it covers. */
export interface BarGrid {
  /** The session's open; with `clock` alignment midnight of the session's date in the calendar's zone. */
  readonly anchor: number;
  /** Ascending, disjoint, not empty. */
  readonly spans: readonly SessionSpan[];
}

/** Length of a bar on the grid in microseconds; Infinity for `1d` and `1w`, whose bars hold all spans of a session. */
export function gridLength(interval: Interval): number {
  return isSessionInterval(interval) ? Number.POSITIVE_INFINITY : intervalMicros(interval);
}

/** Index of the span that holds `time`, or of the next one where `time` lies between spans; `spans.length` after the last. */
export function spanAt(spans: readonly SessionSpan[], time: number): number {
  let index = 0;
  for (const span of spans) {
    if (time < span.to) return index;
    index += 1;
  }
  return index;
}

/** The first instant of the bar that covers `time`; `undefined` where no bar does: in a break, before the open, from the end on. */
export function bucketStart(grid: BarGrid, length: number, time: number): number | undefined {
  const span = grid.spans[spanAt(grid.spans, time)];
  if (span === undefined) return undefined;
  if (length === Number.POSITIVE_INFINITY) {
    const open = grid.spans[0]?.from ?? span.from;
    return time < open ? undefined : open;
  }
  if (time < span.from) return undefined;
  return Math.max(span.from, grid.anchor + Math.floor((time - grid.anchor) / length) * length);
}

/** The earliest instant after `time` at which a bar of `length` may close; `undefined` when none of this session does. */
export function nextClose(grid: BarGrid, length: number, time: number): number | undefined {
  const span = grid.spans[spanAt(grid.spans, time)];
  if (span === undefined) return undefined;
  if (length === Number.POSITIVE_INFINITY) return grid.spans[grid.spans.length - 1]?.to;
  const at = Math.max(time, span.from);
  return Math.min(span.to, grid.anchor + (Math.floor((at - grid.anchor) / length) + 1) * length);
}

import type { Bar, BarColumns, DerivedColumns } from '../../../shared/market/columns.ts';
import { lowerBound } from '../../../shared/market/columns.ts';
import { type BarGrid, bucketStart } from './bar-grid.ts';

/** A bar that has not closed yet (B3). Reused from call to call: copy what must last. */
export interface FormingBar {
  /** The first instant the bar covers. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** Base bars in it so far. */
  present: number;
}

export function emptyFormingBar(): FormingBar {
  return { time: 0, open: Number.NaN, high: Number.NaN, low: Number.NaN, close: Number.NaN, volume: 0, present: 0 };
}

/** Closed derived bars of an interval that is finer than the one being formed. */
export interface FinerBars {
  /** {@link gridLength} of their interval. */
  readonly length: number;
  readonly columns: DerivedColumns;
  /** Rows delivered so far: those after it do not exist yet. */
  readonly closed: number;
}

export interface FormingRequest {
  readonly grid: BarGrid;
  /** {@link gridLength} of the interval. */
  readonly length: number;
  readonly clock: number;
  readonly base: BarColumns;
  /** Base rows delivered so far. */
  readonly delivered: number;
  /** Ascending by interval; may be empty, then every base row of the bar is read. */
  readonly finer: readonly FinerBars[];
  /** `1w` only: what earlier sessions of the week brought ({@link weekSoFar}). */
  readonly carried?: Bar | undefined;
}

/** Writes the bar of the interval that covers `clock`, as far as it has been delivered, and returns true; false when it
 * holds no bar yet, whatever `into` says then. Reads closed finer bars first and base rows only for the rest. */
export function formBar(into: FormingBar, request: FormingRequest): boolean {
  const start = bucketStart(request.grid, request.length, request.clock);
  if (start === undefined) return false;
  reset(into, start, request.carried);
  let at = start;
  let unit = request.length;
  for (let level = request.finer.length - 1; level >= 0; level--) {
    const { columns, closed, length } = request.finer[level] as FinerBars;
    if (!nests(length, unit)) continue;
    for (let row = lowerBound(columns.time, at, 0, closed); row < closed; row++) {
      add(into, columns, row, columns.present[row] as number);
      at = columns.known[row] as number;
      unit = length;
    }
  }
  for (let row = lowerBound(request.base.time, at, 0, request.delivered); row < request.delivered; row++) {
    add(into, request.base, row, 1);
  }
  return into.present > 0 || request.carried !== undefined;
}

/** Bars that do not nest in those already taken would overlap their end. */
function nests(length: number, unit: number): boolean {
  return length < unit && (unit === Number.POSITIVE_INFINITY || unit % length === 0);
}

function reset(into: FormingBar, start: number, carried: Bar | undefined): void {
  into.time = carried?.time ?? start;
  into.open = carried?.open ?? Number.NaN;
  into.high = carried?.high ?? Number.NEGATIVE_INFINITY;
  into.low = carried?.low ?? Number.POSITIVE_INFINITY;
  into.close = carried?.close ?? Number.NaN;
  into.volume = carried?.volume ?? 0;
  into.present = 0;
}

function add(into: FormingBar, columns: BarColumns, row: number, present: number): void {
  if (into.open !== into.open) into.open = columns.open[row] as number;
  into.high = Math.max(into.high, columns.high[row] as number);
  into.low = Math.min(into.low, columns.low[row] as number);
  into.close = columns.close[row] as number;
  into.volume += columns.volume[row] as number;
  into.present += present;
}

import { type BarColumns, type DerivedColumns, lowerBound } from '../../../shared/market/columns.ts';

/** What one roll-up reads: bars, and how many base bars each of them holds (absent: they are the base). */
export interface RollUpSource {
  readonly columns: BarColumns;
  readonly present?: Float64Array;
}

/** The bars of one span on the grid: see `bar-grid.ts`. */
export interface RollUpSpan {
  readonly anchor: number;
  /** Microseconds; Infinity makes one bar of the whole span. */
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/** Rolls source rows `[first, end)`, all of them inside the span, into bars (S9), written to `out` from `row` on. Fills all
 * columns but `expected` and `complete`. Returns the row after the last one written. The hot loop of deriving: no allocation. */
export function rollUp(
  source: RollUpSource,
  first: number,
  end: number,
  span: RollUpSpan,
  out: DerivedColumns,
  row: number,
): number {
  const { time, open, high, low, close, volume, flags } = source.columns;
  const { anchor, length } = span;
  const isWhole = length === Number.POSITIVE_INFINITY;
  let at = first;
  let held = 1;
  while (at < end) {
    const bucket = isWhole ? 0 : Math.floor(((time[at] as number) - anchor) / length);
    const stop = isWhole ? span.to : Math.min(span.to, anchor + (bucket + 1) * length);
    const next = rowsUntil(time, stop, at, end, held);
    let top = high[at] as number;
    let bottom = low[at] as number;
    let sum = volume[at] as number;
    let flag = flags[at] as number;
    for (let i = at + 1; i < next; i++) {
      const rowHigh = high[i] as number;
      const rowLow = low[i] as number;
      if (rowHigh > top) top = rowHigh;
      if (rowLow < bottom) bottom = rowLow;
      sum += volume[i] as number;
      flag |= flags[i] as number;
    }
    out.time[row] = isWhole ? span.from : Math.max(span.from, anchor + bucket * length);
    out.open[row] = open[at] as number;
    out.high[row] = top;
    out.low[row] = bottom;
    out.close[row] = close[next - 1] as number;
    out.volume[row] = sum;
    out.flags[row] = flag;
    out.known[row] = stop;
    out.present[row] = source.present === undefined ? next - at : sumOf(source.present, at, next);
    held = next - at;
    at = next;
    row += 1;
  }
  return row;
}

/** The first row from `at` on whose time is at or after `stop`: most bars hold as many rows as the one before, else by doubling and halving. */
function rowsUntil(time: Float64Array, stop: number, at: number, end: number, held: number): number {
  const guess = at + held;
  if (guess <= end && (time[guess - 1] as number) < stop && (guess === end || (time[guess] as number) >= stop)) {
    return guess;
  }
  let reach = 8;
  while (at + reach < end && (time[at + reach] as number) < stop) reach *= 2;
  return lowerBound(time, stop, at, Math.min(end, at + reach));
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] as number;
  return sum;
}

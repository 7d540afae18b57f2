import type { BarColumns, DerivedColumns } from '../../../shared/market/columns.ts';

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
  let at = first;
  while (at < end) {
    const bucket = length === Number.POSITIVE_INFINITY ? 0 : Math.floor(((time[at] as number) - anchor) / length);
    const stop = length === Number.POSITIVE_INFINITY ? span.to : Math.min(span.to, anchor + (bucket + 1) * length);
    const start = at;
    let top = high[at] as number;
    let bottom = low[at] as number;
    let sum = volume[at] as number;
    let flag = flags[at] as number;
    for (at += 1; at < end && (time[at] as number) < stop; at++) {
      const h = high[at] as number;
      const l = low[at] as number;
      if (h > top) top = h;
      if (l < bottom) bottom = l;
      sum += volume[at] as number;
      flag |= flags[at] as number;
    }
    out.time[row] = length === Number.POSITIVE_INFINITY ? span.from : Math.max(span.from, anchor + bucket * length);
    out.open[row] = open[start] as number;
    out.high[row] = top;
    out.low[row] = bottom;
    out.close[row] = close[at - 1] as number;
    out.volume[row] = sum;
    out.flags[row] = flag;
    out.known[row] = stop;
    out.present[row] = source.present === undefined ? at - start : sumOf(source.present, start, at);
    row += 1;
  }
  return row;
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i] as number;
  return sum;
}

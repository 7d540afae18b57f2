import { type QuoteColumns, lowerBound } from '../../shared/market/columns.ts';

export interface QuoteRows {
  readonly columns: QuoteColumns;
  /** Rows `[from, to)`. */
  readonly from: number;
  readonly to: number;
}

/** Quotes packed as known time, bid, ask: of each whole `step` of known time the last one, and none of the step that holds
 * `after` or of earlier ones. `delay` is from a quote's stamp to the instant it is known. */
export function thinQuotes(rows: readonly QuoteRows[], delay: number, step: number, after: number): Float64Array {
  const packed: number[] = [];
  let last = Math.floor(after / step);
  for (const { columns, from, to } of rows) {
    let row = lowerBound(columns.time, (last + 1) * step - delay, from, to);
    while (row < to) {
      last = Math.floor(((columns.time[row] as number) + delay) / step);
      const next = lowerBound(columns.time, (last + 1) * step - delay, row, to);
      packed.push(
        (columns.time[next - 1] as number) + delay,
        columns.bid[next - 1] as number,
        columns.ask[next - 1] as number,
      );
      row = next;
    }
  }
  return Float64Array.from(packed);
}

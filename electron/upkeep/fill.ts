import { BAR_FILLED, lowerBound, type BarColumns, type TradeColumns } from '../../shared/market/columns.ts';
import { SLOT_FILLED, SLOT_MISSING } from '../../shared/quality/quality.ts';
import type { SlotCheck } from './completeness.ts';
import { allocateBars, BAR_COLUMN_NAMES } from './session-rows.ts';

/** Bars that could stand in for missing ones, and what they are made of. */
export interface Substitute {
  /** As remarks name it: `1s bars of lean`. */
  readonly origin: string;
  readonly bars: BarColumns;
}

/** Puts substitutes, in order of preference, into slots that are missing and into no others, flags them, and marks their slots filled
 * (D3). Returns the session's columns with them in place, and how many came from where. `check.states` is changed. */
export function fillMissing(
  columns: BarColumns,
  check: SlotCheck,
  substitutes: readonly Substitute[],
): {
  readonly columns: BarColumns;
  readonly fills: readonly { readonly origin: string; readonly times: Float64Array }[];
} {
  const { grid, states } = check;
  const taken: { readonly time: number; readonly bars: BarColumns; readonly row: number }[] = [];
  const fills: { origin: string; times: Float64Array }[] = [];
  for (const { origin, bars } of substitutes) {
    const times: number[] = [];
    bars.time.forEach((time, row) => {
      const slot = grid.slotAt(time);
      if (slot < 0 || states[slot] !== SLOT_MISSING || grid.slotTime(slot) !== time) return;
      states[slot] = SLOT_FILLED;
      taken.push({ time, bars, row });
      times.push(time);
    });
    if (times.length > 0) fills.push({ origin, times: Float64Array.from(times) });
  }
  if (taken.length === 0) return { columns, fills };
  taken.sort((a, b) => a.time - b.time);
  const out = allocateBars(columns.time.length + taken.length);
  let from = 0;
  taken.forEach(({ time, bars, row }, index) => {
    const to = lowerBound(columns.time, time, from);
    for (const name of BAR_COLUMN_NAMES) {
      out[name].set(columns[name].subarray(from, to), from + index);
      out[name][to + index] = bars[name][row] as number;
    }
    out.flags[to + index] = BAR_FILLED;
    from = to;
  });
  for (const name of BAR_COLUMN_NAMES) out[name].set(columns[name].subarray(from), from + taken.length);
  return { columns: out, fills };
}

/** Bars of `step` microseconds made of trades, one for each slot that holds any; slots count from `anchor`. */
export function barsFromTrades(trades: TradeColumns, step: number, anchor: number): BarColumns {
  const slotOf = (row: number): number => Math.floor(((trades.time[row] as number) - anchor) / step);
  const out = allocateBars(countRuns(trades.time.length, slotOf));
  let bar = -1;
  let slot = Number.NaN;
  for (let row = 0; row < trades.time.length; row++) {
    const price = trades.price[row] as number;
    const size = trades.size[row] as number;
    if (slotOf(row) !== slot) {
      slot = slotOf(row);
      bar += 1;
      out.time[bar] = anchor + slot * step;
      out.open[bar] = price;
      out.high[bar] = price;
      out.low[bar] = price;
    }
    out.high[bar] = Math.max(out.high[bar] as number, price);
    out.low[bar] = Math.min(out.low[bar] as number, price);
    out.close[bar] = price;
    out.volume[bar] = (out.volume[bar] as number) + (size === size ? size : 0);
  }
  return out;
}

function countRuns(rows: number, slotOf: (row: number) => number): number {
  let runs = 0;
  for (let row = 0; row < rows; row++) if (row === 0 || slotOf(row) !== slotOf(row - 1)) runs += 1;
  return runs;
}

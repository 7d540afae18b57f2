import type { PlotColumns } from '../engine/trading/record.ts';
import { lowerBound } from '../../shared/market/columns.ts';
import { type PlotRows, plotSlot } from '../../shared/session/replay.ts';

/** Points of a line, from row `first` on and before instant `before`, for bars of `step` micros: the last of each slot. */
export function packPlot({ line, time, value }: PlotColumns, first: number, before: number, step: number): PlotRows {
  const times = time.values;
  const end = lowerBound(times, before, 0, time.length);
  const rows: number[] = [];
  for (let row = first; row < end; row++) {
    const at = times[row] as number;
    if (row + 1 < end && plotSlot(times[row + 1] as number, step) === plotSlot(at, step)) continue;
    rows.push(at, value.values[row] as number);
  }
  return { name: line.name, pane: line.pane, rows: Float64Array.from(rows) };
}

/** First row of a line after an instant. */
export function rowAfter({ time }: PlotColumns, instant: number): number {
  return lowerBound(time.values, instant + 1, 0, time.length);
}

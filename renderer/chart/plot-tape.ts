import { MICROS_PER_SECOND } from '../../shared/market/time.ts';
import { PLOT_STRIDE, plotSlot, type PlotRows } from '../../shared/session/replay.ts';

/** A line and its points, ascending; `times` in seconds since the epoch. */
export interface PlotLine {
  readonly name: string;
  /** `price`: over the bars; anything else names a pane beneath. */
  readonly pane: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

interface Held {
  readonly name: string;
  readonly pane: string;
  times: number[];
  values: number[];
}

/** The plotted lines of one chart around what is visible. */
export class PlotTape {
  readonly #stepMicros: number;
  #lines: Held[] = [];

  /** `step` is the interval in seconds. */
  constructor(step: number) {
    this.#stepMicros = step * MICROS_PER_SECOND;
  }

  /** In the order in which they were plotted first. */
  get lines(): readonly PlotLine[] {
    return this.#lines;
  }

  /** Takes points that came: they replace those held from their slot on. With `isWhole` other lines than these are no more. */
  take(plots: readonly PlotRows[], isWhole: boolean): void {
    if (isWhole) this.#lines = this.#lines.filter((line) => plots.some((one) => isSame(line, one)));
    for (const { name, pane, rows } of plots) {
      const line = this.#lineOf(name, pane);
      const slot = plotSlot(rows[0] ?? 0, this.#stepMicros);
      let kept = line.times.length;
      while (kept > 0 && this.#slotOf(line.times[kept - 1] as number) >= slot) kept -= 1;
      line.times.length = line.values.length = kept;
      append(line, rows);
    }
  }

  /** Puts points of older bars before the first ones. */
  prepend(plots: readonly PlotRows[]): void {
    for (const { name, pane, rows } of plots) {
      const line = this.#lineOf(name, pane);
      const older: Held = { name, pane, times: [], values: [] };
      append(older, rows);
      const first = line.times[0] ?? Number.POSITIVE_INFINITY;
      while (older.times.length > 0 && (older.times.at(-1) as number) >= first) {
        older.times.pop();
        older.values.pop();
      }
      line.times = older.times.concat(line.times);
      line.values = older.values.concat(line.values);
    }
  }

  /** Drops points before an instant. */
  trim(before: number): void {
    for (const line of this.#lines) {
      const first = line.times.findIndex((time) => time >= before);
      if (first === 0) continue;
      line.times = first < 0 ? [] : line.times.slice(first);
      line.values = first < 0 ? [] : line.values.slice(first);
    }
  }

  #slotOf(time: number): number {
    return plotSlot(Math.round(time * MICROS_PER_SECOND), this.#stepMicros);
  }

  #lineOf(name: string, pane: string): Held {
    const known = this.#lines.find((line) => isSame(line, { name, pane }));
    if (known !== undefined) return known;
    const made: Held = { name, pane, times: [], values: [] };
    this.#lines.push(made);
    return made;
  }
}

type Named = Pick<PlotLine, 'name' | 'pane'>;
const isSame = (a: Named, b: Named): boolean => a.name === b.name && a.pane === b.pane;

function append(line: Held, rows: Float64Array): void {
  for (let at = 0; at < rows.length; at += PLOT_STRIDE) {
    line.times.push((rows[at] as number) / MICROS_PER_SECOND);
    line.values.push(rows[at + 1] as number);
  }
}

/** Points at or before an instant in seconds, of ascending times. */
export function rowsUpTo(times: readonly number[], instant: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    // Times are multiples of a microsecond.
    if ((times[middle] as number) < instant + 5e-7) low = middle + 1;
    else high = middle;
  }
  return low;
}

import { BAR_FILLED, BAR_PRESENT, type Bar, type BarColumns, lowerBound } from '../../../shared/market/columns.ts';
import type { LiveRepair } from '../../../shared/session/feed.ts';
import type { SlotGrid } from '../../../shared/quality/slot-grid.ts';
import { GrowingColumns } from './growing-columns.ts';
import type { Fate } from './live-counts.ts';

type BarRow = { readonly [Name in keyof BarColumns]: number };

/** Bars that go in behind the clock, ascending, with where they come from. */
export interface LiveChange {
  readonly origin: string;
  readonly columns: BarColumns;
}

interface Queued {
  readonly origin: string;
  readonly row: BarRow;
  /** Only where no bar stands. */
  readonly isRepair: boolean;
}

/** Base bars of one live session, one a slot. A bar that comes before the clock has passed its close becomes a row there; later ones, corrections of bars
 * already known and repairs wait for the next session minute (S26) and are flagged as filled then: nobody could know them in time. */
export class LiveBars {
  readonly #grid: SlotGrid;
  readonly #source: string;
  #columns: GrowingColumns<BarColumns>;
  /** Not known yet, by open time. */
  readonly #waiting = new Map<number, BarRow>();
  /** For the next session minute, by open time. */
  #queued = new Map<number, Queued>();

  constructor(grid: SlotGrid, source: string, start: BarColumns) {
    this.#grid = grid;
    this.#source = source;
    this.#columns = new GrowingColumns(start, start.time.length);
  }

  take(bar: Bar, clock: number): Fate {
    const { time } = bar;
    const slot = this.#grid.slotAt(time);
    if (slot < 0 || this.#grid.slotTime(slot) !== time || !isPossible(bar)) return 'refused';
    if (time + this.#grid.step > clock) {
      const known = this.#waiting.has(time);
      this.#waiting.set(time, rowOf(bar, BAR_PRESENT));
      return known ? 'doubled' : 'waiting';
    }
    const before = this.#queued.get(time)?.row ?? this.#rowAt(time);
    if (before !== undefined && isSame(before, bar)) return 'doubled';
    const origin = this.#rowAt(time) === undefined ? 'late bars' : 'corrected bars';
    this.#queued.set(time, { origin: `${origin} of ${this.#source}`, row: rowOf(bar, BAR_FILLED), isRepair: false });
    return before === undefined ? 'late' : 'doubled';
  }

  /** What upkeep found: taken for slots that have no bar, and none on its way. */
  repair({ origin, columns }: LiveRepair): void {
    columns.time.forEach((time, index) => {
      const slot = this.#grid.slotAt(time);
      const isFree = this.#rowAt(time) === undefined && !this.#queued.has(time) && !this.#waiting.has(time);
      const bar = rowAt(columns, index);
      if (slot < 0 || this.#grid.slotTime(slot) !== time || !isFree || !isPossible(bar)) return;
      this.#queued.set(time, { origin, row: { ...bar, flags: BAR_FILLED }, isRepair: true });
    });
  }

  /** Makes rows of what is known at or before `to`; true when there were any. */
  settle(to: number): boolean {
    const due = [...this.#waiting.values()].filter(({ time }) => time + this.#grid.step <= to);
    due.sort((a, b) => a.time - b.time);
    for (const row of due) {
      this.#columns.push(row);
      this.#waiting.delete(row.time);
    }
    return due.length > 0;
  }

  /** True where bars wait to be put in behind a clock that goes on to `at`. */
  hasChanges(at: number): boolean {
    for (const time of this.#queued.keys()) if (time + this.#grid.step < at) return true;
    return false;
  }

  /** Puts in, as new columns, what waits for `at`, and returns it by origin. Repairs of slots that got a bar meanwhile are dropped. */
  change(at: number): LiveChange[] {
    const due = [...this.#queued].filter(([time]) => time + this.#grid.step < at);
    const put = due.filter(([time, { isRepair }]) => !isRepair || this.#rowAt(time) === undefined);
    for (const [time] of due) this.#queued.delete(time);
    if (put.length === 0) return [];
    put.sort(([a], [b]) => a - b);
    this.#columns = this.#withRows(put.map(([, { row }]) => row));
    const origins = [...new Set(put.map(([, { origin }]) => origin))];
    return origins.map((origin) => {
      const rows = put.filter(([, queued]) => queued.origin === origin).map(([, { row }]) => row);
      return { origin, columns: columnsOf(rows) };
    });
  }

  /** When the last bar that has come in time is known. */
  get lastKnown(): number {
    return Math.max(...this.#waiting.keys(), Number.NEGATIVE_INFINITY) + this.#grid.step;
  }

  get waiting(): number {
    return this.#waiting.size + this.#queued.size;
  }

  get rows(): number {
    return this.#columns.rows;
  }

  get columns(): BarColumns {
    return this.#columns.window();
  }

  #rowAt(time: number): BarRow | undefined {
    const columns = this.#columns.window();
    const index = lowerBound(columns.time, time);
    return columns.time[index] === time ? rowAt(columns, index) : undefined;
  }

  /** The rows with these, ascending, among them or in their place. */
  #withRows(rows: readonly BarRow[]): GrowingColumns<BarColumns> {
    const columns = this.#columns.window();
    const out = new GrowingColumns<BarColumns>(columns, 0);
    let copied = 0;
    for (const row of rows) {
      const at = lowerBound(columns.time, row.time);
      out.append(columns, copied, at);
      out.push(row);
      copied = columns.time[at] === row.time ? at + 1 : at;
    }
    out.append(columns, copied, columns.time.length);
    return out;
  }
}

function rowOf({ time, open, high, low, close, volume }: Bar, flags: number): BarRow {
  return { time, open, high, low, close, volume, flags };
}

function rowAt(columns: BarColumns, index: number): BarRow {
  const at = (column: Float64Array | Uint8Array): number => column[index] as number;
  const { time, open, high, low, close, volume, flags } = columns;
  return {
    ...{ time: at(time), open: at(open), high: at(high), low: at(low), close: at(close) },
    ...{ volume: at(volume), flags: at(flags) },
  };
}

function columnsOf(rows: readonly BarRow[]): BarColumns {
  const column = (name: keyof BarColumns): Float64Array => Float64Array.from(rows, (row) => row[name]);
  return {
    ...{ time: column('time'), open: column('open'), high: column('high'), low: column('low') },
    ...{ close: column('close'), volume: column('volume'), flags: Uint8Array.from(rows, ({ flags }) => flags) },
  };
}

type Values = Pick<BarRow, 'open' | 'high' | 'low' | 'close' | 'volume'>;

function isSame(a: Values, b: Values): boolean {
  return a.open === b.open && a.high === b.high && a.low === b.low && a.close === b.close && a.volume === b.volume;
}

/** A1. */
function isPossible({ open, high, low, close, volume }: Values): boolean {
  const isOrdered = low > 0 && low <= open && low <= close && open <= high && close <= high;
  return isOrdered && high < Number.POSITIVE_INFINITY && volume >= 0 && volume < Number.POSITIVE_INFINITY;
}

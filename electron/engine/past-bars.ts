import type { ReadColumns } from '../../shared/market/columns.ts';

/** Rows `[from, to)` of columns. */
export interface RowSpan {
  readonly columns: ReadColumns;
  readonly from: number;
  readonly to: number;
}

/** Bars of one earlier session. */
export interface PastSession {
  readonly columns: ReadColumns;
  /** Older bars of the session were not kept: nothing before them can be reached. */
  readonly isCut: boolean;
}

/** Base bars kept of each earlier session, the last ones. Derived bars are kept whole. */
export const KEPT_BASE_BARS = 4_096;

/** The last bars of a finished session in memory of their own, so that its block may go. */
export function keepSession(columns: ReadColumns, limit: number): PastSession {
  const rows = columns.time.length;
  const from = Math.max(0, rows - limit);
  return {
    columns: columns.present === undefined ? copyRows(columns, from) : joinRows([{ columns, from, to: rows }]),
    isCut: from > 0,
  };
}

/** Base bars from a row on, in memory of their own. */
function copyRows({ time, open, high, low, close, volume, flags }: ReadColumns, from: number): ReadColumns {
  return {
    time: time.slice(from),
    open: open.slice(from),
    high: high.slice(from),
    low: low.slice(from),
    close: close.slice(from),
    volume: volume.slice(from),
    flags: flags.slice(from),
  };
}

/** Bars of one symbol and interval from before the current session, oldest session first: loaded history, then the run's. The
 * same for every way to a moment: it depends on nothing but the sessions before it. */
export class PastBars {
  readonly #sessions: PastSession[] = [];

  /** How many sessions it holds. */
  get length(): number {
    return this.#sessions.length;
  }

  append(session: PastSession): void {
    this.#sessions.push(session);
  }

  session(index: number): PastSession | undefined {
    return this.#sessions[index];
  }

  /** True where older bars of one of the first `sessions` sessions were not kept. */
  isCut(sessions: number): boolean {
    return this.#sessions.slice(0, sessions).some(({ isCut }) => isCut);
  }

  /** The last up to `count` bars of the first `sessions` sessions, oldest first. */
  last(count: number, sessions: number): RowSpan[] {
    const spans: RowSpan[] = [];
    let left = count;
    for (let index = sessions - 1; index >= 0 && left > 0; index--) {
      const { columns, isCut } = this.#sessions[index] as PastSession;
      const rows = columns.time.length;
      const from = Math.max(0, rows - left);
      if (rows > 0) spans.push({ columns, from, to: rows });
      left -= rows - from;
      if (isCut && left > 0) break;
    }
    return spans.reverse();
  }
}

/** One set of columns that holds the given rows, one span after the other. */
export function joinRows(spans: readonly RowSpan[]): ReadColumns {
  const rows = spans.reduce((sum, { from, to }) => sum + to - from, 0);
  const column = (pick: (columns: ReadColumns) => Float64Array | undefined): Float64Array => {
    return fill(new Float64Array(rows), spans, pick, 1);
  };
  const bytes = (pick: (columns: ReadColumns) => Uint8Array | undefined, absent: number): Uint8Array => {
    return fill(new Uint8Array(rows), spans, pick, absent);
  };
  const base = {
    time: column(({ time }) => time),
    open: column(({ open }) => open),
    high: column(({ high }) => high),
    low: column(({ low }) => low),
    close: column(({ close }) => close),
    volume: column(({ volume }) => volume),
    flags: bytes(({ flags }) => flags, 0),
  };
  if (spans.every(({ columns }) => columns.present === undefined)) return base;
  return {
    ...base,
    expected: column(({ expected }) => expected),
    present: column(({ present }) => present),
    complete: bytes(({ complete }) => complete, 1),
  };
}

function fill<Column extends Float64Array | Uint8Array>(
  target: Column,
  spans: readonly RowSpan[],
  pick: (columns: ReadColumns) => Column | undefined,
  absent: number,
): Column {
  let at = 0;
  for (const { columns, from, to } of spans) {
    const source = pick(columns);
    if (source === undefined) target.fill(absent, at, at + to - from);
    else target.set(source.subarray(from, to), at);
    at += to - from;
  }
  return target;
}

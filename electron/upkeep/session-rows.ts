import { sliceBars } from '../engine/derive/derived-columns.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { lowerBound, type BarColumns } from '../../shared/market/columns.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';
import type { SessionSpan } from '../../shared/market/calendar/slots.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';

/** Rows aimed at by one query: a query costs 1.5 ms however little it reads, and a session of 1s bars should not wait for its neighbours. */
const ROWS_A_QUERY = 32_768;
/** Queries whose result is kept: sessions are asked for in order, back and forth around one place. */
const KEPT_QUERIES = 2;

/** Bars of one stored series, session by session: several short sessions are read by one query and handed out as windows on its columns. */
export class SessionBars {
  readonly #reader: StoreReader;
  readonly #key: SeriesKey;
  readonly #step: number;
  readonly #sessions: readonly PlannedSession[];
  readonly #group: number;
  readonly #loaded = new Map<number, Promise<BarColumns>>();

  /** `sessions` are all that will be asked for, ascending. */
  constructor(reader: StoreReader, key: SeriesKey, sessions: readonly PlannedSession[], rowsAQuery = ROWS_A_QUERY) {
    this.#reader = reader;
    this.#key = key;
    this.#step = intervalMicros(ensure(key.interval, 'interval of bars'));
    this.#sessions = sessions;
    const longest = Math.max(1, ...sessions.map(({ open, close }) => (close - open) / this.#step));
    this.#group = Math.max(1, Math.floor(rowsAQuery / longest));
  }

  /** Bars that lie wholly inside the session's spans (S23). */
  async of(session: PlannedSession): Promise<BarColumns> {
    const columns = await this.#load(Math.floor(this.#sessions.indexOf(session) / this.#group));
    return barsInside(columns, session.spans, this.#step);
  }

  #load(group: number): Promise<BarColumns> {
    const known = this.#loaded.get(group);
    if (known !== undefined) return known;
    const members = this.#sessions.slice(group * this.#group, (group + 1) * this.#group);
    const { open } = ensure(members[0], 'session of the run');
    const { close } = ensure(members[members.length - 1], 'session of the run');
    const loading = this.#reader.loadBars(this.#key, { from: open, to: close });
    this.#loaded.set(group, loading);
    loading.catch(() => this.#loaded.delete(group));
    const oldest = this.#loaded.keys().next();
    if (this.#loaded.size > KEPT_QUERIES && oldest.done !== true) this.#loaded.delete(oldest.value);
    return loading;
  }
}

/** The bars that lie wholly inside one of the spans: a window, or a copy where a break has to be left out. */
export function barsInside(columns: BarColumns, spans: readonly SessionSpan[], step: number): BarColumns {
  const parts = spans
    .map(({ from, to }) => {
      const first = lowerBound(columns.time, from);
      return [first, lowerBound(columns.time, micros(to - step + 1), first)] as const;
    })
    .filter(([first, end]) => end > first);
  const [first, end] = [parts[0]?.[0] ?? 0, parts[parts.length - 1]?.[1] ?? 0];
  const inside = parts.reduce((rows, part) => rows + part[1] - part[0], 0);
  if (inside === end - first) return sliceBars(columns, first, end);
  return joinBars(parts.map(([from, to]) => sliceBars(columns, from, to)));
}

/** One after the other, in SharedArrayBuffers. */
export function joinBars(parts: readonly BarColumns[]): BarColumns {
  const rows = parts.reduce((sum, { time }) => sum + time.length, 0);
  const out = allocateBars(rows);
  let at = 0;
  for (const part of parts) {
    for (const name of BAR_COLUMN_NAMES) out[name].set(part[name], at);
    at += part.time.length;
  }
  return out;
}

export const BAR_COLUMN_NAMES = ['time', 'open', 'high', 'low', 'close', 'volume', 'flags'] as const;

export function allocateBars(rows: number): BarColumns {
  const floats = (): Float64Array => new Float64Array(new SharedArrayBuffer(rows * Float64Array.BYTES_PER_ELEMENT));
  return {
    time: floats(),
    open: floats(),
    high: floats(),
    low: floats(),
    close: floats(),
    volume: floats(),
    flags: new Uint8Array(new SharedArrayBuffer(rows)),
  };
}

import { ensure } from '../../shared/lang/invariant.ts';
import { type BarColumns, lowerBound } from '../../shared/market/columns.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { type TimeRange, micros } from '../../shared/market/time.ts';
import type { LiveRepair } from '../../shared/session/feed.ts';
import type { PlannedSession, RunPlan } from '../../shared/session/plan.ts';
import type { MissingBars, ToUpkeep } from '../../shared/session/upkeep-messages.ts';
import { openReader, type StoreReader } from '../store/reader.ts';
import type { Substitute } from './fill.ts';
import { keyOf } from './plan-run.ts';
import { allocateBars, BAR_COLUMN_NAMES, SessionBars } from './session-rows.ts';
import { SubstitutesFor } from './substitutes.ts';

type Lacks = Extract<ToUpkeep, { readonly type: 'lacks' }>;

export interface LiveRepairParts {
  readonly plan: RunPlan;
  readonly dataDir: string;
  /** Bars for the coordinator. */
  readonly found: (index: number, repair: LiveRepair) => void;
  /** What the store does not have either, for a provider. */
  readonly ask: (missing: MissingBars) => void;
}

/** Finds bars that a live run misses behind its clock (D3): what was stored of its own series meanwhile, then what a stored session is filled from. What is left
 * is asked of providers; what they have is stored, and found with the next question. One question a stream at a time. */
export class LiveRepairs {
  readonly #parts: LiveRepairParts;
  readonly #asked = new Set<string>();
  readonly #busy = new Set<number>();
  #reader: Promise<StoreReader> | undefined;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(parts: LiveRepairParts) {
    this.#parts = parts;
  }

  received(lacks: Lacks): void {
    if (this.#isClosed || this.#busy.has(lacks.stream)) return;
    this.#busy.add(lacks.stream);
    this.#work = this.#work
      .then(() => this.#find(lacks))
      // What cannot be read now is asked for again with the next session minute.
      .catch(() => undefined)
      .finally(() => this.#busy.delete(lacks.stream));
  }

  /** A provider has answered. */
  provided(key: string): void {
    this.#asked.delete(key);
  }

  /** Interrupts what is being read and waits for its end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const reader = await this.#reader?.catch(() => undefined);
    await reader?.close();
    await this.#work;
  }

  async #find({ index, stream, spans }: Lacks): Promise<void> {
    if (this.#isClosed) return;
    const session = ensure(this.#parts.plan.sessions[index], `session ${index} of the plan`);
    let left = spans;
    for (const { origin, bars } of await this.#stored(session, stream)) {
      const rows = rowsIn(bars, left);
      if (rows.length === 0) continue;
      const columns = pick(bars, rows);
      this.#parts.found(index, { type: 'repair', stream, origin, columns });
      left = without(left, columns.time, this.#step(stream));
    }
    this.#askFor(index, stream, left);
  }

  async #stored(session: PlannedSession, stream: number): Promise<Substitute[]> {
    this.#reader ??= openReader({ dataDir: this.#parts.dataDir });
    const reader = await this.#reader;
    await reader.refresh();
    const key = keyOf(ensure(this.#parts.plan.streams[stream], 'stream of the plan'));
    const own = reader.find(key) === undefined ? [] : [await new SessionBars(reader, key, [session]).of(session)];
    const substitutes = await new SubstitutesFor(reader, key, [session]).of(session);
    return [...own.map((bars) => ({ origin: `stored bars of ${key.source}`, bars })), ...substitutes];
  }

  #askFor(index: number, stream: number, spans: readonly TimeRange[]): void {
    const { symbol, source, calendar, interval } = ensure(this.#parts.plan.streams[stream], 'stream of the plan');
    const key = `${symbol} ${source} ${index}`;
    if (spans.length === 0 || interval === undefined || this.#asked.has(key)) return;
    this.#asked.add(key);
    this.#parts.ask({ key, symbol, interval, source, calendar, spans });
  }

  #step(stream: number): number {
    return intervalMicros(ensure(this.#parts.plan.streams[stream]?.interval, 'base interval'));
  }
}

/** Rows whose slots lie in the spans. */
function rowsIn({ time }: BarColumns, spans: readonly TimeRange[]): number[] {
  const rows: number[] = [];
  for (const { from, to } of spans) {
    for (let row = lowerBound(time, from); row < time.length && (time[row] as number) < to; row++) rows.push(row);
  }
  return rows;
}

function pick(bars: BarColumns, rows: readonly number[]): BarColumns {
  const out = allocateBars(rows.length);
  rows.forEach((row, index) => {
    for (const name of BAR_COLUMN_NAMES) out[name][index] = bars[name][row] as number;
  });
  return out;
}

/** The spans without the slots that begin at `times`, ascending. */
function without(spans: readonly TimeRange[], times: Float64Array, step: number): TimeRange[] {
  const left: TimeRange[] = [];
  for (const { from, to } of spans) {
    let at: number = from;
    for (let row = lowerBound(times, from); row < times.length && (times[row] as number) < to; row++) {
      const time = times[row] as number;
      if (time > at) left.push({ from: micros(at), to: micros(time) });
      at = time + step;
    }
    if (at < to) left.push({ from: micros(at), to });
  }
  return left;
}

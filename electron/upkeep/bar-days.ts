import { derivedIntervalsOf } from '../engine/run-layout.ts';
import { deriveBars } from '../engine/derive/cascade.ts';
import type { WeekDay } from '../engine/derive/week.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { weekday, addDays } from '../../shared/market/time.ts';
import type { BarColumns, DerivedColumns } from '../../shared/market/columns.ts';
import { intervalMicros, ONE_DAY, ONE_WEEK, type BaseInterval, type Interval } from '../../shared/market/interval.ts';
import type { SlotCheck } from './completeness.ts';
import { checkSlots } from './completeness.ts';
import { SLOT_MISSING } from '../../shared/quality/quality.ts';
import { SlotGrid } from '../../shared/quality/slot-grid.ts';
import type { BarStreamBlock, DerivedBlock, HistoryBlock } from '../../shared/session/block.ts';
import type { PlannedSession, PlannedStream, RunPlan } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { allocateDerived } from '../engine/derive/derived-columns.ts';
import { fillMissing } from './fill.ts';
import { keyOf } from './plan-run.ts';
import { SessionBars } from './session-rows.ts';
import { EvidenceOf } from './slot-evidence.ts';
import { SubstitutesFor } from './substitutes.ts';

/** One session of one base series: loaded, checked, filled, derived. */
export interface BarDay {
  readonly columns: BarColumns;
  readonly check: SlotCheck;
  readonly fills: NonNullable<BarStreamBlock['fills']>;
  /** Everything but `1w`, ascending. */
  readonly derived: readonly DerivedBlock[];
}

/** What later sessions need of an earlier one. */
interface PastDay extends WeekDay {
  readonly history: readonly HistoryBlock[];
}

const SESSIONS_A_WEEK = 7;

/** The sessions of one bars stream of a run, and what they hand on to later ones: trailing days (D4) and the week so far (S7). */
export class BarDays {
  readonly #plan: RunPlan;
  readonly #interval: BaseInterval;
  readonly #volumeScale: number | undefined;
  readonly #bars: SessionBars;
  readonly #evidence: EvidenceOf;
  readonly #substitutes: SubstitutesFor | undefined;
  readonly #intervals: readonly Interval[];
  readonly #historical: readonly Interval[];
  /** Played and earlier sessions, oldest first. */
  readonly #sessions: readonly PlannedSession[];
  /** By session index, oldest made first: as many as a session may look back on, and a few for steps back. */
  readonly #past = new Map<number, Promise<PastDay>>();

  constructor(plan: RunPlan, stream: PlannedStream, reader: StoreReader) {
    const key = keyOf(stream);
    this.#plan = plan;
    this.#interval = ensure(stream.interval, 'interval of a bars stream');
    this.#volumeScale = stream.sizeScale;
    this.#sessions = [...(plan.earlier ?? []), ...plan.sessions];
    this.#bars = new SessionBars(reader, key, this.#sessions);
    this.#evidence = new EvidenceOf(reader, key, this.#sessions);
    this.#substitutes = plan.config.upkeep.enabled ? new SubstitutesFor(reader, key, this.#sessions) : undefined;
    this.#intervals = derivedIntervalsOf(this.#interval, plan.derivedIntervals);
    this.#historical = plan.historicalIntervals;
  }

  /** Loads, checks, fills and derives one session. */
  async day(session: PlannedSession): Promise<BarDay> {
    const wanted = this.#needsWeek ? [...this.#intervals, ONE_DAY] : this.#intervals;
    const day = await this.#prepare(session, wanted);
    this.#remember(session.index, Promise.resolve(this.#pastOf(session, day)));
    return day;
  }

  /** Bars of the trailing sessions before this one, oldest first (D4). */
  async history(session: PlannedSession): Promise<readonly HistoryBlock[]> {
    const days = this.#plan.config.historical.trailingDays;
    const at = this.#sessions.indexOf(session);
    const past = await this.#pastDays(days === 0 ? [] : this.#sessions.slice(Math.max(0, at - days), at));
    return past.flatMap(({ history }) => history);
  }

  /** Earlier sessions of this session's ISO week, oldest first; none where `1w` is not derived. */
  async weekBefore(session: PlannedSession): Promise<readonly WeekDay[]> {
    if (!this.#needsWeek) return [];
    const monday = addDays(session.date, -weekday(session.date));
    return this.#pastDays(this.#sessions.filter(({ date }) => date >= monday && date < session.date));
  }

  get #needsWeek(): boolean {
    return this.#intervals.includes(ONE_WEEK);
  }

  async #pastDays(sessions: readonly PlannedSession[]): Promise<PastDay[]> {
    const days: PastDay[] = [];
    for (const session of sessions) {
      const known = this.#past.get(session.index);
      const loading = known ?? this.#prepare(session, [ONE_DAY]).then((day) => this.#pastOf(session, day));
      if (known === undefined) {
        this.#remember(session.index, loading);
        loading.catch(() => this.#past.delete(session.index));
      }
      days.push(await loading);
    }
    return days;
  }

  #remember(index: number, day: Promise<PastDay>): void {
    this.#past.delete(index);
    this.#past.set(index, day);
    const kept = this.#plan.config.historical.trailingDays + SESSIONS_A_WEEK + 1;
    for (const oldest of this.#past.keys()) {
      if (this.#past.size <= kept) break;
      this.#past.delete(oldest);
    }
  }

  /** Loads, checks and fills one session, for its quality alone. */
  async checked(session: PlannedSession): Promise<Omit<BarDay, 'derived'>> {
    const stored = await this.#bars.of(session);
    const grid = new SlotGrid(session.spans, intervalMicros(this.#interval));
    const check = checkSlots(grid, stored, await this.#evidence.of(session));
    const isWhole = !check.states.includes(SLOT_MISSING);
    const filled =
      isWhole || this.#substitutes === undefined
        ? { columns: stored, fills: [] }
        : fillMissing(stored, check, await this.#substitutes.of(session));
    return { ...filled, check };
  }

  async #prepare(session: PlannedSession, intervals: readonly Interval[]): Promise<BarDay> {
    const checked = await this.checked(session);
    const all = derivedIntervalsOf(this.#interval, [...intervals, ...this.#historical]);
    const derived = deriveBars({
      base: checked.columns,
      baseInterval: this.#interval,
      intervals: all.filter((interval) => interval !== ONE_WEEK),
      grid: session,
      slots: checked.check.states,
      ...(this.#volumeScale === undefined ? {} : { volumeScale: this.#volumeScale }),
    });
    return { ...checked, derived };
  }

  #pastOf(session: PlannedSession, day: BarDay): PastDay {
    const columnsOf = (interval: Interval): DerivedColumns | undefined =>
      interval === this.#interval
        ? baseAsDerived(day.columns, intervalMicros(this.#interval))
        : day.derived.find((block) => block.interval === interval)?.columns;
    const history = this.#historical.flatMap((interval) => {
      const columns = columnsOf(interval);
      return columns === undefined ? [] : [{ date: session.date, interval, columns }];
    });
    return { history, day: columnsOf(ONE_DAY) ?? allocateDerived(0), expected: day.check.grid.slots };
  }
}

/** Base bars in the form of derived ones: each is its own only slot. */
function baseAsDerived(columns: BarColumns, step: number): DerivedColumns {
  const out = allocateDerived(columns.time.length);
  out.time.set(columns.time);
  out.open.set(columns.open);
  out.high.set(columns.high);
  out.low.set(columns.low);
  out.close.set(columns.close);
  out.volume.set(columns.volume);
  out.flags.set(columns.flags);
  for (let row = 0; row < columns.time.length; row++) out.known[row] = (columns.time[row] as number) + step;
  out.expected.fill(1);
  out.present.fill(1);
  out.complete.fill(1);
  return out;
}

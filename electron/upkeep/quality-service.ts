import { createHash } from 'node:crypto';

import { AppError } from '../../shared/lang/app-error.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { MinuteDetail, SessionDetail } from '../../shared/ipc/contract.ts';
import { countSlots } from '../../shared/market/calendar/slots.ts';
import type { ZoneClock } from '../../shared/market/calendar/zone-clock.ts';
import { lowerBound, type BarColumns } from '../../shared/market/columns.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { formatIso, MICROS_PER_HOUR, MICROS_PER_MINUTE } from '../../shared/market/time.ts';
import type { Micros, SessionDate } from '../../shared/market/time.ts';
import { addCounts, countQuality, coverageOf, NO_QUALITY, qualityOf } from '../../shared/quality/count.ts';
import {
  SLOT_MISSING,
  type QualityCell,
  type QualityCounts,
  type SessionQuality,
} from '../../shared/quality/quality.ts';
import { SlotGrid } from '../../shared/quality/slot-grid.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { SeriesQuality } from '../../shared/session/upkeep-messages.ts';
import type { DayQuality, SeriesDays } from '../../shared/store/catalogue.ts';
import type { StoreReader } from '../store/reader.ts';
import { compareBases, type Disagreement } from './base-disagreement.ts';
import { checkSlots, type SlotCheck, type SlotEvidence } from './completeness.ts';
import { describeEvidence } from './evidence-text.ts';
import { minuteCells, qualityCells, sessionQuality } from './gaps.ts';
import type { FindCalendar } from './plan-run.ts';
import { QualityCache, type DayCounts } from './quality-cache.ts';
import { baseSeries, baseSeriesById, calendarOf, storedSessions, type DateBounds } from './series-sessions.ts';
import { SessionBars } from './session-rows.ts';
import { fillOrigins, slotCauses, withFills, type FillOrigins } from './slot-causes.ts';
import { EvidenceOf, filesBehind } from './slot-evidence.ts';
import { SubstitutesFor } from './substitutes.ts';
import { zoneClock } from './zone-clocks.ts';

/** Raise it when the rules of S12 to S15 are applied differently: cached counts are then made anew. */
const RULES = 2;
/** Rows read by one query when whole months are counted. */
const ROWS_A_QUERY = 600_000;
const NOTHING_COMPARED: Disagreement = { compared: 0, differing: 0 };

export interface QualityOptions {
  /** Read as it is now; the caller refreshes and closes it. */
  readonly reader: StoreReader;
  readonly findCalendar: FindCalendar;
  /** Where counts of whole months are kept; absent for a read-only store. */
  readonly cacheDir?: string;
}

/** One session's quality and, where asked for, its cells. */
export interface SessionReport extends SessionQuality {
  readonly cells?: readonly QualityCell[];
}

/** Quality of what is stored, by series, session, hour, minute and slot: regular hours of each symbol's calendar (S14), nothing filled. */
export class QualityService {
  readonly #reader: StoreReader;
  readonly #findCalendar: FindCalendar;
  readonly #cache: QualityCache;
  /** All days of the manifest they were last asked for. */
  #days: { readonly manifestNumber: number; readonly series: Promise<SeriesDays[]> } | undefined;

  constructor({ reader, findCalendar, cacheDir }: QualityOptions) {
    this.#reader = reader;
    this.#findCalendar = findCalendar;
    this.#cache = new QualityCache(cacheDir);
  }

  /** Counts of every base series by session, for the symbol by day heatmap. From the cache where the files are the same (D9). */
  async days(bounds: DateBounds = {}): Promise<SeriesDays[]> {
    const series = this.#known();
    const { from = '', to = '9999' } = bounds;
    return (await series).map((one) => ({ ...one, days: one.days.filter(({ date }) => date >= from && date <= to) }));
  }

  /** Quality of whole series, for the catalogue. */
  async summaries(): Promise<SeriesQuality[]> {
    const series = await this.days();
    return series.map(({ id, days }) => {
      const held = days.filter(({ present }) => present > 0);
      const counts = held.reduce<QualityCounts>(addCounts, NO_QUALITY);
      return { id, sessions: held.length, quality: qualityOf(counts), coverage: coverageOf(counts) };
    });
  }

  /** By id, counts over sessions of these dates. Nothing else is looked at: months of other dates may never have been counted. */
  async countsOf(ids: readonly string[], dates: ReadonlySet<string>): Promise<ReadonlyMap<string, QualityCounts>> {
    const found = new Map<string, QualityCounts>();
    for (const [id, days] of await this.#countsOn(ids, dates))
      found.set(id, days.map(dayQuality).reduce<QualityCounts>(addCounts, NO_QUALITY));
    return found;
  }

  /** By id, over sessions of these dates, how often stored 1m bars differ from what a series' seconds come to (S12). */
  async disagreements(ids: readonly string[], dates: ReadonlySet<string>): Promise<ReadonlyMap<string, Disagreement>> {
    const found = new Map<string, Disagreement>();
    for (const [id, days] of await this.#countsOn(ids, dates)) {
      const counts = { compared: 0, differing: 0 };
      for (const [, , , , , , , compared, differing] of days) {
        counts.compared += compared;
        counts.differing += differing;
      }
      found.set(id, counts);
    }
    return found;
  }

  /** Quality and gaps of each stored session of a series, with cells by clock hour of the exchange or by minute where asked for. */
  async sessions(key: SeriesKey, bounds: DateBounds, cells?: 'hour' | 'minute'): Promise<SessionReport[]> {
    const calendar = calendarOf(this.#reader, key.symbol, this.#findCalendar);
    const zone = zoneClock(calendar.timeZone);
    const sessions = storedSessions(this.#reader, key, calendar, bounds);
    const checks = new Checks(this.#reader, key, sessions);
    const reports: SessionReport[] = [];
    for (const session of sessions) {
      const { check } = await checks.of(session);
      const quality = sessionQuality(session, check);
      if (cells === undefined) reports.push(quality);
      else reports.push({ ...quality, cells: cells === 'hour' ? hourCells(check, zone, session) : minuteCells(check) });
    }
    return reports;
  }

  /** One session down to the minute. Throws `not-found` where the series has nothing of that session. */
  async session(id: string, date: SessionDate): Promise<SessionDetail> {
    const key = baseSeriesById(this.#reader, id);
    const calendar = calendarOf(this.#reader, key.symbol, this.#findCalendar);
    const session = this.#sessionOf(key, date);
    const { check, bars, evidence } = await new Checks(this.#reader, key, [session]).of(session);
    const quality = sessionQuality(session, check);
    const origins = await this.#fillOrigins(key, session, check, bars);
    return {
      session: quality,
      timeZone: calendar.timeZone,
      hours: hourCells(check, zoneClock(calendar.timeZone), session),
      minutes: minuteCells(check),
      gaps: withFills(quality.gaps, check, origins),
      evidence: describeEvidence(check, evidence),
    };
  }

  /** The slots of the minute that holds `time`. Throws `not-found` outside of the stored sessions. */
  async minute(id: string, time: Micros): Promise<MinuteDetail> {
    const key = baseSeriesById(this.#reader, id);
    const calendar = calendarOf(this.#reader, key.symbol, this.#findCalendar);
    const date = calendar.sessionAt(time)?.date;
    if (date === undefined) throw outside(id, formatIso(time));
    const session = this.#sessionOf(key, date);
    const { check, bars, evidence } = await new Checks(this.#reader, key, [session]).of(session);
    const { grid, states, shortMinutes } = check;
    const minute = grid.minuteAt(time);
    if (minute < 0) throw outside(id, formatIso(time));
    const from = grid.minuteTime(minute);
    const [first, end] = [grid.slotsUntil(from), grid.slotsUntil(from + MICROS_PER_MINUTE)];
    const [row, last] = [lowerBound(bars.time, from), lowerBound(bars.time, from + MICROS_PER_MINUTE)];
    const coarser = evidence.minutes.find(({ sameSource }) => sameSource);
    const at = coarser === undefined ? 0 : lowerBound(coarser.time, from);
    return {
      from,
      states: Array.from(states.subarray(first, end)),
      causes: slotCauses(check, await this.#fillOrigins(key, session, check, bars), key.source, first, end),
      counts: countQuality(states, first, end, shortMinutes, minute, minute + 1),
      volume: bars.volume.subarray(row, last).reduce((sum, volume) => sum + volume, 0),
      ...(coarser?.time[at] === from ? { coarserVolume: ensure(coarser.volume[at], '1m volume') } : {}),
    };
  }

  /** Counts of each session; `undefined` where a file of them is damaged. */
  async #countDays(key: SeriesKey, sessions: readonly PlannedSession[]): Promise<DayCounts[] | undefined> {
    const checks = new Checks(this.#reader, key, sessions, ROWS_A_QUERY);
    const days: DayCounts[] = [];
    try {
      for (const session of sessions) {
        const { check, bars, evidence } = await checks.of(session);
        const { grid, states, shortMinutes } = check;
        const minutes = evidence.minutes[0]?.bars;
        const { compared, differing } = minutes === undefined ? NOTHING_COMPARED : compareBases(bars, minutes);
        const counts = countQuality(states, 0, grid.slots, shortMinutes, 0, grid.minutes);
        const { expected, present, verifiedEmpty, missing, filled, short } = counts;
        days.push([session.date, expected, present, verifiedEmpty, missing, filled, short, compared, differing]);
      }
      return days;
    } catch (error) {
      if (error instanceof AppError && error.code === 'store-damaged') return undefined;
      throw error;
    }
  }

  #sessionOf(key: SeriesKey, date: SessionDate): PlannedSession {
    const calendar = calendarOf(this.#reader, key.symbol, this.#findCalendar);
    const session = storedSessions(this.#reader, key, calendar, { from: date, to: date })[0];
    if (session === undefined) throw outside(seriesId(key), date);
    return session;
  }

  #known(): Promise<SeriesDays[]> {
    const { manifestNumber } = this.#reader;
    if (this.#days?.manifestNumber === manifestNumber) return this.#days.series;
    const series = this.#allDays();
    this.#days = { manifestNumber, series };
    series.catch(() => (this.#days = undefined));
    return series;
  }

  async #allDays(): Promise<SeriesDays[]> {
    const all: SeriesDays[] = [];
    for (const key of baseSeries(this.#reader)) {
      const { symbol, source, interval = '' } = key;
      all.push({ id: seriesId(key), symbol, interval, source, days: (await this.#counts(key)).map(dayQuality) });
    }
    return all;
  }

  /** By id, counts of the stored sessions of these dates. */
  async #countsOn(ids: readonly string[], dates: ReadonlySet<string>): Promise<Map<string, DayCounts[]>> {
    const months = new Set([...dates].map(monthOf));
    const found = new Map<string, DayCounts[]>();
    for (const key of baseSeries(this.#reader)) {
      if (!ids.includes(seriesId(key))) continue;
      const counts = await this.#counts(key, (month) => months.has(month));
      found.set(
        seriesId(key),
        counts.filter(([date]) => dates.has(date)),
      );
    }
    return found;
  }

  /** Counts of every stored session of a series in the wanted months, each month from the cache where the files are the same. */
  async #counts(key: SeriesKey, isWanted: (month: string) => boolean = () => true): Promise<DayCounts[]> {
    const calendar = calendarOf(this.#reader, key.symbol, this.#findCalendar);
    const months = new Map<string, PlannedSession[]>();
    for (const session of storedSessions(this.#reader, key, calendar, {})) {
      const month = monthOf(session.date);
      if (!isWanted(month)) continue;
      const members = months.get(month);
      if (members === undefined) months.set(month, [session]);
      else members.push(session);
    }
    const counts: DayCounts[] = [];
    for (const [month, members] of months) counts.push(...(await this.#monthCounts(key, month, members)));
    return counts;
  }

  async #fillOrigins(
    key: SeriesKey,
    session: PlannedSession,
    check: SlotCheck,
    bars: BarColumns,
  ): Promise<FillOrigins> {
    if (!check.states.includes(SLOT_MISSING)) return new Map();
    return fillOrigins(bars, check, await new SubstitutesFor(this.#reader, key, [session]).of(session));
  }

  async #monthCounts(
    key: SeriesKey,
    month: string,
    sessions: readonly PlannedSession[],
  ): Promise<readonly DayCounts[]> {
    const id = seriesId(key);
    const { open } = ensure(sessions[0], 'first session of the month');
    const { close } = ensure(sessions[sessions.length - 1], 'last session of the month');
    const spans = sessions.map((session) => session.spans);
    const listed = this.#reader.find(key)?.listsEveryTrade;
    const basis = JSON.stringify([RULES, id, spans, listed, filesBehind(this.#reader, key, open, close)]);
    const cacheKey = createHash('sha256').update(basis).digest('hex');
    const known = await this.#cache.get(id, month, cacheKey);
    if (known !== undefined) return known;
    const days = await this.#countDays(key, sessions);
    if (days === undefined) return sessions.map((session) => nothingReadable(session, key));
    await this.#cache.set(id, month, cacheKey, days);
    return days;
  }
}

/** Loads and checks the sessions of one series. */
class Checks {
  readonly #grids = new Map<PlannedSession, SlotGrid>();
  readonly #bars: SessionBars;
  readonly #evidence: EvidenceOf;
  readonly #step: number;

  constructor(reader: StoreReader, key: SeriesKey, sessions: readonly PlannedSession[], rowsAQuery?: number) {
    this.#step = intervalMicros(ensure(key.interval, 'interval of bars'));
    this.#bars = new SessionBars(reader, key, sessions, rowsAQuery);
    this.#evidence = new EvidenceOf(reader, key, sessions);
  }

  async of(session: PlannedSession): Promise<{
    readonly check: SlotCheck;
    readonly bars: Awaited<ReturnType<SessionBars['of']>>;
    readonly evidence: SlotEvidence;
  }> {
    const grid = this.#grids.get(session) ?? new SlotGrid(session.spans, this.#step);
    this.#grids.set(session, grid);
    const bars = await this.#bars.of(session);
    const evidence = await this.#evidence.of(session);
    return { check: checkSlots(grid, bars, evidence), bars, evidence };
  }
}

const monthOf = (date: string): string => date.slice(0, 7);

/** A damaged file cannot be played, so that all of its month counts as missing until it is imported again. */
function nothingReadable({ date, spans }: PlannedSession, key: SeriesKey): DayCounts {
  const slots = countSlots(spans, intervalMicros(ensure(key.interval, 'interval of bars')));
  return [date, slots, 0, 0, slots, 0, 0, 0, 0];
}

/** Cells of the exchange's clock hours. */
function hourCells(check: SlotCheck, zone: ZoneClock, session: PlannedSession): QualityCell[] {
  return qualityCells(check, MICROS_PER_HOUR, zone.instant(session.date, 0));
}

function dayQuality([date, expected, present, verifiedEmpty, missing, filled, short]: DayCounts): DayQuality {
  const counts = { expected, present, verifiedEmpty, missing, filled, short };
  return { date: date as SessionDate, ...counts, coverage: coverageOf(counts), quality: qualityOf(counts) };
}

function outside(id: string, when: string): AppError {
  return new AppError('not-found', `${id} has no stored session at ${when}.`);
}

import { AppError } from '../../shared/lang/app-error.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { Calendar } from '../../shared/market/calendar/calendar.ts';
import { compareIntervals, ONE_WEEK } from '../../shared/market/interval.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { addDays, type Micros, type SessionDate, type TimeRange } from '../../shared/market/time.ts';
import type { SessionConfig } from '../../shared/session/config.ts';
import { noFeed } from '../../shared/session/no-feed.ts';
import type { PlannedSession, PlannedStream, RunPlan } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { chooseSeries } from './choose-series.ts';
import { emptyStreams, leftOut, otherCalendars } from './plan-remarks.ts';
import { calendarSessions, planSessions, requestedDates, sessionsBefore, type DateSpan } from './plan-sessions.ts';

export type FindCalendar = (id: string) => Calendar | undefined;

/** Resolves a configuration against the store: which series, which sessions, and what a person should know before it runs. Sessions of which
 * no stream holds anything are left out; where some stream has nothing the session is played and a remark says so. Throws `not-found`
 * where a stream or all data are missing, `not-allowed` for live mode without a feed, `outside-calendar` for dates the calendar does not cover, `bad-config` for an unknown calendar. */
export async function planRun(
  config: SessionConfig,
  reader: StoreReader,
  findCalendar: FindCalendar,
): Promise<RunPlan> {
  if (config.mode === 'live') throw noFeed();
  const wanted = config.dates !== undefined && 'from' in config.dates ? config.dates : undefined;
  const keys = chooseSeries(config.streams, reader, wanted === undefined ? undefined : roughRange(wanted));
  const calendarOf = (symbol: string): Calendar => symbolCalendar(symbol, config, reader, findCalendar);
  const clock = calendarOf(ensure(keys[0], 'first stream').symbol);

  const stored = storedDates(keys, reader, clock);
  const dates = requestedDates(config.dates, stored);
  if (dates === undefined) throw nothingStored(keys, clock, stored);
  const candidates = planSessions(clock, config, calendarSessions(clock, dates));
  const counts = await Promise.all(keys.map((key) => countRows(key, candidates, reader)));
  const played = candidates.filter((_, index) => counts.some((rows) => (rows[index] ?? 0) > 0));
  const first = played[0];
  if (first === undefined) throw nothingStored(keys, clock, stored, dates);

  const { derivedIntervals } = config.upkeep;
  const before = sessionsBefore(clock, first.date, config.historical.trailingDays, derivedIntervals.includes(ONE_WEEK));
  const streams = keys.map((key, index): PlannedStream => {
    const { priceScale, sizeScale } = reader.symbol(key.symbol);
    const calendar = calendarOf(key.symbol);
    const rows = ensure(counts[index], 'row counts').reduce((sum, count) => sum + count, 0);
    return {
      type: key.kind,
      symbol: key.symbol,
      source: key.source,
      ...(key.interval === undefined ? {} : { interval: key.interval as NonNullable<PlannedStream['interval']> }),
      ...(key.sampled === undefined ? {} : { sampled: key.sampled }),
      priceScale,
      sizeScale,
      calendar: calendar.id,
      timeZone: calendar.timeZone,
      rows,
    };
  });
  return {
    config,
    streams,
    sessions: played.map((session, index) => ({ ...session, index })),
    earlier: planSessions(clock, config, before, -before.length),
    derivedIntervals: [...new Set(derivedIntervals)].sort(compareIntervals),
    historicalIntervals: [...new Set(config.historical.intervals)].sort(compareIntervals),
    remarks: [
      ...leftOut(candidates, played, config),
      ...emptyStreams(streams, candidates, counts, played),
      ...otherCalendars(streams, clock),
    ],
  };
}

/** The key of a planned stream's series. */
export function keyOf(stream: PlannedStream): SeriesKey {
  return {
    kind: stream.type,
    symbol: stream.symbol,
    source: stream.source,
    ...(stream.interval === undefined ? {} : { interval: stream.interval }),
    ...(stream.sampled === undefined ? {} : { sampled: stream.sampled }),
  };
}

function symbolCalendar(
  symbol: string,
  config: SessionConfig,
  reader: StoreReader,
  findCalendar: FindCalendar,
): Calendar {
  const id = config.calendar ?? config.trading?.instruments[symbol]?.calendar ?? reader.symbol(symbol).calendar;
  const calendar = findCalendar(id);
  if (calendar === undefined) {
    throw new AppError('bad-config', `calendar '${id}' of ${symbol} is not known. Name a built-in one or a JSON file.`);
  }
  return calendar;
}

/** A range that surely holds the sessions of these dates, whatever the zone. */
function roughRange({ from, to }: DateSpan): TimeRange {
  const midnight = (date: SessionDate): number => Date.parse(`${date}T00:00:00Z`) * 1_000;
  return { from: midnight(addDays(from, -1)) as Micros, to: midnight(addDays(to, 2)) as Micros };
}

/** Dates of the first and last stored rows of all series, in the clock's zone, cut to what the calendar covers. */
function storedDates(keys: readonly SeriesKey[], reader: StoreReader, clock: Calendar): DateSpan | undefined {
  const files = keys.flatMap((key) => reader.files(key));
  if (files.length === 0) return undefined;
  const first = Math.min(...files.map((file) => file.first)) as Micros;
  const last = Math.max(...files.map((file) => file.last)) as Micros;
  const from = clock.dateAt(first);
  // A session may be dated by the day it ends on.
  const to = addDays(clock.dateAt(last), 1);
  const { coverage } = clock;
  const sessions = clock.sessions(from < coverage.from ? coverage.from : from, to > coverage.to ? coverage.to : to);
  const held = sessions.filter(({ extendedOpen, extendedClose }) =>
    files.some((file) => file.first < extendedClose && file.last >= extendedOpen),
  );
  const begin = held[0];
  const end = held[held.length - 1];
  return begin === undefined || end === undefined ? undefined : { from: begin.date, to: end.date };
}

/** Rows of a series in each session, by quarter hours: a session is told apart from an empty one without loading either. */
async function countRows(key: SeriesKey, sessions: readonly PlannedSession[], reader: StoreReader): Promise<number[]> {
  const first = sessions[0];
  const last = sessions[sessions.length - 1];
  if (first === undefined || last === undefined) return [];
  const counts = await reader.rowsByQuarterHour(key, { from: first.open, to: last.close });
  const quarters = [...counts].sort(([a], [b]) => a - b);
  let at = 0;
  return sessions.map(({ open, close }) => {
    let rows = 0;
    while (at < quarters.length && ensure(quarters[at], 'quarter')[0] + QUARTER_HOUR <= open) at += 1;
    for (let i = at; i < quarters.length; i++) {
      const [quarter, count] = ensure(quarters[i], 'quarter');
      if (quarter >= close) break;
      rows += count;
    }
    return rows;
  });
}

const QUARTER_HOUR = 900_000_000;

function nothingStored(
  keys: readonly SeriesKey[],
  clock: Calendar,
  stored: DateSpan | undefined,
  asked?: DateSpan,
): AppError {
  const given = asked === undefined ? '' : ` from ${asked.from} to ${asked.to}`;
  const has =
    stored === undefined
      ? `None of their rows falls into a session of the calendar ${clock.id}: choose another calendar.`
      : `They have data from ${stored.from} to ${stored.to}.`;
  const names = [...new Set(keys.map(({ symbol }) => symbol))].join(', ');
  return new AppError('not-found', `The streams of ${names} have no data in a session${given}. ${has}`);
}

import { AppError } from '../../shared/lang/app-error.ts';
import type { Calendar } from '../../shared/market/calendar/calendar.ts';
import { isBaseInterval } from '../../shared/market/interval.ts';
import { seriesId, type SeriesKey } from '../../shared/market/series.ts';
import { addDays, type SessionDate } from '../../shared/market/time.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { StoreReader } from '../store/reader.ts';
import { stretchesOf } from '../store/stretches.ts';
import type { FindCalendar } from './plan-run.ts';
import { planSessions } from './plan-sessions.ts';

/** First and last date wanted, both inclusive; absent: no bound. */
export interface DateBounds {
  readonly from?: SessionDate | undefined;
  readonly to?: SessionDate | undefined;
}

const REGULAR = { hours: 'regular', alignment: 'session' } as const;

/** Base bars series (1s, 1m): the ones that have slots and so quality. */
export function baseSeries(reader: StoreReader): SeriesKey[] {
  return reader
    .series()
    .map(({ key }) => key)
    .filter(({ kind, interval }) => kind === 'bars' && interval !== undefined && isBaseInterval(interval));
}

/** The series of an id. Throws `not-found`, `bad-request` for one without slots. */
export function baseSeriesById(reader: StoreReader, id: string): SeriesKey {
  const found = reader.series().find(({ key }) => seriesId(key) === id);
  if (found === undefined) throw new AppError('not-found', `Series ${id} is not in the store.`);
  const base = baseSeries(reader).find((key) => seriesId(key) === id);
  if (base === undefined) throw new AppError('bad-request', `${id} has no slots: quality is of 1s and 1m bars.`);
  return base;
}

export function calendarOf(reader: StoreReader, symbol: string, findCalendar: FindCalendar): Calendar {
  const { calendar: id } = reader.symbol(symbol);
  const calendar = findCalendar(id);
  if (calendar === undefined) throw new AppError('bad-config', `calendar '${id}' of ${symbol} is not known.`);
  return calendar;
}

/** Regular sessions that a stretch of the series reaches into, within the bounds, as far as the calendar knows them. A session inside of a
 * stretch that holds no row is among them: its rows were lost. */
export function storedSessions(
  reader: StoreReader,
  key: SeriesKey,
  calendar: Calendar,
  bounds: DateBounds,
): PlannedSession[] {
  const { coverage } = calendar;
  const dates = new Map<SessionDate, PlannedSession>();
  for (const { first, last } of stretchesOf(reader.files(key))) {
    // A session may be dated by the day it ends on.
    const from = latest(calendar.dateAt(first), coverage.from, bounds.from);
    const to = earliest(addDays(calendar.dateAt(last), 1), coverage.to, bounds.to);
    if (from > to) continue;
    for (const session of planSessions(calendar, REGULAR, calendar.sessions(from, to))) {
      if (first < session.close && last >= session.open) dates.set(session.date, session);
    }
  }
  const sessions = [...dates.values()].sort((a, b) => a.open - b.open);
  return sessions.map((session, index) => ({ ...session, index }));
}

function latest(...dates: readonly (SessionDate | undefined)[]): SessionDate {
  return dates.filter((date) => date !== undefined).reduce((a, b) => (a > b ? a : b));
}

function earliest(...dates: readonly (SessionDate | undefined)[]): SessionDate {
  return dates.filter((date) => date !== undefined).reduce((a, b) => (a < b ? a : b));
}

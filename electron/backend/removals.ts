import { AppError } from '../../shared/lang/app-error.ts';
import type { Calendar } from '../../shared/market/calendar/calendar.ts';
import { dateStart } from '../../shared/market/calendar/date-start.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { addDays, micros, type Micros, type SessionDate } from '../../shared/market/time.ts';
import type { RetentionRule } from '../../shared/store/retention.ts';
import type { StoredSeries } from '../store/manifest.ts';
import type { Removal } from '../store/operations/removal.ts';
import type { Store } from '../store/store.ts';
import { calendarFinder } from '../upkeep/find-calendar.ts';

const EVER = { from: micros(-8.64e15), to: micros(8.64e15) };

/** Session dates, both inclusive (S23); an edge that is absent is open. */
export interface DateSpan {
  readonly from?: SessionDate | undefined;
  readonly to?: SessionDate | undefined;
}

/** The rows of some series between session dates, each by the calendar of its symbol; rows between sessions belong to the civil date they fall on.
 * Throws `not-found` for a series that is not stored, `bad-request` for dates in the wrong order, `outside-calendar`. */
export function removalsBetween(store: Store, seriesIds: readonly string[], { from, to }: DateSpan): Removal[] {
  if (from !== undefined && to !== undefined && from > to) {
    throw new AppError(
      'bad-request',
      `From ${from} to ${to} is no range: both are inclusive. Give the earlier date first.`,
    );
  }
  const stored = new Map(store.reader.series().map((series) => [series.id, series]));
  const calendars = calendarsOf(store);
  return seriesIds.map((seriesId) => {
    const series = stored.get(seriesId);
    if (series === undefined) throw new AppError('not-found', `There is no series ${seriesId} in the catalogue.`);
    if (from === undefined && to === undefined) return { seriesId, range: EVER };
    const calendar = calendars(series);
    const range = {
      from: from === undefined ? EVER.from : dateStart(calendar, covered(calendar, from)),
      to: to === undefined ? EVER.to : dateStart(calendar, addDays(covered(calendar, to), 1)),
    };
    return { seriesId, range };
  });
}

/** The rows that retention rules no longer keep at an instant: those of session dates more than a rule's days before it. Series without a rule
 * stay. */
export function removalsByAge(store: Store, rules: readonly RetentionRule[], now: Micros): Removal[] {
  const calendars = calendarsOf(store);
  return store.reader.series().flatMap((series) => {
    const days = rules.filter((rule) => rule.of === retentionName(series.key)).map((rule) => rule.days);
    if (days.length === 0) return [];
    const calendar = calendars(series);
    const to = dateStart(calendar, addDays(calendar.dateAt(now), -Math.max(...days)));
    return [{ seriesId: series.id, range: { from: EVER.from, to } }];
  });
}

/** What a rule calls a series: bars by their interval, others by kind. */
function retentionName(key: SeriesKey): string {
  return key.kind === 'bars' ? (key.interval ?? '') : key.kind;
}

function calendarsOf(store: Store): (series: StoredSeries) => Calendar {
  const find = calendarFinder(store.dataDir);
  return ({ key }) => {
    const { calendar: id } = store.reader.symbol(key.symbol);
    const calendar = find(id);
    if (calendar !== undefined) return calendar;
    const message = `The calendar ${id} of ${key.symbol} is not known, so dates mean nothing for it. Add the calendar, or leave the dates out.`;
    throw new AppError('not-found', message);
  };
}

function covered(calendar: Calendar, date: SessionDate): SessionDate {
  const { from, to } = calendar.coverage;
  if (date >= from && date <= to) return date;
  const message = `${date} is outside the calendar ${calendar.id}, which covers ${from} to ${to}. Give a date inside, or leave it out.`;
  throw new AppError('outside-calendar', message);
}

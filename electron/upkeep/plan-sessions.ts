import { AppError } from '../../shared/lang/app-error.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { Calendar, TradingSession } from '../../shared/market/calendar/calendar.ts';
import { sessionSpans } from '../../shared/market/calendar/slots.ts';
import type { ZoneClock } from '../../shared/market/calendar/zone-clock.ts';
import { addDays, weekday, type SessionDate } from '../../shared/market/time.ts';
import type { DatesConfig, SessionConfig } from '../../shared/session/config.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import { zoneClock } from './zone-clocks.ts';

/** First and last session date, both inclusive (S23). */
export interface DateSpan {
  readonly from: SessionDate;
  readonly to: SessionDate;
}

/** The dates a configuration asks for. `last` counts calendar days or weeks back from the newest stored session, that one included;
 * without dates it is all that is stored. `undefined` when that depends on a store that holds nothing. */
export function requestedDates(dates: DatesConfig | undefined, stored: DateSpan | undefined): DateSpan | undefined {
  if (dates === undefined) return stored;
  if ('from' in dates) return dates;
  if (stored === undefined) return undefined;
  const days = Number(dates.last.slice(0, -1)) * (dates.last.endsWith('w') ? 7 : 1);
  return { from: addDays(stored.to, 1 - days), to: stored.to };
}

/** Sessions of a calendar with the hours that a configuration plays: narrowed, aligned, marked. Indices count up from `firstIndex`. A session
 * that the hours leave nothing of is left out. Throws `outside-calendar` for dates the calendar does not cover (S6). */
export function planSessions(
  calendar: Calendar,
  config: Pick<SessionConfig, 'hours' | 'session' | 'alignment'>,
  sessions: readonly TradingSession[],
  firstIndex = 0,
): PlannedSession[] {
  const zone = zoneClock(calendar.timeZone);
  const wall = (date: SessionDate, text: string | undefined): ReturnType<ZoneClock['instant']> | undefined =>
    text === undefined ? undefined : zone.instant(date, minutesOf(text));
  const planned: PlannedSession[] = [];
  for (const session of sessions) {
    const { date } = session;
    const spans = sessionSpans(
      session,
      config.hours,
      wall(date, config.session?.start),
      wall(date, config.session?.end),
    );
    const open = spans[0]?.from;
    const close = spans[spans.length - 1]?.to;
    if (open === undefined || close === undefined) continue;
    planned.push({
      index: firstIndex + planned.length,
      date,
      open,
      close,
      isEarlyClose: session.isEarlyClose,
      spans,
      anchor: config.alignment === 'clock' ? zone.instant(date, 0) : open,
      ...(endsWeek(calendar, date) ? { endsWeek: true } : {}),
    });
  }
  return planned;
}

/** The calendar's sessions of a span of dates, with a message that says what it covers. */
export function calendarSessions(calendar: Calendar, { from, to }: DateSpan): readonly TradingSession[] {
  if (from < calendar.coverage.from || to > calendar.coverage.to) {
    throw new AppError(
      'outside-calendar',
      `dates ${from} to ${to} leave what the calendar ${calendar.id} covers, ${calendar.coverage.from} to ${calendar.coverage.to}. ` +
        'Choose dates inside it, or another calendar.',
    );
  }
  return calendar.sessions(from, to);
}

/** Up to `count` sessions before `date`, oldest first, as far back as the calendar goes; with `wholeWeek` at least those of the date's ISO week. */
export function sessionsBefore(
  calendar: Calendar,
  date: SessionDate,
  count: number,
  wholeWeek: boolean,
): readonly TradingSession[] {
  const monday = addDays(date, -weekday(date));
  const from = later(addDays(date, -(2 * count + 14)), calendar.coverage.from);
  const to = addDays(date, -1);
  if (to < from) return [];
  const before = calendar.sessions(from, to);
  const inWeek = wholeWeek ? before.filter((session) => session.date >= monday).length : 0;
  const wanted = Math.max(count, inWeek);
  return wanted === 0 ? [] : before.slice(-wanted);
}

function endsWeek(calendar: Calendar, date: SessionDate): boolean {
  const sunday = addDays(date, 6 - weekday(date));
  const to = sunday > calendar.coverage.to ? calendar.coverage.to : sunday;
  return to <= date || calendar.sessions(addDays(date, 1), to).length === 0;
}

function later(a: SessionDate, b: SessionDate): SessionDate {
  return a > b ? a : b;
}

function minutesOf(text: string): number {
  const [hours, minutes] = text.split(':');
  return Number(ensure(hours, `hours of ${text}`)) * 60 + Number(ensure(minutes, `minutes of ${text}`));
}

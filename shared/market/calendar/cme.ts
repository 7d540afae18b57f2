import { addDays, weekday, type SessionDate } from '../time.ts';
import { dateOf, easterSunday, FRIDAY, isWeekend, observed, SATURDAY, yearOf } from './date-rules.ts';
import { at, type CalendarRules, type DayHours } from './rule-calendar.ts';
import { usClosures, usEarlyCloses } from './us-equities.ts';

/** Good Fridays with a jobs report: equity index futures trade until 08:15 instead of not at all. */
const SHORT_GOOD_FRIDAYS = new Set([2010, 2012, 2015, 2021, 2023, 2026]);

/** Early closes by notice, Chicago time. */
const UNSCHEDULED_CLOSES = new Map<string, number>([
  ['2012-10-29', at(8, 15)], // Hurricane Sandy
  ['2012-10-30', at(8, 15)],
  ['2018-12-05', at(8, 30)], // funeral of President George H. W. Bush
  ['2025-01-09', at(8, 30)], // funeral of President Carter
]);

/** When the session of a date ends by the exchange's hours of that time, and its afternoon halt. */
function regular(date: SessionDate): { readonly close: number; readonly halt: boolean } {
  if (date >= '2021-06-28') return { close: at(16), halt: false };
  if (date >= '2015-09-21') return { close: at(16), halt: true };
  if (date >= '2012-11-19') return { close: at(16, 15), halt: true };
  return weekday(date) === FRIDAY ? { close: at(15, 15), halt: false } : { close: at(16, 30), halt: true };
}

/** `closed`, or the minute of an early close, or `undefined` on an ordinary day. */
function holiday(date: SessionDate): number | 'closed' | undefined {
  const year = yearOf(date);
  const newYear = dateOf(year, 1, 1);
  if (date === observed(dateOf(year, 12, 25)) || (weekday(newYear) !== SATURDAY && date === observed(newYear)))
    return 'closed';
  if (date === addDays(easterSunday(year), -2)) return SHORT_GOOD_FRIDAYS.has(year) ? at(8, 15) : 'closed';
  if (usClosures(year).has(date)) return date < '2014-05-01' ? at(10, 30) : at(12);
  if (usEarlyCloses(year).has(date)) return at(12, 15);
  return UNSCHEDULED_CLOSES.get(date);
}

function hours(date: SessionDate): DayHours | undefined {
  if (isWeekend(date)) return undefined;
  const early = holiday(date);
  if (early === 'closed') return undefined;
  const { close, halt } = regular(date);
  const end = early ?? close;
  return {
    open: at(-7),
    close: end,
    breaks: halt && end > at(15, 30) ? [{ from: at(15, 15), to: at(15, 30) }] : [],
    isEarlyClose: early !== undefined,
  };
}

/** CME equity index futures on Globex (ES, NQ ...): 17:00 of the evening before to 16:00 Chicago, dated by the day it ends, closed
 * 16:00 to 17:00. To 2021-06-25 trading halted 15:15 to 15:30; sessions ended at 16:15 to 2015-09-18, and at 16:30 (Fridays 15:15) to 2012-11-16. */
export const CME: CalendarRules = {
  id: 'cme',
  label: 'CME Globex equity index futures',
  timeZone: 'America/Chicago',
  coverage: { from: '2009-01-01' as SessionDate, to: '2030-12-31' as SessionDate },
  sessionsPerYear: 252,
  hours,
};

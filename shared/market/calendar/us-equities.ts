import { addDays, weekday, type SessionDate } from '../time.ts';
import {
  dateOf,
  easterSunday,
  FRIDAY,
  isWeekend,
  lastWeekday,
  MONDAY,
  nthWeekday,
  observed,
  perYear,
  SATURDAY,
  THURSDAY,
  yearOf,
} from './date-rules.ts';
import { at, type CalendarRules, type DayHours } from './rule-calendar.ts';

/** Closures that no rule foretells. Sources: NYSE "Special closings" list, exchange notices of the day. */
const UNSCHEDULED_CLOSURES = new Set<string>([
  '1994-04-27', // funeral of President Nixon
  '2001-09-11', '2001-09-12', '2001-09-13', '2001-09-14', // attacks of September 11
  '2004-06-11', // funeral of President Reagan
  '2007-01-02', // funeral of President Ford
  '2012-10-29', '2012-10-30', // Hurricane Sandy
  '2018-12-05', // funeral of President George H. W. Bush
  '2025-01-09', // funeral of President Carter
]); // prettier-ignore

/** Days whose hours differed by notice, for NYSE and Nasdaq alike. Minutes of silence at the open are not kept. */
const UNSCHEDULED_HOURS = new Map<string, { readonly open?: number; readonly close?: number }>([
  ['1994-02-11', { close: at(14, 30) }], // snow
  ['1996-01-08', { open: at(11), close: at(14) }], // blizzard
  ['1997-10-27', { close: at(15, 30) }], // circuit breaker
  ['1997-12-26', { close: at(13) }],
  ['2002-09-11', { open: at(12) }], // first anniversary of September 11
  ['2003-12-26', { close: at(13) }],
]);

/** Full holidays of NYSE and Nasdaq by rule. */
export const usClosures = perYear((year): ReadonlySet<SessionDate> => {
  const days = [
    nthWeekday(year, 2, MONDAY, 3),
    addDays(easterSunday(year), -2),
    lastWeekday(year, 5, MONDAY),
    observed(dateOf(year, 7, 4)),
    nthWeekday(year, 9, MONDAY, 1),
    nthWeekday(year, 11, THURSDAY, 4),
    observed(dateOf(year, 12, 25)),
  ];
  // NYSE rule 7.2: a New Year's Day on a Saturday is not observed, because the Friday before ends a year's accounts.
  if (weekday(dateOf(year, 1, 1)) !== SATURDAY) days.push(observed(dateOf(year, 1, 1)));
  if (year >= 1998) days.push(nthWeekday(year, 1, MONDAY, 3));
  if (year >= 2022) days.push(observed(dateOf(year, 6, 19)));
  return new Set(days);
});

/** Scheduled early closes as minutes of the day. Before 1993 they were at 14:00, and the day after Thanksgiving became one in 1992. */
export const usEarlyCloses = perYear((year): ReadonlyMap<SessionDate, number> => {
  const close = year < 1993 ? at(14) : at(13);
  const closes = new Map<SessionDate, number>();
  const add = (date: SessionDate): void => {
    if (!isWeekend(date) && !usClosures(year).has(date)) closes.set(date, close);
  };
  if (year >= 1992) add(addDays(nthWeekday(year, 11, THURSDAY, 4), 1));
  if (weekday(dateOf(year, 12, 24)) !== FRIDAY) add(dateOf(year, 12, 24));
  if (year >= 1995) {
    // Fourth of July on a Thursday: the Friday after closed early until 2012, the Wednesday before since 2013.
    const isThursday = weekday(dateOf(year, 7, 4)) === THURSDAY;
    add(isThursday && year < 2013 ? dateOf(year, 7, 5) : dateOf(year, 7, 3));
  }
  return closes;
});

function hours(date: SessionDate): DayHours | undefined {
  const year = yearOf(date);
  if (isWeekend(date) || usClosures(year).has(date) || UNSCHEDULED_CLOSURES.has(date)) return undefined;
  const notice = UNSCHEDULED_HOURS.get(date);
  const close = notice?.close ?? usEarlyCloses(year).get(date) ?? at(16);
  return {
    open: notice?.open ?? at(9, 30),
    close,
    extendedOpen: at(4),
    extendedClose: close + at(4),
    isEarlyClose: close < at(16),
  };
}

/** NYSE and Nasdaq: 09:30 to 16:00, extended 04:00 to 20:00 New York; after an early close extended trading ends at 17:00.
 * Holidays by rule, closures and hours by notice through 2025; what is not announced yet cannot be in it. */
export const US_EQUITIES: CalendarRules = {
  id: 'us-equities',
  label: 'US equities (NYSE, Nasdaq)',
  timeZone: 'America/New_York',
  coverage: { from: '1990-01-01' as SessionDate, to: '2030-12-31' as SessionDate },
  sessionsPerYear: 252,
  hours,
};

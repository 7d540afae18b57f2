import type { SessionDate } from '../time.ts';
import { isWeekend, yearOf } from './date-rules.ts';
import { at, type CalendarRules } from './rule-calendar.ts';

/** Weekdays without regular trading, as NSE announced them year by year (`MM-DD`). Days of the lunar calendars follow no rule.
 * The evening session of Diwali is not kept: such a day counts as closed. */
const CLOSED: Readonly<Record<number, string>> = {
  2011: '01-26 03-02 04-12 04-14 04-22 08-15 08-31 09-01 10-06 10-26 10-27 11-07 11-10 12-06',
  2012: '01-26 02-20 03-08 04-05 04-06 05-01 08-15 08-20 09-19 10-02 10-24 11-13 11-14 11-28 12-25',
  2013: '03-27 03-29 04-19 04-24 05-01 08-09 08-15 09-09 10-02 10-16 11-04 11-15 12-25',
  2014: '02-27 03-17 04-08 04-14 04-18 04-24 05-01 07-29 08-15 08-29 10-02 10-03 10-06 10-15 10-23 10-24 11-04 11-06 12-25',
  2015: '01-26 02-17 03-06 04-02 04-03 04-14 05-01 09-17 09-25 10-02 10-22 11-11 11-12 11-25 12-25',
  2016: '01-26 03-07 03-24 03-25 04-14 04-15 04-19 07-06 08-15 09-05 09-13 10-11 10-12 10-31 11-14',
  2017: '01-26 02-24 03-13 04-04 04-14 05-01 06-26 08-15 08-25 10-02 10-19 10-20 12-25',
  2018: '01-26 02-13 03-02 03-29 03-30 05-01 08-15 08-22 09-13 09-20 10-02 10-18 11-07 11-08 11-23 12-25',
  2019: '03-04 03-21 04-17 04-19 04-29 05-01 06-05 08-12 08-15 09-02 09-10 10-02 10-08 10-21 10-28 11-12 12-25',
  2020: '02-21 03-10 04-02 04-06 04-10 04-14 05-01 05-25 10-02 11-16 11-30 12-25',
  2021: '01-26 03-11 03-29 04-02 04-14 04-21 05-13 07-21 08-19 09-10 10-15 11-04 11-05 11-19',
  2022: '01-26 03-01 03-18 04-14 04-15 05-03 08-09 08-15 08-31 10-05 10-24 10-26 11-08',
  2023: '01-26 03-07 03-30 04-04 04-07 04-14 05-01 06-29 08-15 09-19 10-02 10-24 11-14 11-27 12-25',
  2024: '01-22 01-26 03-08 03-25 03-29 04-11 04-17 05-01 05-20 06-17 07-17 08-15 10-02 11-01 11-15 11-20 12-25',
  2025: '02-26 03-14 03-31 04-10 04-14 04-18 05-01 08-15 08-27 10-02 10-21 10-22 11-05 12-25',
};

/** Saturdays with a full session: budget days, and 2024-01-20 in place of the 22nd. */
const OPEN_SATURDAYS = new Set<string>(['2015-02-28', '2020-02-01', '2024-01-20', '2025-02-01']);

/** National Stock Exchange of India: 09:15 to 15:30 Kolkata. Covers the years whose announced holidays are known for certain. */
export const NSE_INDIA: CalendarRules = {
  id: 'nse-india',
  label: 'NSE India',
  timeZone: 'Asia/Kolkata',
  coverage: { from: '2011-01-01' as SessionDate, to: '2025-12-31' as SessionDate },
  sessionsPerYear: 252,
  hours: (date) => {
    if (isWeekend(date) && !OPEN_SATURDAYS.has(date)) return undefined;
    if ((CLOSED[yearOf(date)] ?? '').split(' ').includes(date.slice(5))) return undefined;
    return { open: at(9, 15), close: at(15, 30), extendedOpen: at(9), extendedClose: at(16) };
  },
};

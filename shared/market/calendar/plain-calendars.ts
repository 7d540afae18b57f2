import type { SessionDate } from '../time.ts';
import { isWeekend } from './date-rules.ts';
import { at, type CalendarRules } from './rule-calendar.ts';

/** Crypto: a session is a UTC day. */
export const ALWAYS: CalendarRules = {
  id: '24x7',
  label: '24x7 (crypto)',
  timeZone: 'UTC',
  coverage: { from: '1970-01-01' as SessionDate, to: '2099-12-31' as SessionDate },
  sessionsPerYear: 365,
  hours: () => ({ open: 0, close: at(24) }),
};

/** Spot FX: Sunday 17:00 to Friday 17:00 New York, a session running from 17:00 to 17:00 and dated by the day it ends. Closed for
 * the sessions that end on 25 December and 1 January; brokers' own shorter hours around them are not kept. */
export const FX: CalendarRules = {
  id: 'fx-24x5',
  label: 'FX 24x5',
  timeZone: 'America/New_York',
  coverage: { from: '1990-01-01' as SessionDate, to: '2030-12-31' as SessionDate },
  sessionsPerYear: 252,
  hours: (date) =>
    isWeekend(date) || date.endsWith('-12-25') || date.endsWith('-01-01') ? undefined : { open: at(-7), close: at(17) },
};

/** Monday to Friday at New York hours with no holidays: a neutral grid for made-up or partial data. */
export const WEEKDAYS: CalendarRules = {
  id: 'weekdays',
  label: 'Weekdays 09:30 to 16:00 New York, no holidays',
  timeZone: 'America/New_York',
  coverage: { from: '1970-01-01' as SessionDate, to: '2099-12-31' as SessionDate },
  sessionsPerYear: 252,
  hours: (date) =>
    isWeekend(date) ? undefined : { open: at(9, 30), close: at(16), extendedOpen: at(4), extendedClose: at(20) },
};

import type { Calendar } from './calendar.ts';
import { CME } from './cme.ts';
import { NSE_INDIA } from './nse-india.ts';
import { ALWAYS, FX, WEEKDAYS } from './plain-calendars.ts';
import { RuleCalendar } from './rule-calendar.ts';
import { US_EQUITIES } from './us-equities.ts';

/** Every calendar that comes with the program (S6). Sessions are made on demand and remembered for the life of the process. */
export const BUILT_IN_CALENDARS: readonly Calendar[] = [US_EQUITIES, ALWAYS, FX, CME, WEEKDAYS, NSE_INDIA].map(
  (rules) => new RuleCalendar(rules),
);

const byId = new Map(BUILT_IN_CALENDARS.map((calendar) => [calendar.id, calendar]));

/** The built-in calendar of an id, else `undefined`. */
export function calendarById(id: string): Calendar | undefined {
  return byId.get(id);
}

import { addDays, micros, type Micros, type SessionDate } from '../time.ts';
import type { Calendar } from './calendar.ts';
import { ZoneClock } from './zone-clock.ts';

/** Sessions are no further apart on any calendar that is listed here. */
const LONGEST_CLOSURE_DAYS = 12;

/** The instant at which a session date begins, so that every instant belongs to one date: rows of a session to its own, rows between sessions to the
 * civil date that they fall on. It is the date's midnight in the calendar's zone, moved so that no session is cut, extended hours included:
 * a session that opens the evening before begins its date then. Outside the calendar's coverage it is midnight. */
export function dateStart(calendar: Calendar, date: SessionDate): Micros {
  const midnight = new ZoneClock(calendar.timeZone).instant(date, 0);
  const { from, to } = calendar.coverage;
  const first = clamp(addDays(date, -LONGEST_CLOSURE_DAYS), from, to);
  const last = clamp(addDays(date, LONGEST_CLOSURE_DAYS), from, to);
  const sessions = calendar.sessions(first, last);
  const before = sessions.findLast((session) => session.date < date)?.extendedClose ?? midnight;
  const after = sessions.find((session) => session.date >= date)?.extendedOpen ?? midnight;
  return micros(Math.min(Math.max(midnight, before), after));
}

const clamp = (date: SessionDate, from: SessionDate, to: SessionDate): SessionDate =>
  date < from ? from : date > to ? to : date;

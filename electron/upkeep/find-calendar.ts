import { resolve } from 'node:path';

import type { Calendar } from '../../shared/market/calendar/calendar.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { ownCalendar, readCalendar } from '../store/own-calendars.ts';
import type { FindCalendar } from './plan-run.ts';

/** Finds built-in calendars by id, those that a user added by theirs, and others by the path of their JSON file relative to `folder`; one that was
 * read once is found by its own id as well. It remembers what it read. Throws `bad-config` for a file that cannot be read or is no calendar. */
export function calendarFinder(dataDir: string, folder = dataDir): FindCalendar {
  const read = new Map<string, Calendar>();
  return (name) => {
    const known = calendarById(name) ?? read.get(name);
    if (known !== undefined) return known;
    const isPath = name.toLowerCase().endsWith('.json');
    const calendar = isPath ? readCalendar(resolve(folder, name)) : ownCalendar(dataDir, name);
    if (calendar === undefined) return undefined;
    read.set(name, calendar);
    read.set(calendar.id, calendar);
    return calendar;
  };
}

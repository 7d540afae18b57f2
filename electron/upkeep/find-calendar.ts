import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { AppError } from '../../shared/lang/app-error.ts';
import type { Calendar } from '../../shared/market/calendar/calendar.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { customCalendar } from '../../shared/market/calendar/custom-calendar.ts';
import type { FindCalendar } from './plan-run.ts';

/** Finds built-in calendars by id and users' own by the path of their JSON file, relative to `folder`; one that was read once is found
 * by its own id as well. Throws `bad-config` for a file that cannot be read or is no calendar. */
export function calendarFinder(folder: string): FindCalendar {
  const own = new Map<string, Calendar>();
  return (name) => {
    const known = calendarById(name) ?? own.get(name);
    if (known !== undefined || !name.toLowerCase().endsWith('.json')) return known;
    const calendar = customCalendar(readJson(resolve(folder, name)));
    own.set(name, calendar);
    own.set(calendar.id, calendar);
    return calendar;
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-config', `The calendar file ${path} cannot be read: ${reason}`, {
      cause,
      details: { path },
    });
  }
}

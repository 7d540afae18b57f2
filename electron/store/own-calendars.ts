import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { AppError, toErrorShape } from '../../shared/lang/app-error.ts';
import type { SchemaProblem } from '../../shared/lang/schema-problems.ts';
import type { UnreadableCalendar } from '../../shared/market/calendar/calendar-info.ts';
import type { Calendar } from '../../shared/market/calendar/calendar.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { customCalendar } from '../../shared/market/calendar/custom-calendar.ts';
import { symbolToPath } from '../../shared/market/symbol-path.ts';
import { storeLayout } from './layout.ts';

const MAX_BYTES = 1_000_000;

/** Where a user's calendar of an id is kept: one JSON file each, in the folder `calendars` of the data folder. */
export function ownCalendarPath(dataDir: string, id: string): string {
  return join(storeLayout(dataDir).calendars, `${symbolToPath(id)}.json`);
}

/** A user's calendar by its id; `undefined` where none is kept. Throws `bad-config` where its file was damaged. */
export function ownCalendar(dataDir: string, id: string): Calendar | undefined {
  const path = ownCalendarPath(dataDir, id);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
  const calendar = readCalendar(path);
  return calendar.id === id ? calendar : undefined;
}

/** All of them, ascending by id, and the files of the folder that are none. */
export function ownCalendars(dataDir: string): {
  readonly calendars: readonly Calendar[];
  readonly unreadable: readonly UnreadableCalendar[];
} {
  const calendars: Calendar[] = [];
  const unreadable: UnreadableCalendar[] = [];
  for (const file of calendarFiles(dataDir)) {
    try {
      const calendar = readCalendar(join(storeLayout(dataDir).calendars, file));
      if (ownCalendarPath(dataDir, calendar.id).endsWith(file)) calendars.push(calendar);
      else
        unreadable.push({ file, problems: [{ path: 'id', message: `The file of ${calendar.id} has another name.` }] });
    } catch (error) {
      unreadable.push({ file, problems: problemsOf(error) });
    }
  }
  return { calendars: calendars.sort((a, b) => (a.id < b.id ? -1 : 1)), unreadable };
}

/** Their files' content, for a process that reads no data folder. */
export function ownCalendarJson(dataDir: string): unknown[] {
  return ownCalendars(dataDir).calendars.map(
    ({ id }) => JSON.parse(readFileSync(ownCalendarPath(dataDir, id), 'utf8')) as unknown,
  );
}

/** Checks the text of a calendar's file. Throws `bad-config` with `details.problems`; the id of a built-in one is refused too. */
export function parseCalendar(text: string): Calendar {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const message = `This is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new AppError('bad-config', message, { cause, details: { problems: [{ path: '', message }] } });
  }
  const calendar = customCalendar(json);
  if (calendarById(calendar.id) === undefined) return calendar;
  const message = `'${calendar.id}' is built in. Choose another id.`;
  throw new AppError('bad-config', message, { details: { problems: [{ path: 'id', message }] } });
}

/** Reads a calendar's file. Throws `bad-config` where it cannot be read or is none. */
export function readCalendar(path: string): Calendar {
  let text: string;
  try {
    const stat = statSync(path);
    if (!stat.isFile() || stat.size > MAX_BYTES) throw new Error(`it is no file of at most ${MAX_BYTES} bytes`);
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The calendar file ${path} cannot be read: ${reason}`;
    throw new AppError('bad-config', message, { cause, details: { path } });
  }
  return parseCalendar(text);
}

function calendarFiles(dataDir: string): string[] {
  try {
    return readdirSync(storeLayout(dataDir).calendars)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}

function problemsOf(error: unknown): readonly SchemaProblem[] {
  const { message, details } = toErrorShape(error);
  return (details?.['problems'] as readonly SchemaProblem[] | undefined) ?? [{ path: '', message }];
}

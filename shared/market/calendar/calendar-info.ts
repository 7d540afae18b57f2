import type { SchemaProblem } from '../../lang/schema-problems.ts';
import type { SessionDate } from '../time.ts';
import type { Calendar } from './calendar.ts';

/** A calendar as the settings list it. */
export interface CalendarInfo {
  readonly id: string;
  readonly label: string;
  readonly timeZone: string;
  /** First and last date covered, inclusive. */
  readonly coverage: { readonly from: SessionDate; readonly to: SessionDate };
  readonly sessionsPerYear: number;
  readonly isBuiltIn: boolean;
  /** Symbols of the store that keep it, ascending: it cannot be removed while there is one. */
  readonly symbols: readonly string[];
}

/** A file in the folder of own calendars that is none: it was written or damaged by hand. */
export interface UnreadableCalendar {
  /** Name of the file in the folder `calendars` of the data folder. */
  readonly file: string;
  readonly problems: readonly SchemaProblem[];
}

export interface CalendarList {
  /** Built-in ones first, then own ones by id. */
  readonly calendars: readonly CalendarInfo[];
  readonly unreadable: readonly UnreadableCalendar[];
}

export function calendarInfo(calendar: Calendar, isBuiltIn: boolean, symbols: readonly string[]): CalendarInfo {
  const { id, label, timeZone, coverage, sessionsPerYear } = calendar;
  return { id, label, timeZone, coverage, sessionsPerYear, isBuiltIn, symbols };
}

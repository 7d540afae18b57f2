import { z } from 'zod';

import { AppError } from '../../lang/app-error.ts';
import { parseSessionDate, weekday, type SessionDate } from '../time.ts';
import type { Calendar } from './calendar.ts';
import { RuleCalendar, type DayHours } from './rule-calendar.ts';
import { ZoneClock } from './zone-clock.ts';

const wallTime = z
  .string()
  .regex(
    /^(-1d )?([01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00)$/,
    'is no time. Write HH:MM, or "-1d HH:MM" for the evening before',
  );
const date = z
  .string()
  .refine((text) => parseSessionDate(text) !== undefined, 'is no date that exists. Write YYYY-MM-DD');

const dayHours = z.strictObject({
  open: wallTime,
  close: wallTime,
  extended_open: wallTime.optional(),
  extended_close: wallTime.optional(),
  breaks: z.array(z.strictObject({ from: wallTime, to: wallTime })).optional(),
});

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A user's own calendar file (S6): weekly hours, closed days, days with other hours, the years it covers. */
export const customCalendarSchema = z.strictObject({
  id: z.string().min(1).max(64),
  label: z.string().max(128).optional(),
  time_zone: z.string().min(1).max(64),
  coverage: z.strictObject({ from: date, to: date }),
  sessions_per_year: z.number().int().min(1).max(366).default(252),
  week: z.strictObject(Object.fromEntries(DAYS.map((day) => [day, dayHours.optional()]))),
  closed: z.array(date).default([]),
  special: z.record(date, dayHours).default({}),
});

function minutes(text: string): number {
  const [hour = 0, minute = 0] = text.slice(-5).split(':').map(Number);
  return hour * 60 + minute - (text.startsWith('-1d ') ? 1_440 : 0);
}

function toHours(hours: z.infer<typeof dayHours>): DayHours {
  return {
    open: minutes(hours.open),
    close: minutes(hours.close),
    extendedOpen: minutes(hours.extended_open ?? hours.open),
    extendedClose: minutes(hours.extended_close ?? hours.close),
    breaks: (hours.breaks ?? []).map((pause) => ({ from: minutes(pause.from), to: minutes(pause.to) })),
  };
}

/** What keeps hours from being in order, or `undefined`. */
function disorder({
  open,
  close,
  extendedOpen = open,
  extendedClose = close,
  breaks = [],
}: DayHours): string | undefined {
  if (open >= close) return 'open is not before close. For a session that starts the evening before write "-1d HH:MM".';
  if (extendedOpen > open || extendedClose < close) return 'extended hours do not hold the regular ones.';
  let last = open;
  for (const pause of breaks) {
    if (pause.from < last || pause.to <= pause.from || pause.to > close)
      return 'breaks must be ascending, disjoint, and inside the regular hours.';
    last = pause.to;
  }
  return undefined;
}

/** Reads a user's calendar. Throws `bad-config` with `details.problems` (path, message) naming everything wrong at once. */
export function customCalendar(json: unknown): Calendar {
  const parsed = customCalendarSchema.safeParse(json);
  const problems: { path: string; message: string }[] = [];
  if (!parsed.success) {
    for (const issue of parsed.error.issues) problems.push({ path: issue.path.join('.'), message: issue.message });
    throw refused(problems);
  }
  const { id, label, time_zone: timeZone, coverage, week, closed, special } = parsed.data;
  const byDay = DAYS.map((day) => {
    const hours = week[day];
    return hours === undefined ? undefined : toHours(hours);
  });
  const specials = new Map(Object.entries(special).map(([day, hours]) => [day, toHours(hours)]));
  byDay.forEach((hours, index) => {
    const wrong = hours === undefined ? undefined : disorder(hours);
    if (wrong !== undefined) problems.push({ path: `week.${DAYS[index]}`, message: wrong });
  });
  for (const [day, hours] of specials) {
    const wrong = disorder(hours);
    if (wrong !== undefined) problems.push({ path: `special.${day}`, message: wrong });
  }
  if (coverage.from > coverage.to) problems.push({ path: 'coverage', message: 'from is after to.' });
  if (!isZone(timeZone))
    problems.push({ path: 'time_zone', message: `'${timeZone}' is no IANA zone such as Asia/Tokyo.` });
  if (problems.length > 0) throw refused(problems);

  const shut = new Set<string>(closed);
  return new RuleCalendar({
    id,
    label: label ?? id,
    timeZone,
    coverage: { from: coverage.from as SessionDate, to: coverage.to as SessionDate },
    sessionsPerYear: parsed.data.sessions_per_year,
    hours: (day) => {
      if (shut.has(day)) return undefined;
      const regular = byDay[weekday(day)];
      const other = specials.get(day);
      return other === undefined
        ? regular
        : { ...other, isEarlyClose: regular !== undefined && other.close < regular.close };
    },
  });
}

function isZone(timeZone: string): boolean {
  try {
    return new ZoneClock(timeZone).timeZone === timeZone;
  } catch {
    return false;
  }
}

function refused(problems: readonly { readonly path: string; readonly message: string }[]): AppError {
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return new AppError('bad-config', `The calendar file has ${problems.length} problem(s). ${lines.join(' ')}`, {
    details: { problems },
  });
}

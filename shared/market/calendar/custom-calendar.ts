import { z } from 'zod';

import { AppError } from '../../lang/app-error.ts';
import { describeIssue, schemaProblems, type SchemaProblem } from '../../lang/schema-problems.ts';
import { addDays, parseSessionDate, weekday, type SessionDate } from '../time.ts';
import type { Calendar } from './calendar.ts';
import { RuleCalendar, type DayHours } from './rule-calendar.ts';
import { ZoneClock } from './zone-clock.ts';

const wallTime = z
  .string()
  .regex(
    /^(-1d )?([01]\d:[0-5]\d|2[0-3]:[0-5]\d|24:00)$/,
    'Write a time of day as HH:MM in the zone of the calendar, or "-1d HH:MM" for the evening before.',
  );
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'Write a date as YYYY-MM-DD.', abort: true })
  .refine((text) => parseSessionDate(text) !== undefined, 'This day does not exist.');

const dayHours = z.strictObject({
  open: wallTime,
  close: wallTime,
  extended_open: wallTime.optional(),
  extended_close: wallTime.optional(),
  breaks: z.array(z.strictObject({ from: wallTime, to: wallTime })).optional(),
});

const MINUTES_A_DAY = 1_440;
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** A user's own calendar file (S6): weekly hours, closed days, days with other hours, the years it covers. */
const calendarFileSchema = z
  .strictObject({
    $schema: z.string().max(512).optional(),
    id: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
        'Write up to 64 letters, digits, dots, - and _, a letter or digit first.',
      )
      .describe('The name by which configurations and imports name it.'),
    label: z.string().max(128).optional().describe('The name that people read.'),
    time_zone: z.string().min(1).max(64).describe('IANA zone of dates and hours: Asia/Tokyo.'),
    coverage: z
      .strictObject({ from: date, to: date })
      .describe('First and last date it speaks of, both inclusive. Dates outside are errors.'),
    sessions_per_year: z.number().int().min(1).max(366).default(252).describe('For annualised figures.'),
    week: z
      .strictObject(Object.fromEntries(DAYS.map((day) => [day, dayHours.optional()])))
      .describe('Hours by day of the week; a day that is left out is closed.'),
    closed: z.array(date).max(40_000).default([]).describe('Closed days.'),
    special: z.record(date, dayHours).default({}).describe('Days whose hours differ.'),
  })
  .meta({ title: 'Tapedeck calendar', description: 'Trading hours of an exchange.' });

/** The JSON Schema for editors, published as `docs/calendar.schema.json`. */
export function calendarJsonSchema(): unknown {
  return z.toJSONSchema(calendarFileSchema, { io: 'input' });
}

function minutes(text: string): number {
  const [hour = 0, minute = 0] = text.slice(-5).split(':').map(Number);
  return hour * 60 + minute - (text.startsWith('-1d ') ? MINUTES_A_DAY : 0);
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
  const parsed = calendarFileSchema.safeParse(json, { error: describeIssue, reportInput: true });
  if (!parsed.success) throw refused(schemaProblems(parsed.error.issues, { schema: calendarJsonSchema }));
  const problems: SchemaProblem[] = [];
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
  const hours = (day: SessionDate): DayHours | undefined => {
    if (shut.has(day)) return undefined;
    const regular = byDay[weekday(day)];
    const other = specials.get(day);
    return other === undefined
      ? regular
      : { ...other, isEarlyClose: regular !== undefined && other.close < regular.close };
  };
  byDay.forEach((today, index) => {
    if (today === undefined || !overlaps(today, byDay[(index + 1) % DAYS.length])) return;
    problems.push({ path: `week.${DAYS[index]}`, message: 'It ends after the session of the next day has begun.' });
  });
  for (const [day, today] of specials) {
    const date = day as SessionDate;
    if (overlaps(today, hours(addDays(date, 1))) || overlaps(hours(addDays(date, -1)), today))
      problems.push({ path: `special.${day}`, message: 'It overlaps the session of the day before or after.' });
  }
  if (problems.length > 0) throw refused(problems);

  return new RuleCalendar({
    id,
    label: label ?? id,
    timeZone,
    coverage: { from: coverage.from as SessionDate, to: coverage.to as SessionDate },
    sessionsPerYear: parsed.data.sessions_per_year,
    hours,
  });
}

function overlaps(today: DayHours | undefined, tomorrow: DayHours | undefined): boolean {
  if (today === undefined || tomorrow === undefined) return false;
  return (today.extendedClose ?? today.close) > (tomorrow.extendedOpen ?? tomorrow.open) + MINUTES_A_DAY;
}

function isZone(timeZone: string): boolean {
  try {
    return new ZoneClock(timeZone).timeZone === timeZone;
  } catch {
    return false;
  }
}

function refused(problems: readonly SchemaProblem[]): AppError {
  const lines = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return new AppError('bad-config', `The calendar cannot be used. ${lines.join(' ')}`, {
    details: { problems },
  });
}

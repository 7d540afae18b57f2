import type { Calendar } from '../../../shared/market/calendar/calendar.ts';
import { dayNumber, MICROS_PER_DAY, micros, utcDate, type SessionDate } from '../../../shared/market/time.ts';
import type { Database } from './database.ts';
import { instantOfWall } from './inference/wall-clock.ts';
import type { Mapping } from './mapping.ts';

/** Fills the table `session_opens (day, open)` that dates are turned into stamps by: a bar of a day carries its session's open. A date without a
 * session, or outside the calendar's coverage, gets midnight in the calendar's zone. */
export async function fillSessionOpens(
  database: Database,
  mapping: Mapping,
  calendar: Calendar | undefined,
): Promise<void> {
  if (!mapping.time.dateOnly) return;
  await database.run('CREATE OR REPLACE TEMP TABLE session_opens (day BIGINT, open BIGINT)');
  const firstDay = Math.floor(mapping.firstStamp / MICROS_PER_DAY);
  const lastDay = Math.floor(mapping.lastStamp / MICROS_PER_DAY);
  const zone = calendar?.timeZone ?? mapping.timeZone;
  const opens = new Map<number, number>();
  if (calendar !== undefined) {
    const { from, to } = calendar.coverage;
    const start = Math.max(firstDay, dayNumber(from));
    const end = Math.min(lastDay, dayNumber(to));
    if (start <= end)
      for (const { date, open } of calendar.sessions(dateOf(start), dateOf(end))) opens.set(dayNumber(date), open);
  }
  const rows = await database.columns(`SELECT DISTINCT t // ${MICROS_PER_DAY} AS day FROM stamps WHERE t IS NOT NULL`);
  const values = (rows[0] ?? [])
    .map(Number)
    .map((day) => `(${day}, ${opens.get(day) ?? instantOfWall(zone, day * MICROS_PER_DAY)})`);
  for (let at = 0; at < values.length; at += 1_000)
    await database.run(`INSERT INTO session_opens VALUES ${values.slice(at, at + 1_000).join(', ')}`);
}

function dateOf(day: number): SessionDate {
  return utcDate(micros(day * MICROS_PER_DAY)) as SessionDate;
}

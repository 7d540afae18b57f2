import { MICROS_PER_MINUTE } from '../../../../shared/market/time.ts';
import type { MinuteColumns } from './stamp-scan.ts';
import { instantOfWall, wallOfInstant } from './wall-clock.ts';

const MINUTES_PER_DAY = 1_440;
/** Zones that FX sources stamp in. Brokers' servers keep Athens' clock, so that a day ends at 17:00 New York for most of the year. */
const FX_ZONES = ['UTC', '-05:00', 'America/New_York', 'Europe/Athens', 'Europe/London', 'Europe/Berlin'] as const;
const FRIDAY = 4;
const SUNDAY = 6;

export interface WeekFit {
  readonly timeZone: string;
  /** Weekends that begin on Friday at 17:00 and end on Sunday at 17:00 New York, give or take. */
  readonly weeks: number;
  readonly fitting: number;
}

/** FX closes from Friday 17:00 to Sunday 17:00 New York: where the weekends lie tells the zone. `step` is the bars' length in minutes. */
export function fitWeeks(minutes: MinuteColumns, step: number): WeekFit[] {
  const gaps: [number, number][] = [];
  for (let i = 1; i < minutes.minute.length; i++) {
    const before = minutes.minute[i - 1] as number;
    const after = minutes.minute[i] as number;
    if (after - before >= 1.5 * MINUTES_PER_DAY && after - before <= 4 * MINUTES_PER_DAY) gaps.push([before, after]);
  }
  return FX_ZONES.map((timeZone) => ({
    timeZone,
    weeks: gaps.length,
    fitting: gaps.filter(([before, after]) => {
      const close = newYork(timeZone, before + step);
      const open = newYork(timeZone, after);
      const closesOnTime = close.weekday === FRIDAY && close.minute >= 16 * 60 + 30 && close.minute <= 17 * 60 + 10;
      const opensOnTime = open.weekday === SUNDAY && open.minute >= 16 * 60 + 55 && open.minute <= 18 * 60 + 15;
      return closesOnTime && opensOnTime;
    }).length,
  }));
}

function newYork(timeZone: string, minute: number): { weekday: number; minute: number } {
  const wall =
    wallOfInstant('America/New_York', instantOfWall(timeZone, minute * MICROS_PER_MINUTE)) / MICROS_PER_MINUTE;
  const day = Math.floor(wall / MINUTES_PER_DAY);
  return { weekday: (((day + 3) % 7) + 7) % 7, minute: wall - day * MINUTES_PER_DAY };
}

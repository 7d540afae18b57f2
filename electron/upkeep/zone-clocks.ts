import { ZoneClock } from '../../shared/market/calendar/zone-clock.ts';

const clocks = new Map<string, ZoneClock>();

/** The wall clock of a zone, made once: it asks the zone database for every year it meets. */
export function zoneClock(timeZone: string): ZoneClock {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new ZoneClock(timeZone);
  clocks.set(timeZone, clock);
  return clock;
}

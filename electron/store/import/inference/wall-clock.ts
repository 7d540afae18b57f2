import { ZoneClock } from '../../../../shared/market/calendar/zone-clock.ts';
import { MICROS_PER_MINUTE, micros, type Micros } from '../../../../shared/market/time.ts';

const clocks = new Map<string, ZoneClock>();

/** The clock of an IANA zone or a fixed offset; throws `bad-config` for neither. */
export function clockOf(timeZone: string): ZoneClock {
  let clock = clocks.get(timeZone);
  if (clock === undefined) clocks.set(timeZone, (clock = new ZoneClock(timeZone)));
  return clock;
}

/** The instant of a wall time in microseconds; the first one of a time that occurs twice. */
export function instantOfWall(timeZone: string, wall: number): Micros {
  const clock = clockOf(timeZone);
  const before = clock.offsetAt(micros(wall - 24 * 60 * MICROS_PER_MINUTE));
  const early = micros(wall - before);
  if (clock.offsetAt(early) === before) return early;
  const late = micros(wall - clock.offsetAt(micros(wall + 24 * 60 * MICROS_PER_MINUTE)));
  return clock.offsetAt(late) === wall - late ? late : early;
}

export function wallOfInstant(timeZone: string, time: number): number {
  return time + clockOf(timeZone).offsetAt(micros(time));
}

/** Pieces of a range of wall times with one offset each: `wall - offset` is UTC for `wall < until`. The last piece has no end. */
export interface OffsetPiece {
  readonly until: number;
  readonly offset: number;
}

/** A wall time that DST skips takes the offset before the change; one that it repeats is the first (`instantOfWall`). */
export function offsetPieces(timeZone: string, firstWall: number, lastWall: number): OffsetPiece[] {
  const clock = clockOf(timeZone);
  const day = 24 * 60 * MICROS_PER_MINUTE;
  const pieces: OffsetPiece[] = [];
  const start = firstWall - 2 * day;
  let offset = clock.offsetAt(micros(start));
  for (let at = start; at < lastWall + 2 * day; at += day) {
    const next = clock.offsetAt(micros(at + day));
    if (next === offset) continue;
    const change = changeBetween(clock, at, at + day);
    pieces.push({ until: change + Math.max(offset, next), offset });
    offset = next;
  }
  pieces.push({ until: Number.POSITIVE_INFINITY, offset });
  return pieces;
}

/** The instant, to the second, at which the offset changes; there is one in the range. */
function changeBetween(clock: ZoneClock, from: number, to: number): number {
  const before = clock.offsetAt(micros(from));
  let low = from;
  let high = to;
  while (high - low > 1_000_000) {
    const mid = low + Math.floor((high - low) / 2_000_000) * 1_000_000;
    if (clock.offsetAt(micros(mid)) === before) low = mid;
    else high = mid;
  }
  return high;
}

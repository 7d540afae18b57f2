import type { Brand } from '../lang/brand.ts';

/** Whole microseconds since the Unix epoch, UTC, exact in a double (S1). */
export type Micros = Brand<number, 'Micros'>;

/** A session date `YYYY-MM-DD` in the calendar's zone (S23). */
export type SessionDate = Brand<string, 'SessionDate'>;

/** Half-open range of instants: `from <= t < to` (S1). */
export interface TimeRange {
  readonly from: Micros;
  readonly to: Micros;
}

export const MICROS_PER_MILLI = 1_000;
export const MICROS_PER_SECOND = 1_000_000;
export const MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
export const MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
export const MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

export function micros(value: number): Micros {
  return value as Micros;
}

/** Civil date of a day number since 1970-01-01; proleptic Gregorian (H. Hinnant, chrono-Compatible Low-Level Date Algorithms). */
function civilFromDays(days: number): { year: number; month: number; day: number } {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const doe = z - era * 146_097;
  const yoe = Math.floor((doe - Math.floor(doe / 1_460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
}

/** Day number since 1970-01-01 of a civil date; inverse of {@link civilFromDays}. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * 146_097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719_468;
}

const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** `2013-10-07` of an instant, UTC. */
export function utcDate(time: Micros): string {
  const { year, month, day } = civilFromDays(Math.floor(time / MICROS_PER_DAY));
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** ISO 8601 in UTC with as many fraction digits (0, 3 or 6) as the instant needs: `2013-10-07T13:30:00Z`. */
export function formatIso(time: Micros): string {
  const ofDay = time - Math.floor(time / MICROS_PER_DAY) * MICROS_PER_DAY;
  const seconds = Math.floor(ofDay / MICROS_PER_SECOND);
  const fraction = ofDay - seconds * MICROS_PER_SECOND;
  const clock = `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const digits =
    fraction === 0
      ? ''
      : fraction % MICROS_PER_MILLI === 0
        ? `.${String(fraction / MICROS_PER_MILLI).padStart(3, '0')}`
        : `.${String(fraction).padStart(6, '0')}`;
  return `${utcDate(time)}T${clock}${digits}Z`;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})0*)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Parses ISO 8601 with `Z` or an offset; `undefined` for anything else (a time without a zone is not an instant). */
export function parseIso(text: string): Micros | undefined {
  const match = ISO.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match;
  const days = daysFromCivil(Number(year), Number(month), Number(day));
  const back = civilFromDays(days);
  if (back.month !== Number(month) || back.day !== Number(day)) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const offset =
    zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return micros(
    days * MICROS_PER_DAY +
      (Number(hour) * 60 + Number(minute) - offset) * MICROS_PER_MINUTE +
      Number(second) * MICROS_PER_SECOND +
      Number(fraction.padEnd(6, '0')),
  );
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** `YYYY-MM-DD` of a day that exists, else `undefined`. */
export function parseSessionDate(text: string): SessionDate | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const back = civilFromDays(daysFromCivil(Number(match[1]), Number(match[2]), Number(match[3])));
  return back.month === Number(match[2]) && back.day === Number(match[3]) ? (text as SessionDate) : undefined;
}

/** The session date `days` calendar days later (negative: earlier). */
export function addDays(date: SessionDate, days: number): SessionDate {
  return utcDate(micros((dayNumber(date) + days) * MICROS_PER_DAY)) as SessionDate;
}

/** Days since 1970-01-01. */
export function dayNumber(date: SessionDate): number {
  return daysFromCivil(Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10)));
}

/** 0 Monday ... 6 Sunday. */
export function weekday(date: SessionDate): number {
  return (((dayNumber(date) + 3) % 7) + 7) % 7;
}

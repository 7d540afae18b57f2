import { addDays, weekday, type SessionDate } from '../time.ts';

export const MONDAY = 0;
export const THURSDAY = 3;
export const FRIDAY = 4;
export const SATURDAY = 5;
export const SUNDAY = 6;

export function dateOf(year: number, month: number, day: number): SessionDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as SessionDate;
}

export function yearOf(date: SessionDate): number {
  return Number(date.slice(0, 4));
}

export function isWeekend(date: SessionDate): boolean {
  return weekday(date) >= SATURDAY;
}

/** The `nth` (from 1) given weekday of a month. */
export function nthWeekday(year: number, month: number, day: number, nth: number): SessionDate {
  const first = dateOf(year, month, 1);
  return addDays(first, ((day - weekday(first) + 7) % 7) + (nth - 1) * 7);
}

/** The last Monday of May, for instance; `month` is 1 to 11. */
export function lastWeekday(year: number, month: number, day: number): SessionDate {
  const last = addDays(dateOf(year, month + 1, 1), -1);
  return addDays(last, -((weekday(last) - day + 7) % 7));
}

/** Easter Sunday, Gregorian (Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): SessionDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const f = Math.floor((b + 8) / 25);
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return dateOf(year, month, ((h + l - 7 * m + 114) % 31) + 1);
}

/** Saturday is observed on the Friday before, Sunday on the Monday after. */
export function observed(date: SessionDate): SessionDate {
  const day = weekday(date);
  return day === SATURDAY ? addDays(date, -1) : day === SUNDAY ? addDays(date, 1) : date;
}

/** A function that remembers what it made per year. */
export function perYear<T>(make: (year: number) => T): (year: number) => T {
  const made = new Map<number, T>();
  return (year) => {
    const known = made.get(year);
    if (known !== undefined) return known;
    const fresh = make(year);
    made.set(year, fresh);
    return fresh;
  };
}

import type { Brand } from '../lang/brand.ts';
import { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from './time.ts';

/** A bar interval in canonical text: `1s`, `90s`, `5m`, `1h`, `1d`, `1w`. */
export type Interval = Brand<string, 'Interval'>;
/** Intervals that can be streamed (A4). */
export type BaseInterval = Interval & ('1s' | '1m');

const UNIT = {
  s: MICROS_PER_SECOND,
  m: MICROS_PER_MINUTE,
  h: MICROS_PER_HOUR,
  d: MICROS_PER_DAY,
  w: 7 * MICROS_PER_DAY,
} as const;
type Unit = keyof typeof UNIT;

/** Reads `5m`, `300s`, `1h`; `60s` and `1m` are one interval and come back as `1m`. `undefined` when it is none. */
export function parseInterval(text: string): Interval | undefined {
  const match = /^([1-9]\d{0,5})([smhdw])$/.exec(text);
  if (match === null) return undefined;
  const count = Number(match[1]);
  const unit = match[2] as Unit;
  if (unit === 'w' || unit === 'd') return `${count}${unit}` as Interval;
  const length = count * UNIT[unit];
  if (length % MICROS_PER_HOUR === 0) return `${length / MICROS_PER_HOUR}h` as Interval;
  if (length % MICROS_PER_MINUTE === 0) return `${length / MICROS_PER_MINUTE}m` as Interval;
  return `${length / MICROS_PER_SECOND}s` as Interval;
}

/** Nominal length in microseconds; a `1d` bar is one trading session and a `1w` bar one ISO week, whatever this says (S7). */
export function intervalMicros(interval: Interval): number {
  return Number(interval.slice(0, -1)) * UNIT[interval.slice(-1) as Unit];
}

export function isBaseInterval(interval: Interval): interval is BaseInterval {
  return interval === '1s' || interval === '1m';
}

/** True for `1d`, `1w`, `2d` ...: bars counted in sessions, not in clock time. */
export function isSessionInterval(interval: Interval): boolean {
  return interval.endsWith('d') || interval.endsWith('w');
}

export const ONE_SECOND = '1s' as BaseInterval;
export const ONE_MINUTE = '1m' as BaseInterval;
export const ONE_DAY = '1d' as Interval;
export const ONE_WEEK = '1w' as Interval;

export function compareIntervals(a: Interval, b: Interval): number {
  return intervalMicros(a) - intervalMicros(b);
}

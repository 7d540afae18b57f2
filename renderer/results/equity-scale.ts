import type { ResultCurve } from '../../shared/trading/result-detail.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { ZoneTime } from '../state/zone-time.ts';

/** One session on the time axis. */
export interface AxisSession {
  readonly date: string;
  readonly from: number;
  readonly to: number;
}

/** Sessions of all curves side by side, nights left out, each of the same width: `from` and `to` are its first and last point in any curve. */
export function axisOf(curves: readonly ResultCurve[], zone: ZoneTime): readonly AxisSession[] {
  const byDate = new Map<string, { date: string; from: number; to: number }>();
  for (const { time } of curves) {
    for (const at of time) {
      const date = zone.date(at as Micros);
      const session = byDate.get(date);
      if (session === undefined) byDate.set(date, { date, from: at, to: at });
      else {
        session.from = Math.min(session.from, at);
        session.to = Math.max(session.to, at);
      }
    }
  }
  return [...byDate.values()].sort((a, b) => a.from - b.from);
}

/** Where an instant lies on the axis: whole numbers are the starts of sessions. Between two sessions it is the end of the earlier. */
export function placeOf(axis: readonly AxisSession[], time: number): number {
  let low = 0;
  let high = axis.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >>> 1;
    if ((axis[mid]?.from ?? 0) <= time) low = mid;
    else high = mid - 1;
  }
  const session = axis[low];
  if (session === undefined) return 0;
  const length = session.to - session.from;
  return low + (length === 0 ? 0 : Math.min(1, Math.max(0, (time - session.from) / length)));
}

/** The instant at a place of the axis. */
export function timeAt(axis: readonly AxisSession[], place: number): number {
  const index = Math.min(axis.length - 1, Math.max(0, Math.floor(place)));
  const session = axis[index];
  if (session === undefined) return 0;
  return session.from + Math.min(1, Math.max(0, place - index)) * (session.to - session.from);
}

/** The last point at or before `time`, -1 before the first. */
export function pointAt(curve: ResultCurve, time: number): number {
  let low = -1;
  let high = curve.time.length - 1;
  while (low < high) {
    const mid = (low + high + 1) >> 1;
    if ((curve.time[mid] ?? Number.POSITIVE_INFINITY) <= time) low = mid;
    else high = mid - 1;
  }
  return low;
}

/** Round values between `low` and `high`, about `count` of them: 1, 2 or 5 times a power of ten apart. */
export function ticks(low: number, high: number, count: number): readonly number[] {
  const span = high - low;
  if (!(span > 0) || count < 1) return [];
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const found: number[] = [];
  for (let index = Math.ceil(low / step); index * step <= high; index++) found.push(index * step);
  return found;
}

import type { Bar, DerivedColumns } from '../../../shared/market/columns.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import { micros } from '../../../shared/market/time.ts';
import { allocateDerived } from './derived-columns.ts';

/** One session of a week: its `1d` bar (no row when nothing is stored of it) and the base slots it should hold. */
export interface WeekDay {
  readonly day: DerivedColumns;
  readonly expected: number;
}

/** The `1w` bar of an ISO week's sessions, oldest first (S7): one row, or none when no session has a bar. It opens with the
 * first session that has bars and is known when `close`, the end of the week's last session, is reached. */
export function weekBar(days: readonly WeekDay[], close: number): DerivedColumns {
  const held = days.filter(({ day }) => day.time.length > 0);
  const out = allocateDerived(held.length === 0 ? 0 : 1);
  const sum = weekSoFar(days);
  if (sum === undefined) return out;
  out.time[0] = sum.time;
  out.open[0] = sum.open;
  out.high[0] = sum.high;
  out.low[0] = sum.low;
  out.close[0] = sum.close;
  out.volume[0] = sum.volume;
  out.known[0] = close;
  out.expected[0] = days.reduce((slots, { expected }) => slots + expected, 0);
  out.present[0] = held.reduce((slots, { day }) => slots + (day.present[0] as number), 0);
  out.flags[0] = held.reduce((flags, { day }) => flags | (day.flags[0] as number), 0);
  out.complete[0] = days.every(({ day, expected }) => expected === 0 || day.complete[0] === 1) ? 1 : 0;
  return out;
}

/** What the given sessions, oldest first, bring to their week's bar; `undefined` when none of them has a bar. */
export function weekSoFar(days: readonly WeekDay[]): Bar | undefined {
  const held = days.filter(({ day }) => day.time.length > 0).map(({ day }) => day);
  const first = held[0];
  if (first === undefined) return undefined;
  const last = ensure(held[held.length - 1], 'last session of the week');
  return {
    time: micros(first.time[0] as number),
    open: first.open[0] as number,
    high: Math.max(...held.map((day) => day.high[0] as number)),
    low: Math.min(...held.map((day) => day.low[0] as number)),
    close: last.close[0] as number,
    volume: held.reduce((volume, day) => volume + (day.volume[0] as number), 0),
  };
}

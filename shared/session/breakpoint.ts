import type { Micros } from '../market/time.ts';

/** What pauses play, at any speed, at the very event (C6). Only play meets breakpoints: steps and seeks pass them, and they are
 * no part of the event log.
 *
 * - `price`: the symbol's price goes from one side of `price` to it or beyond. Read from base bars (their range, against the close
 *   before), for a symbol without bars from trades, else from the middle of quotes.
 * - `time`: the wall clock of the run's zone shows `time` (`10:00` or `10:00:30`), each session. A session that ends before, for want
 *   of data, pauses at its end.
 * - `gap`: a slot of base bars has passed without the bar it should hold; once for each gap, one symbol's or any.
 * - `fill`: an order was filled, at the end of the event or instant that filled it. */
export type Breakpoint =
  | { readonly type: 'price'; readonly id: string; readonly symbol: string; readonly price: number }
  | { readonly type: 'time'; readonly id: string; readonly time: string }
  | { readonly type: 'gap'; readonly id: string; readonly symbol?: string }
  | { readonly type: 'fill'; readonly id: string };

/** Which breakpoint holds a run, where, and why in words for a person. */
export interface BreakpointHit {
  readonly id: string;
  readonly clock: Micros;
  readonly reason: string;
}

const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

/** Seconds since midnight of `10:00` or `10:00:30`; `undefined` for other texts. */
export function parseTimeOfDay(text: string): number | undefined {
  const [, hour, minute, second = '0'] = TIME_OF_DAY.exec(text) ?? [];
  return hour === undefined ? undefined : Number(hour) * 3_600 + Number(minute) * 60 + Number(second);
}

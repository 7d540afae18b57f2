import type { Micros } from '../time.ts';
import type { TradingSession } from './calendar.ts';

export type Hours = 'regular' | 'extended';

/** A session's hours as spans without breaks: what slots, quality and derived bars are counted over (S8, S14). Half-open, ascending, disjoint. */
export interface SessionSpan {
  readonly from: Micros;
  readonly to: Micros;
}

/** The spans a session is open in. `from` and `to` narrow it (the configuration's `session.start` and `end`). */
export function sessionSpans(session: TradingSession, hours: Hours, from?: Micros, to?: Micros): SessionSpan[] {
  const start = Math.max(hours === 'regular' ? session.open : session.extendedOpen, from ?? Number.NEGATIVE_INFINITY);
  const end = Math.min(hours === 'regular' ? session.close : session.extendedClose, to ?? Number.POSITIVE_INFINITY);
  const spans: SessionSpan[] = [];
  let at = start;
  for (const pause of session.breaks) {
    if (pause.from > at && at < end) spans.push({ from: at as Micros, to: Math.min(pause.from, end) as Micros });
    at = Math.max(at, pause.to);
  }
  if (at < end) spans.push({ from: at as Micros, to: end as Micros });
  return spans;
}

/** Base slots of `step` microseconds that lie wholly inside the spans. */
export function countSlots(spans: readonly SessionSpan[], step: number): number {
  let slots = 0;
  for (const span of spans) slots += Math.floor((span.to - span.from) / step);
  return slots;
}

import { type Breakpoint, parseTimeOfDay } from '../../shared/session/breakpoint.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { ZoneClock } from '../../shared/market/calendar/zone-clock.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import { MICROS_PER_SECOND, addDays, formatIso, micros } from '../../shared/market/time.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import { missingSpans } from './missing-spans.ts';

/** An instant of a session at which a breakpoint pauses play, whatever happens there. */
export interface SessionStop {
  readonly time: number;
  readonly id: string;
  readonly reason: string;
}

/** The instants of breakpoints of type `time` and `gap` in a session, ascending; at one instant in the order of the list. `isLast`: the
 * session's close belongs to it, as no session opens at that instant. */
export function sessionStops(
  list: readonly Breakpoint[],
  session: PlannedSession,
  block: SessionBlock,
  zone: () => ZoneClock,
  isLast: boolean,
): SessionStop[] {
  const stops = list.flatMap((breakpoint): SessionStop[] => {
    if (breakpoint.type === 'time') return timeStops(breakpoint, session, zone(), isLast);
    return breakpoint.type === 'gap' ? gapStops(breakpoint, block) : [];
  });
  return stops.sort((a, b) => a.time - b.time);
}

type Of<Type extends Breakpoint['type']> = Extract<Breakpoint, { readonly type: Type }>;

function timeStops(
  { id, time: text }: Of<'time'>,
  { open, close }: PlannedSession,
  zone: ZoneClock,
  isLast: boolean,
): SessionStop[] {
  const seconds = ensure(parseTimeOfDay(text), `time of day in ${text}`);
  const stops: SessionStop[] = [];
  const last = zone.dateAt(close);
  for (let date = zone.dateAt(open); date <= last; date = addDays(date, 1)) {
    const time = zone.instant(date, Math.floor(seconds / 60)) + (seconds % 60) * MICROS_PER_SECOND;
    if (time >= open && (time < close || (isLast && time === close))) stops.push({ time, id, reason: text });
  }
  return stops;
}

/** One stop a gap: when its first slot has passed. */
function gapStops({ id, symbol: wanted }: Of<'gap'>, block: SessionBlock): SessionStop[] {
  return block.symbols.flatMap(({ symbol, stream, slots }) => {
    const base = block.streams[stream];
    if (base?.kind !== 'bars' || (wanted !== undefined && wanted !== symbol)) return [];
    const step = intervalMicros(base.interval);
    const pairs = missingSpans(slots, block.spans, step);
    return Array.from({ length: pairs.length / 2 }, (_, pair) => {
      const from = micros(pairs[pair * 2] as number);
      return { time: from + step, id, reason: `${symbol} lacks bars from ${formatIso(from)}` };
    });
  });
}

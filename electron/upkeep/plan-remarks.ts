import type { Calendar } from '../../shared/market/calendar/calendar.ts';
import type { SessionDate } from '../../shared/market/time.ts';
import type { SessionConfig } from '../../shared/session/config.ts';
import type { PlannedSession, PlannedStream } from '../../shared/session/plan.ts';

/** Name of a stream in remarks and messages: `SPY 1s bars`. */
export function streamName(stream: Pick<PlannedStream, 'type' | 'symbol' | 'interval' | 'sampled'>): string {
  const grid = stream.interval ?? (stream.sampled === 'event' ? undefined : stream.sampled);
  return [stream.symbol, grid, stream.type].filter((word) => word !== undefined).join(' ');
}

/** Sessions inside the configured dates that no stream has anything of. */
export function leftOut(
  candidates: readonly PlannedSession[],
  played: readonly PlannedSession[],
  config: SessionConfig,
): string[] {
  if (config.dates === undefined) return [];
  const empty = candidates.filter((session) => !played.includes(session)).map(({ date }) => date);
  return empty.length === 0 ? [] : [`No stream has data on ${dateList(empty)}: left out.`];
}

/** Sessions that are played although a stream has nothing of them. */
export function emptyStreams(
  streams: readonly PlannedStream[],
  candidates: readonly PlannedSession[],
  counts: readonly (readonly number[])[],
  played: readonly PlannedSession[],
): string[] {
  return streams.flatMap((stream, index) => {
    const empty = candidates.filter((session, at) => counts[index]?.[at] === 0 && played.includes(session));
    if (empty.length === 0) return [];
    return [`${streamName(stream)}: no data on ${dateList(empty.map(({ date }) => date))}; played without them.`];
  });
}

/** Symbols whose hours differ from those that move the clock. */
export function otherCalendars(streams: readonly PlannedStream[], clock: Calendar): string[] {
  const others = new Map(streams.filter(({ calendar }) => calendar !== clock.id).map((s) => [s.symbol, s.calendar]));
  return [...others].map(
    ([symbol, id]) =>
      `${symbol} keeps the calendar ${id}; the clock follows ${clock.id}, and what lies outside is not played.`,
  );
}

function dateList(dates: readonly SessionDate[]): string {
  if (dates.length <= 4) return dates.join(', ');
  return `${dates.length} sessions between ${dates[0] ?? ''} and ${dates[dates.length - 1] ?? ''}`;
}

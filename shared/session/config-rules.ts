import { calendarById, BUILT_IN_CALENDARS } from '../market/calendar/calendars.ts';
import { isBaseInterval, parseInterval, type BaseInterval } from '../market/interval.ts';
import type { ConfigProblem } from './config.ts';
import { derivedProblem } from './derived-intervals.ts';

/** What spans several keys, or speaks of markets rather than of form. Reads unchecked JSON, so that these problems are reported
 * together with those of form; what has no readable form is left to the schema. */
export function ruleProblems(json: unknown, ownCalendars: readonly string[]): ConfigProblem[] {
  const file = asRecord(json);
  const streams = asList(file['data_streams']).map(asRecord);
  const bases = streams.map((stream) => parseInterval(asText(stream['interval']))).filter((it) => it !== undefined);
  const data = asRecord(file['session_data_config']);
  return [
    ...streamProblems(streams),
    ...dateProblems(asRecord(file['dates'])),
    ...sessionProblems(asRecord(file['session'])),
    ...calendarProblems(file['calendar'], 'calendar', ownCalendars),
    ...Object.entries(asRecord(file['instruments'])).flatMap(([symbol, instrument]) =>
      calendarProblems(asRecord(instrument)['calendar'], `instruments.${symbol}.calendar`, ownCalendars),
    ),
    ...intervalProblems(
      asRecord(data['data_upkeep'])['derived_intervals'],
      'session_data_config.data_upkeep.derived_intervals',
      bases.filter(isBaseInterval),
    ),
    ...intervalProblems(
      asRecord(data['historical_bars'])['intervals'],
      'session_data_config.historical_bars.intervals',
      [],
    ),
    ...tierProblems(asRecord(asRecord(file['costs'])['commission'])),
  ];
}

/** One base interval a symbol, one quote and one trade stream (A4). */
function streamProblems(streams: readonly Record<string, unknown>[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const first = new Map<string, { readonly index: number; readonly interval: string }>();
  streams.forEach((stream, index) => {
    const type = asText(stream['type']);
    const symbol = asText(stream['symbol']);
    const given = asText(stream['interval']);
    const interval = parseInterval(given);
    const isBars = type === 'bars';
    if (isBars && given !== '' && (interval === undefined || !isBaseInterval(interval))) {
      problems.push({
        path: `data_streams[${index}].interval`,
        message: `${given} cannot be streamed. Stream 1s or 1m; derived intervals are computed.`,
      });
    }
    if (symbol === '' || (type !== 'bars' && type !== 'quotes' && type !== 'trades')) return;
    const earlier = first.get(`${type} ${symbol}`);
    if (earlier === undefined) {
      first.set(`${type} ${symbol}`, { index, interval: interval ?? given });
    } else if (isBars && earlier.interval !== (interval ?? given)) {
      problems.push({
        path: `data_streams[${index}]`,
        message: `${symbol} has the base interval ${earlier.interval} already, from data_streams[${earlier.index}]. Keep one of them; coarser bars are computed.`,
      });
    } else {
      problems.push({
        path: `data_streams[${index}]`,
        message: `${type} of ${symbol} are streamed already by data_streams[${earlier.index}]. Remove one of them.`,
      });
    }
  });
  return problems;
}

function dateProblems(dates: Record<string, unknown>): ConfigProblem[] {
  const from = asText(dates['from']);
  const to = asText(dates['to']);
  return from !== '' && to !== '' && from > to
    ? [{ path: 'dates', message: `from ${from} is after to ${to}. Swap them.` }]
    : [];
}

/** A start after the end is legal: the session of a CME-like calendar begins the evening before. */
function sessionProblems(session: Record<string, unknown>): ConfigProblem[] {
  const start = asText(session['start']);
  return start !== '' && start === asText(session['end'])
    ? [{ path: 'session', message: `start and end are both ${start}, which leaves nothing to play. Move one of them.` }]
    : [];
}

function calendarProblems(value: unknown, path: string, own: readonly string[]): ConfigProblem[] {
  const name = asText(value);
  if (name === '' || calendarById(name) !== undefined || own.includes(name) || name.toLowerCase().endsWith('.json'))
    return [];
  const known = [...BUILT_IN_CALENDARS.map(({ id }) => id), ...own].join(', ');
  return [{ path, message: `'${name}' is no calendar. Choose ${known}, or the path of a .json file.` }];
}

function intervalProblems(value: unknown, path: string, bases: readonly BaseInterval[]): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const seen = new Set<string>();
  asList(value).forEach((item, index) => {
    const interval = parseInterval(asText(item));
    if (interval === undefined) return;
    const isBase = path.endsWith('historical_bars.intervals') && isBaseInterval(interval);
    const problem = isBase ? undefined : derivedProblem(interval, bases);
    if (problem !== undefined) problems.push({ path: `${path}[${index}]`, message: problem });
    else if (seen.has(interval))
      problems.push({ path: `${path}[${index}]`, message: `${interval} is listed twice. Remove one.` });
    seen.add(interval);
  });
  return problems;
}

function tierProblems(commission: Record<string, unknown>): ConfigProblem[] {
  const tiers = asList(commission['tiers']).map(asRecord);
  let last = 0;
  for (const [index, tier] of tiers.entries()) {
    const upTo = tier['upTo'];
    const isLast = index === tiers.length - 1;
    const path = `costs.commission.tiers[${index}].upTo`;
    if (isLast)
      return upTo === undefined
        ? []
        : [{ path, message: 'The last tier has no upTo: it holds for all that is above.' }];
    if (typeof upTo !== 'number' || upTo <= last)
      return [{ path, message: 'Each tier but the last needs an upTo above the one before.' }];
    last = upTo;
  }
  return [];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

import type { BaseInterval, Interval } from '../market/interval.ts';
import { parseInterval } from '../market/interval.ts';
import { ensure } from '../lang/invariant.ts';
import { describeIssue } from '../lang/schema-problems.ts';
import type { ConfigResult, SessionConfig, StreamConfig } from './config.ts';
import { formProblems } from './config-problems.ts';
import { ruleProblems } from './config-rules.ts';
import { sessionFileSchema, type SessionFile } from './config-schema.ts';

/** Checks a session configuration and applies its defaults (A3 to A5). `ownCalendars` are the ids of calendars that a user added. Never throws; all
 * problems come at once, each with its path. */
export function parseSessionConfig(json: unknown, ownCalendars: readonly string[] = []): ConfigResult {
  const parsed = sessionFileSchema.safeParse(json, { error: describeIssue, reportInput: true });
  const problems = [...(parsed.success ? [] : formProblems(parsed.error.issues)), ...ruleProblems(json, ownCalendars)];
  return parsed.success && problems.length === 0
    ? { valid: true, config: toConfig(parsed.data), problems: [] }
    : { valid: false, problems };
}

function toConfig(file: SessionFile): SessionConfig {
  const { data_upkeep: upkeep, historical_bars: historical } = file.session_data_config;
  const { strategy, cash, currency, leverage, sizing, costs, fills, instruments } = file;
  return withoutUndefined<SessionConfig>({
    sessionName: file.session_name,
    mode: file.mode,
    streams: file.data_streams.map(toStream),
    dates: file.dates,
    hours: file.hours,
    session: file.session,
    calendar: file.calendar,
    alignment: file.alignment,
    seed: file.seed,
    upkeep: {
      enabled: upkeep.enabled,
      derivedIntervals: upkeep.derived_intervals as Interval[],
      checkIntervalSeconds: upkeep.check_interval_seconds,
      retryMissingBars: upkeep.retry_missing_bars,
    },
    historical: { trailingDays: historical.trailing_days, intervals: historical.intervals as Interval[] },
    trading: { strategy, cash, currency, leverage, sizing, costs, fills, instruments },
  });
}

function toStream(stream: SessionFile['data_streams'][number]): StreamConfig {
  if (stream.type !== 'bars') return stream as StreamConfig;
  return {
    ...stream,
    interval: ensure(parseInterval(stream.interval), 'checked interval') as BaseInterval,
  } as StreamConfig;
}

/** Zod writes absent keys of defaults as `undefined`; a configuration leaves them out, at every level. */
function withoutUndefined<T>(value: { readonly [K in keyof T]: unknown }): T {
  return strip(value) as T;
}

function strip(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(strip);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, strip(item)]),
  );
}

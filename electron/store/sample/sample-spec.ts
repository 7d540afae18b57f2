import { AppError } from '../../../shared/lang/app-error.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import { calendarById } from '../../../shared/market/calendar/calendars.ts';
import type { TradingSession } from '../../../shared/market/calendar/calendar.ts';
import { addDays, type SessionDate } from '../../../shared/market/time.ts';
import type { SampleSpec } from './generator.ts';
import { sampleProfiles } from './profiles.ts';

/** The last session of sample data, whatever today is: the same command makes the same data on every day. It is a half day. */
export const SAMPLE_END = '2025-07-03' as SessionDate;

export interface SampleOptions {
  readonly symbols?: number;
  readonly sessions?: number;
  readonly seed?: number;
}

const MOST_SYMBOLS = 99;
const MOST_SESSIONS = 252;

/** What `tapedeck sample` makes: 4 symbols, 5 sessions, seed 1 unless it says otherwise. Throws `bad-request` for numbers out of range. */
export function sampleSpec({ symbols = 4, sessions = 5, seed = 1 }: SampleOptions = {}): SampleSpec {
  checkRange('symbols', symbols, 1, MOST_SYMBOLS);
  checkRange('sessions', sessions, 1, MOST_SESSIONS);
  checkRange('seed', seed, 0, 0x7fffffff);
  return {
    profiles: sampleProfiles(symbols),
    sessions: sessionsUntil(SAMPLE_END, sessions),
    seed,
    withLosses: true,
    withQuotes: true,
  };
}

/** The last `count` sessions of US equities up to and including `date`, ascending. */
export function sessionsUntil(date: SessionDate, count: number): readonly TradingSession[] {
  const calendar = ensure(calendarById('us-equities'), 'the calendar us-equities');
  return calendar.sessions(addDays(date, -(2 * count + 14)), date).slice(-count);
}

function checkRange(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new AppError('bad-request', `${name} ${value} is out of range. Give a whole number from ${least} to ${most}.`);
}

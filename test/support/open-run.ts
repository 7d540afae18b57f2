import { micros, type SessionDate } from '../../shared/market/time.ts';
import type { OpenRun, RunSession } from '../../shared/session/replay.ts';
import { interval } from './packed.ts';
import { at } from './series.ts';

interface Hours {
  /** UTC, `13:30`. */
  readonly open: string;
  readonly close: string;
}

/** Sessions of a run by date and hours; those that end before 20:00 UTC count as early closes. */
export function runSessions(...days: readonly (readonly [date: string, hours: Hours])[]): readonly RunSession[] {
  return days.map(([date, { open, close }], index) => ({
    index,
    date: date as SessionDate,
    open: at(`${date}T${open}:00Z`),
    close: micros(at(`${date}T${close}:00Z`)),
    isEarlyClose: close < '20:00',
  }));
}

/** A run of SPY 1s with 5m and IBM 1m with 5m, 8 and 9 October 2013. */
export function openRun(more: Partial<OpenRun> = {}): OpenRun {
  const hours = { open: '13:30', close: '20:00' };
  const symbol = (name: string, ...intervals: readonly string[]): OpenRun['symbols'][number] => ({
    symbol: name,
    base: interval(intervals[0] ?? '1s'),
    intervals: intervals.map(interval),
    priceScale: 4,
    hasQuotes: false,
  });
  return {
    runId: 'r1',
    name: 'SPY and IBM',
    timeZone: 'America/New_York',
    calendar: 'us-equities',
    sessions: runSessions(['2013-10-08', hours], ['2013-10-09', hours]),
    symbols: [symbol('SPY', '1s', '1m', '5m', '1d'), symbol('IBM', '1m', '5m', '1d')],
    upkeepEnabled: true,
    remarks: [],
    ...more,
  };
}

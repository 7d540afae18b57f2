import { describe, expect, it } from 'vitest';

import { planSessions, requestedDates, sessionsBefore } from '../../electron/upkeep/plan-sessions.ts';
import type { Calendar } from '../../shared/market/calendar/calendar.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { formatIso, type SessionDate } from '../../shared/market/time.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';

const calendar = (id: string): Calendar => {
  const found = calendarById(id);
  if (found === undefined) throw new Error(`no calendar ${id}`);
  return found;
};
const date = (text: string): SessionDate => text as SessionDate;
const planned = (
  id: string,
  from: string,
  to: string,
  config: Partial<Parameters<typeof planSessions>[1]> = {},
): PlannedSession[] =>
  planSessions(
    calendar(id),
    { hours: 'regular', alignment: 'session', ...config },
    calendar(id).sessions(date(from), date(to)),
  );
const hours = (sessions: readonly PlannedSession[]): string[][] =>
  sessions.map(({ open, close }) => [formatIso(open), formatIso(close)]);

describe('planned sessions', () => {
  it('keep early closes and wall hours across a DST change', () => {
    expect(hours(planned('us-equities', '2013-11-01', '2013-11-04'))).toEqual([
      ['2013-11-01T13:30:00Z', '2013-11-01T20:00:00Z'],
      ['2013-11-04T14:30:00Z', '2013-11-04T21:00:00Z'],
    ]);
    const [half] = planned('us-equities', '2015-12-24', '2015-12-24');
    expect([half?.isEarlyClose, formatIso(half?.close ?? half?.open ?? (0 as never))]).toEqual([
      true,
      '2015-12-24T18:00:00Z',
    ]);
  });

  it('are narrowed by the wall times of the configuration, never widened past an early close', () => {
    const session = { start: '10:00', end: '15:00' };
    expect(hours(planned('us-equities', '2013-10-07', '2013-10-07', { session }))).toEqual([
      ['2013-10-07T14:00:00Z', '2013-10-07T19:00:00Z'],
    ]);
    expect(hours(planned('us-equities', '2015-12-24', '2015-12-24', { session }))).toEqual([
      ['2015-12-24T15:00:00Z', '2015-12-24T18:00:00Z'],
    ]);
  });

  it('leave out a session of which the hours leave nothing, and number the others without a hole', () => {
    const session = { start: '14:00' };
    const sessions = planned('us-equities', '2015-12-23', '2015-12-28', { session });
    expect(sessions.map(({ date: day, index }) => [day, index])).toEqual([
      ['2015-12-23', 0],
      ['2015-12-28', 1],
    ]);
  });

  it('hold pre and post market with extended hours', () => {
    expect(hours(planned('us-equities', '2013-10-07', '2013-10-07', { hours: 'extended' }))).toEqual([
      ['2013-10-07T08:00:00Z', '2013-10-08T00:00:00Z'],
    ]);
  });

  it('align bars to the open, or with clock alignment to midnight of the exchange', () => {
    const [session] = planned('us-equities', '2013-10-07', '2013-10-07');
    expect(session?.anchor).toBe(session?.open);
    const [clock] = planned('us-equities', '2013-10-07', '2013-10-07', { alignment: 'clock' });
    expect(formatIso(clock?.anchor ?? (0 as never))).toBe('2013-10-07T04:00:00Z');
  });

  it('mark the last session of each week, holidays taken into account', () => {
    const ends = planned('us-equities', '2025-06-16', '2025-07-11').filter(({ endsWeek }) => endsWeek === true);
    expect(ends.map((session) => session.date)).toEqual(['2025-06-20', '2025-06-27', '2025-07-03', '2025-07-11']);
  });

  it('have spans around the daily break of a CME-like calendar, and one span all day long at 24x7', () => {
    const [cme] = planned('cme', '2013-10-08', '2013-10-08');
    expect(cme?.spans.length).toBe(2);
    expect([cme?.spans[0]?.from, cme?.spans.at(-1)?.to]).toEqual([cme?.open, cme?.close]);
    expect(planned('24x7', '2024-08-08', '2024-08-08')[0]?.spans).toHaveLength(1);
  });
});

describe('requested dates', () => {
  const stored = { from: date('2013-10-01'), to: date('2013-10-11') };

  it('count days and weeks back from the newest stored session, that one included', () => {
    expect(requestedDates({ last: '7d' }, stored)).toEqual({ from: '2013-10-05', to: '2013-10-11' });
    expect(requestedDates({ last: '2w' }, stored)).toEqual({ from: '2013-09-28', to: '2013-10-11' });
  });

  it('are all that is stored without dates, and need a store that holds something', () => {
    expect(requestedDates(undefined, stored)).toEqual(stored);
    expect(requestedDates(undefined, undefined)).toBeUndefined();
    expect(requestedDates({ last: '7d' }, undefined)).toBeUndefined();
  });
});

describe('sessions before the first', () => {
  const before = (day: string, count: number, week: boolean): string[] =>
    sessionsBefore(calendar('us-equities'), date(day), count, week).map((session) => session.date);

  it('are as many trading sessions as asked for, over weekends and holidays', () => {
    expect(before('2025-07-07', 3, false)).toEqual(['2025-07-01', '2025-07-02', '2025-07-03']);
    expect(before('2025-07-07', 0, false)).toEqual([]);
  });

  it('hold at least the earlier sessions of the week where a week is needed', () => {
    expect(before('2025-07-02', 0, true)).toEqual(['2025-06-30', '2025-07-01']);
    expect(before('2025-07-02', 4, true)).toEqual(['2025-06-26', '2025-06-27', '2025-06-30', '2025-07-01']);
  });

  it('end where the calendar begins', () => {
    const { coverage } = calendar('us-equities');
    expect(before(coverage.from, 5, false)).toEqual([]);
  });
});

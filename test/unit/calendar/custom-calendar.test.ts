import { describe, expect, it } from 'vitest';

import { customCalendar } from '../../../shared/market/calendar/custom-calendar.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import { formatIso, type SessionDate } from '../../../shared/market/time.ts';

const day = (text: string): SessionDate => text as SessionDate;
const TOKYO = {
  id: 'tokyo',
  time_zone: 'Asia/Tokyo',
  coverage: { from: '2020-01-01', to: '2020-12-31' },
  week: {
    monday: { open: '09:00', close: '15:00', breaks: [{ from: '11:30', to: '12:30' }] },
    tuesday: { open: '-1d 22:00', close: '15:00' },
  },
  closed: ['2020-01-13'],
  special: { '2020-01-20': { open: '09:00', close: '12:00' } },
};

function problems(json: unknown): unknown {
  try {
    customCalendar(json);
  } catch (error) {
    return error instanceof AppError ? error.details?.['problems'] : error;
  }
  return [];
}

describe("a user's own calendar", () => {
  it('keeps weekly hours, breaks, closed days, special days and sessions that start the evening before', () => {
    const tokyo = customCalendar(TOKYO);
    const sessions = tokyo.sessions(day('2020-01-06'), day('2020-01-20'));
    expect(sessions.map(({ date, open, close, isEarlyClose }) => [date, formatIso(open), formatIso(close), isEarlyClose])).toEqual([
      ['2020-01-06', '2020-01-06T00:00:00Z', '2020-01-06T06:00:00Z', false],
      ['2020-01-07', '2020-01-06T13:00:00Z', '2020-01-07T06:00:00Z', false],
      ['2020-01-14', '2020-01-13T13:00:00Z', '2020-01-14T06:00:00Z', false],
      ['2020-01-20', '2020-01-20T00:00:00Z', '2020-01-20T03:00:00Z', true],
    ]); // prettier-ignore
    expect(tokyo.session(day('2020-01-06'))?.breaks.map(({ from }) => formatIso(from))).toEqual([
      '2020-01-06T02:30:00Z',
    ]);
    expect(tokyo.sessionAt(sessions[1]?.open ?? (0 as never))?.date).toBe('2020-01-07');
  });

  it('names everything that is wrong at once', () => {
    const broken = {
      ...TOKYO,
      time_zone: 'Asia/Atlantis',
      coverage: { from: '2020-12-31', to: '2020-01-01' },
      week: { monday: { open: '15:00', close: '09:00' } },
    };
    expect(problems(broken)).toMatchObject([{ path: 'week.monday' }, { path: 'coverage' }, { path: 'time_zone' }]);
    expect(
      problems({ ...TOKYO, closed: ['2020-02-30'], week: { monday: { open: '9', close: '15:00' } } }),
    ).toMatchObject([{ path: 'week.monday.open' }, { path: 'closed[0]', message: 'This day does not exist.' }]);
    expect(problems('nonsense')).toHaveLength(1);
    expect(problems({ ...TOKYO, holidays: [], id: '../tokyo' })).toMatchObject([
      { path: 'id' },
      { path: 'holidays', message: expect.stringContaining('Known here:') as string },
    ]);
  });
  it('refuses sessions that overlap', () => {
    const week = {
      monday: { open: '09:00', close: '23:30' },
      tuesday: { open: '-1d 23:00', close: '15:00' },
      thursday: { open: '09:00', close: '15:00' },
    };
    const special = { '2020-01-08': { open: '-1d 14:00', close: '10:00' } };
    expect(problems({ ...TOKYO, week, special })).toMatchObject([
      { path: 'week.monday' },
      { path: 'special.2020-01-08' },
    ]);
  });
});

import { expect, test } from 'vitest';

import { calendarById } from '../../../shared/market/calendar/calendars.ts';
import { dateStart } from '../../../shared/market/calendar/date-start.ts';
import { addDays, formatIso, type SessionDate } from '../../../shared/market/time.ts';

const start = (id: string, date: string): string => {
  const calendar = calendarById(id);
  if (calendar === undefined) throw new Error(`${id} is no calendar`);
  return formatIso(dateStart(calendar, date as SessionDate));
};

test('a date of US equities begins at New York midnight, on either side of a DST change and on closed days', () => {
  expect(start('us-equities', '2013-10-07')).toBe('2013-10-07T04:00:00Z');
  expect(start('us-equities', '2013-11-04')).toBe('2013-11-04T05:00:00Z');
  expect(start('us-equities', '2013-10-06')).toBe('2013-10-06T04:00:00Z');
  expect(start('us-equities', '2013-12-25')).toBe('2013-12-25T05:00:00Z');
});

test('a date whose session opens the evening before begins with that session', () => {
  expect(start('cme', '2024-06-12')).toBe('2024-06-11T22:00:00Z');
  expect(start('24x7', '2024-06-12')).toBe('2024-06-12T00:00:00Z');
});

test('outside a calendar a date begins at midnight', () => {
  expect(start('us-equities', '1950-01-02')).toBe('1950-01-02T05:00:00Z');
});

test.each(['us-equities', 'cme', 'fx-24x5', '24x7', 'weekdays', 'nse-india'])('dates of %s cut no session and follow one another', (id) => {
  const calendar = calendarById(id);
  if (calendar === undefined) throw new Error(`${id} is no calendar`);
  for (let date = '2023-11-20' as SessionDate; date < '2024-04-10'; date = addDays(date, 1)) {
    const from = dateStart(calendar, date);
    const to = dateStart(calendar, addDays(date, 1));
    expect(from).toBeLessThan(to);
    const session = calendar.session(date);
    if (session === undefined) continue;
    expect(session.extendedOpen, date).toBeGreaterThanOrEqual(from);
    expect(session.extendedClose, date).toBeLessThanOrEqual(to);
  }
}); // prettier-ignore

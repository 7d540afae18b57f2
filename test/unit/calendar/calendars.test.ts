import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { BUILT_IN_CALENDARS, calendarById } from '../../../shared/market/calendar/calendars.ts';
import type { Calendar } from '../../../shared/market/calendar/calendar.ts';
import { countSlots, sessionSpans } from '../../../shared/market/calendar/slots.ts';
import { addDays, formatIso, MICROS_PER_MINUTE, parseIso, weekday } from '../../../shared/market/time.ts';
import type { Micros, SessionDate } from '../../../shared/market/time.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import { testData } from '../../support/test-data.ts';

const day = (text: string): SessionDate => text as SessionDate;
const calendar = (id: string): Calendar => ensure(calendarById(id), id);
const instant = (text: string): Micros => ensure(parseIso(text), text);

function hours(id: string, date: string): string {
  const session = calendar(id).session(day(date));
  return session === undefined ? 'closed' : `${formatIso(session.open)} ${formatIso(session.close)}`;
}

describe('US equities', () => {
  it.each([
    ['2013-10-08', '2013-10-08T13:30:00Z 2013-10-08T20:00:00Z'],
    ['2015-12-24', '2015-12-24T14:30:00Z 2015-12-24T18:00:00Z'],
    ['2008-03-07', '2008-03-07T14:30:00Z 2008-03-07T21:00:00Z'],
    ['2008-03-10', '2008-03-10T13:30:00Z 2008-03-10T20:00:00Z'],
    ['1992-11-27', '1992-11-27T14:30:00Z 1992-11-27T19:00:00Z'],
    ['1991-11-29', '1991-11-29T14:30:00Z 1991-11-29T21:00:00Z'],
    ['1996-07-05', '1996-07-05T13:30:00Z 1996-07-05T17:00:00Z'],
    ['2013-07-03', '2013-07-03T13:30:00Z 2013-07-03T17:00:00Z'],
    ['2013-07-05', '2013-07-05T13:30:00Z 2013-07-05T20:00:00Z'],
    ['1996-01-08', '1996-01-08T16:00:00Z 1996-01-08T19:00:00Z'],
    ['2021-12-31', '2021-12-31T14:30:00Z 2021-12-31T21:00:00Z'],
    ['2021-06-18', '2021-06-18T13:30:00Z 2021-06-18T20:00:00Z'],
    ['1994-04-27', 'closed'],
    ['2001-09-14', 'closed'],
    ['2004-06-11', 'closed'],
    ['2012-10-30', 'closed'],
    ['2018-12-05', 'closed'],
    ['2022-06-20', 'closed'],
    ['2025-01-09', 'closed'],
    ['1997-01-20', '1997-01-20T14:30:00Z 1997-01-20T21:00:00Z'],
    ['1998-01-19', 'closed'],
  ])('%s is %s', (date, expected) => {
    expect(hours('us-equities', date)).toBe(expected);
  });

  it('expects 210 minutes on a half day and 390 on a whole one', () => {
    const slots = (date: string): number =>
      countSlots(sessionSpans(ensure(calendar('us-equities').session(day(date)), date), 'regular'), MICROS_PER_MINUTE);
    expect([slots('2015-12-24'), slots('2015-12-23')]).toEqual([210, 390]);
  });

  it('refuses dates it does not cover instead of guessing', () => {
    expect(() => calendar('us-equities').session(day('1989-12-29'))).toThrow(/covers 1990-01-01 to 2030-12-31/);
    expect(() => calendar('us-equities').sessions(day('2030-12-30'), day('2031-01-02'))).toThrow(
      /2031-01-02 is outside/,
    );
  });

  it('gives an instant to the session whose extended hours hold it', () => {
    const us = calendar('us-equities');
    expect(us.sessionAt(instant('2013-10-08T08:00:00Z'))?.date).toBe('2013-10-08');
    expect(us.sessionAt(instant('2013-10-08T07:59:59Z'))).toBeUndefined();
    expect(us.sessionAt(instant('2013-10-09T00:00:00Z'))).toBeUndefined();
    expect(us.sessionAt(instant('2013-10-08T23:59:59Z'))?.date).toBe('2013-10-08');
  });
});

describe('other calendars', () => {
  it.each([
    ['24x7', '2024-02-29', '2024-02-29T00:00:00Z 2024-03-01T00:00:00Z'],
    ['fx-24x5', '2014-05-05', '2014-05-04T21:00:00Z 2014-05-05T21:00:00Z'],
    ['fx-24x5', '2024-03-11', '2024-03-10T21:00:00Z 2024-03-11T21:00:00Z'],
    ['fx-24x5', '2014-05-04', 'closed'],
    ['fx-24x5', '2013-12-25', 'closed'],
    ['cme', '2013-10-07', '2013-10-06T22:00:00Z 2013-10-07T21:15:00Z'],
    ['cme', '2023-10-09', '2023-10-08T22:00:00Z 2023-10-09T21:00:00Z'],
    ['cme', '2013-11-28', '2013-11-27T23:00:00Z 2013-11-28T16:30:00Z'],
    ['weekdays', '2013-12-25', '2013-12-25T14:30:00Z 2013-12-25T21:00:00Z'],
    ['nse-india', '2014-10-23', 'closed'],
    ['nse-india', '2020-02-01', '2020-02-01T03:45:00Z 2020-02-01T10:00:00Z'],
  ])('%s on %s is %s', (id, date, expected) => {
    expect(hours(id, date)).toBe(expected);
  });

  it('leaves the afternoon halt of CME sessions out of the slots until June 2021', () => {
    const spans = (date: string): string[] =>
      sessionSpans(ensure(calendar('cme').session(day(date)), date), 'regular').map(({ to }) => formatIso(to));
    expect(spans('2021-06-25')).toEqual(['2021-06-25T20:15:00Z', '2021-06-25T21:00:00Z']);
    expect(spans('2021-06-28')).toEqual(['2021-06-28T21:00:00Z']);
  });

  it('finds the session of a Sunday evening by the day on which it ends', () => {
    expect(calendar('cme').sessionAt(instant('2013-10-06T22:00:00Z'))?.date).toBe('2013-10-07');
    expect(calendar('fx-24x5').sessionAt(instant('2014-05-04T20:59:59Z'))).toBeUndefined();
  });

  it('knows no calendar by another name', () => {
    expect(calendarById('nyse')).toBeUndefined();
    expect(BUILT_IN_CALENDARS.map(({ id }) => id).sort()).toEqual([
      '24x7', 'cme', 'fx-24x5', 'nse-india', 'us-equities', 'weekdays',
    ]); // prettier-ignore
  });
});

interface RecordedHours {
  readonly holidays: readonly string[];
  readonly earlyCloses?: Readonly<Record<string, string>>;
}

const recorded = ((): Readonly<Record<string, RecordedHours>> | undefined => {
  const root = testData();
  if (root === undefined) return undefined;
  const text = readFileSync(join(root, 'calendar', 'market_hours_extract.json'), 'utf8');
  return (JSON.parse(text) as { entries: Record<string, RecordedHours> }).entries;
})();

const iso = (american: string): SessionDate => {
  const [month = '', date = '', year = ''] = american.split('/');
  return day(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
};

/** Weekdays of a span on which the calendar is closed. */
function closures(id: string, from: string, to: string): SessionDate[] {
  const found: SessionDate[] = [];
  for (let date = day(from); date <= to; date = addDays(date, 1)) {
    if (weekday(date) < 5 && calendar(id).session(date) === undefined) found.push(date);
  }
  return found;
}

describe.skipIf(recorded === undefined)('calendars against an independent record (TAPEDECK_TEST_DATA)', () => {
  const entry = (key: string): RecordedHours => ensure(recorded?.[key], key);
  const inYears = (dates: readonly SessionDate[], from: string, to: string): SessionDate[] =>
    [...new Set(dates)].filter((date) => date >= from && date <= to && weekday(date) < 5).sort();

  it('closes US equities on exactly the recorded holidays of 1998 to 2028', () => {
    const expected = inYears(entry('Equity-usa-[*]').holidays.map(iso), '1998-01-01', '2028-12-31');
    expect(closures('us-equities', '1998-01-01', '2028-12-31')).toEqual(expected);
  });

  it('closes US equities at 13:00 on exactly the recorded early closes of 2000 to 2028', () => {
    const expected = inYears(
      Object.keys(entry('Equity-usa-[*]').earlyCloses ?? {}).map(iso),
      '2000-01-01',
      '2028-12-31',
    );
    const found = calendar('us-equities')
      .sessions(day('2000-01-01'), day('2028-12-31'))
      .filter(({ isEarlyClose }) => isEarlyClose)
      .map(({ date }) => date);
    expect(found).toEqual(expected);
  });

  it('closes NSE India on every recorded holiday of 2011 to 2025', () => {
    const expected = inYears(entry('Equity-india-[*]').holidays.map(iso), '2011-01-01', '2025-12-31');
    const closed = new Set(closures('nse-india', '2011-01-01', '2025-12-31'));
    expect(expected.filter((date) => !closed.has(date))).toEqual([]);
  });

  it('ends CME sessions when recorded early closes of 2009 to 2026 say', () => {
    const wrong: string[] = [];
    for (const [american, newYork] of Object.entries(entry('Future-cme-ES').earlyCloses ?? {})) {
      const date = iso(american);
      if (weekday(date) > 4 || newYork === '17:00:00') continue;
      const session = calendar('cme').session(date);
      const [hour = 0, minute = 0] = newYork.split(':').map(Number);
      const midnight = calendar('us-equities').session(date) ?? calendar('weekdays').session(date);
      const expected = ensure(midnight, date).open + (hour * 60 + minute - 570) * MICROS_PER_MINUTE;
      if (session?.close !== expected)
        wrong.push(`${date} ${newYork} ${session ? formatIso(session.close) : 'closed'}`);
    }
    expect(wrong).toEqual([]);
  });
});

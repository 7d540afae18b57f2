import { describe, expect, test } from 'vitest';

import { micros, MICROS_PER_MINUTE } from '../../../shared/market/time.ts';
import {
  clockOfSeconds,
  displayZone,
  longDate,
  monthName,
  shortDate,
  zoneName,
  zoneTime,
} from '../../../renderer/state/zone-time.ts';
import { at } from '../../support/series.ts';

describe('times in a zone', () => {
  test('an instant reads as wall time of New York, in summer and in winter', () => {
    const zone = zoneTime('America/New_York');
    expect(zone.stamp(at('2013-10-07T13:30:00Z'))).toBe('2013-10-07 09:30:00');
    expect(zone.stamp(at('2013-11-04T14:30:00Z'))).toBe('2013-11-04 09:30:00');
  });

  test('fractions of a second show where an instant has them', () => {
    const zone = zoneTime('UTC');
    expect([zone.clock(at('2013-10-07T13:30:00.250Z')), zone.seconds(at('2013-10-07T13:30:00.250Z'))]).toEqual([
      '13:30:00.250',
      '13:30:00',
    ]);
  });

  test('the hour that a change of clocks repeats is shown twice, and each instant keeps its own offset', () => {
    const zone = zoneTime('America/New_York');
    const clocks = ['2013-11-03T05:59:59Z', '2013-11-03T06:00:00Z', '2013-11-03T06:30:00Z'].map((iso) =>
      zone.seconds(at(iso)),
    );
    expect(clocks).toEqual(['01:59:59', '01:00:00', '01:30:00']);
  });

  test('zones off by a quarter of an hour and zones before UTC midnight are right', () => {
    expect(zoneTime('Asia/Kathmandu').stamp(at('2013-10-07T18:20:00Z'))).toBe('2013-10-08 00:05:00');
    expect(zoneTime('America/Los_Angeles').date(at('2013-10-07T03:00:00Z'))).toBe('2013-10-06');
  });

  test('every minute of two days agrees with Intl', () => {
    const zone = zoneTime('Europe/London');
    const intl = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Europe/London',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    const start = at('2013-10-26T12:00:00Z');
    for (let minute = 0; minute < 2 * 1_440; minute += 7) {
      const time = micros(start + minute * MICROS_PER_MINUTE);
      expect(zone.minutes(time)).toBe(intl.format(time / 1_000));
    }
  });

  test('an unknown zone shows UTC instead of failing', () => {
    expect(zoneTime('Mars/Olympus').stamp(at('2013-10-07T13:30:00Z'))).toBe('2013-10-07 13:30:00');
  });

  test('the choice of zone falls back to the computer where no exchange is known', () => {
    expect([
      displayZone('utc', 'America/New_York').timeZone,
      displayZone('exchange', 'America/New_York').timeZone,
    ]).toEqual(['UTC', 'America/New_York']);
    expect(displayZone('exchange', undefined).timeZone).toBe(Intl.DateTimeFormat().resolvedOptions().timeZone);
  });
});

test('dates are written without a locale', () => {
  expect([
    shortDate('2013-10-09'),
    longDate('2012-02-29'),
    monthName('2013-10'),
    zoneName('America/New_York'),
    clockOfSeconds(25_509),
  ]).toEqual(['Wed 9 Oct', 'Wed 29 Feb 2012', 'Oct 2013', 'New York', '07:05:09']);
});

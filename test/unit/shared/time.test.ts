import { describe, expect, it } from 'vitest';
import fc from 'fast-check';

import {
  addDays,
  dayNumber,
  formatIso,
  micros,
  parseIso,
  parseSessionDate,
  weekday,
  type SessionDate,
} from '../../../shared/market/time.ts';

describe('instants', () => {
  it('parse and print the same text with no, three or six fraction digits', () => {
    const texts = [
      '2013-10-07T13:30:00Z',
      '2024-02-29T23:59:59.001Z',
      '1969-12-31T23:59:59.999999Z',
      '0001-01-01T00:00:00Z',
    ];
    expect(texts.map((text) => formatIso(parseIso(text) ?? micros(Number.NaN)))).toEqual(texts);
  });

  it('agree with Date.parse on every whole millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (millis) => {
        const iso = new Date(millis).toISOString();
        expect(parseIso(iso)).toBe(millis * 1_000);
      }),
    );
  });

  it('take offsets into account', () => {
    expect(parseIso('2014-06-06T09:30:00-04:00')).toBe(parseIso('2014-06-06T13:30:00Z'));
    expect(parseIso('2019-07-09T09:15:00+0530')).toBe(parseIso('2019-07-09T03:45:00Z'));
  });

  it.each(['2013-10-07T13:30:00', '2013-02-29T00:00:00Z', '2013-10-07', '2013-10-07T24:00:00Z', 'yesterday'])(
    'do not come from %s',
    (text) => {
      expect(parseIso(text)).toBeUndefined();
    },
  );
});

describe('session dates', () => {
  const date = (text: string): SessionDate => text as SessionDate;

  it('are days that exist', () => {
    expect(parseSessionDate('2024-02-29')).toBe('2024-02-29');
    expect([parseSessionDate('2023-02-29'), parseSessionDate('2023-13-01'), parseSessionDate('23-1-1')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('count across months, years and leap days', () => {
    expect(addDays(date('2024-02-28'), 2)).toBe('2024-03-01');
    expect(addDays(date('2024-01-01'), -1)).toBe('2023-12-31');
    expect(dayNumber(date('1970-01-01'))).toBe(0);
  });

  it('know their weekday, Monday being 0', () => {
    expect(weekday(date('2013-10-07'))).toBe(0);
    expect(weekday(date('1969-12-28'))).toBe(6);
  });
});

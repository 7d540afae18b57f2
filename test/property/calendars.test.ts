import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';

import { BUILT_IN_CALENDARS } from '../../shared/market/calendar/calendars.ts';
import { ZoneClock } from '../../shared/market/calendar/zone-clock.ts';
import { addDays, dayNumber, micros, type SessionDate } from '../../shared/market/time.ts';

const calendars = fc.constantFrom(...BUILT_IN_CALENDARS);

describe('every built-in calendar', () => {
  it('has sessions that ascend, do not overlap, and hold their own breaks', () => {
    fc.assert(
      fc.property(calendars, fc.integer({ min: 0, max: 1_000_000 }), (calendar, seed) => {
        const days = dayNumber(calendar.coverage.to) - dayNumber(calendar.coverage.from);
        const from = addDays(calendar.coverage.from, seed % (days - 60));
        let last = Number.NEGATIVE_INFINITY;
        for (const session of calendar.sessions(from, addDays(from, 60))) {
          expect(session.extendedOpen).toBeGreaterThanOrEqual(last);
          const edges = [
            session.extendedOpen,
            session.open,
            ...session.breaks.flatMap((pause) => [pause.from, pause.to]),
            session.close,
            session.extendedClose,
          ];
          expect(edges).toEqual([...edges].sort((a, b) => a - b));
          expect(session.open).toBeLessThan(session.close);
          last = session.extendedClose;
        }
      }),
      { numRuns: 150 },
    );
  });

  it('gives every instant of a session back to that session, and none outside', () => {
    fc.assert(
      fc.property(calendars, fc.integer({ min: 0, max: 1_000_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (calendar, seed, part) => {
        const days = dayNumber(calendar.coverage.to) - dayNumber(calendar.coverage.from);
        const from = addDays(calendar.coverage.from, 2 + (seed % (days - 20)));
        const sessions = calendar.sessions(from, addDays(from, 12));
        sessions.forEach((session, index) => {
          const length = session.extendedClose - session.extendedOpen;
          expect(calendar.sessionAt(micros(session.extendedOpen + Math.floor(length * part)))).toBe(session);
          const next = sessions[index + 1];
          if (next !== undefined && next.extendedOpen > session.extendedClose)
            expect(calendar.sessionAt(session.extendedClose)).toBeUndefined();
        });
      }),
      { numRuns: 100 },
    ); // prettier-ignore
  });
});

describe('the wall clock of a zone', () => {
  it('agrees with Temporal at any wall time, skipped and repeated ones included', () => {
    const zones = [
      'America/New_York',
      'America/Chicago',
      'Europe/Berlin',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
      'UTC',
    ];
    const clocks = new Map(zones.map((zone) => [zone, new ZoneClock(zone)]));
    const nearChanges = fc.constantFrom(
      '2013-03-10',
      '2013-11-03',
      '2013-03-31',
      '2013-10-27',
      '2013-04-07',
      '2013-10-06',
    );
    const anyDate = fc.integer({ min: 7_305, max: 22_280 }).map((days) => addDays('1970-01-01' as SessionDate, days));
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.oneof(nearChanges, anyDate), fc.integer({ min: 0, max: 1_439 }), (zone, date, minute) => {
        const wall = `${date}T${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const expected = Temporal.PlainDateTime.from(wall).toZonedDateTime(zone, { disambiguation: 'compatible' });
        const clock = clocks.get(zone);
        const instant = clock?.instant(date as SessionDate, minute);
        expect(instant).toBe(expected.epochMilliseconds * 1_000);
        expect(clock?.dateAt(micros(instant ?? 0))).toBe(expected.toPlainDate().toString());
      }),
      { numRuns: 500 },
    ); // prettier-ignore
  });
});

import { describe, expect, test } from 'vitest';

import { parseMoment } from '../../../renderer/replay/parse-moment.ts';
import { Seeker } from '../../../renderer/replay/seeker.ts';
import { nextSpeed, speedLabel, SPEEDS } from '../../../renderer/replay/speeds.ts';
import { stepUnit, stepUnits } from '../../../renderer/replay/step-units.ts';
import { zoneTime } from '../../../renderer/state/zone-time.ts';
import { formatIso, micros, type Micros } from '../../../shared/market/time.ts';
import { openRun } from '../../support/open-run.ts';
import { deferred } from '../../support/fake-client.ts';
import { at } from '../../support/series.ts';

describe('speeds', () => {
  test('all on offer are legal and ascend to as fast as possible', () => {
    const numbers = SPEEDS.filter((speed) => speed !== 'max');
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect([numbers[0], numbers.at(-1), SPEEDS.at(-1)]).toEqual([0.1, 10_000, 'max']);
  });

  test('faster and slower walk the list, also from a speed that is not on it, and stop at its ends', () => {
    expect([nextSpeed(60, 1), nextSpeed(60, -1), nextSpeed(42, 1), nextSpeed(42, -1)]).toEqual([120, 30, 60, 30]);
    expect([nextSpeed(10_000, 1), nextSpeed('max', 1), nextSpeed('max', -1), nextSpeed(0.1, -1)]).toEqual([
      'max',
      'max',
      10_000,
      0.1,
    ]);
  });

  test('labels carry the sign of times', () => {
    expect([0.5, 60, 10_000, 'max' as const].map(speedLabel)).toEqual(['0.5×', '60×', '10,000×', 'max']);
  });
});

describe('steps', () => {
  test('a run with 1s bars steps by events, from seconds up, and by sessions', () => {
    const units = stepUnits(openRun());
    expect([units[0], units[1], units.at(-1)]).toEqual(['event', '1s', 'session']);
    expect(units).not.toContain('1d');
  });

  test('a run of 1m bars has no seconds, and a remembered second becomes its finest bar', () => {
    const run = openRun();
    const units = stepUnits({ ...run, symbols: run.symbols.slice(1) });
    expect(units[1]).toBe('1m');
    expect([stepUnit(units, '1s'), stepUnit(units, '5m')]).toEqual(['1m', '5m']);
  });
});

describe('time typed to go to', () => {
  const read = (text: string, zone = 'America/New_York'): string => {
    const moment = parseMoment(text, openRun(), at('2013-10-09T14:52:07Z'), 1, zoneTime(zone));
    return 'time' in moment ? formatIso(moment.time) : moment.problem;
  };

  test('a clock time is in the current session and the shown zone', () => {
    expect([read('10:30'), read('9:31:05'), read('14:30', 'UTC')]).toEqual([
      '2013-10-09T14:30:00Z',
      '2013-10-09T13:31:05Z',
      '2013-10-09T14:30:00Z',
    ]);
  });

  test('a date is its open, a date with a time that time', () => {
    expect([read('2013-10-08'), read('2013-10-08 15:00')]).toEqual(['2013-10-08T13:30:00Z', '2013-10-08T19:00:00Z']);
  });

  test('an instant with its zone is taken as it is, a way from now is added', () => {
    expect([read('2013-10-08T15:00:00Z'), read('+5m'), read('-30s')]).toEqual([
      '2013-10-08T15:00:00Z',
      '2013-10-09T14:57:07Z',
      '2013-10-09T14:51:37Z',
    ]);
  });

  test('what is no time, or outside the run, is refused with what is possible', () => {
    expect(read('noon')).toBe('noon is no time. Type 10:30, 2013-10-09 10:30 or +5m.');
    expect(read('2013-10-11 10:00')).toBe(
      '2013-10-11 10:00:00 is outside the run, 2013-10-08 09:30:00 to 2013-10-09 16:00:00.',
    );
  });
});

describe('seeking while dragging', () => {
  test('one request is under way at a time, and only the newest of those that wait is made', async () => {
    const asked: Micros[] = [];
    const answers = [deferred<undefined>(), deferred<undefined>()];
    const done = deferred<undefined>();
    const seeker = new Seeker(async (time) => {
      asked.push(time);
      if (asked.length === 3) done.resolve(undefined);
      await answers[asked.length - 1]?.promise;
    });
    for (const time of [1, 2, 3, 4]) seeker.to(micros(time));
    expect(asked).toEqual([1]);
    answers[0]?.resolve(undefined);
    await answers[0]?.promise;
    await Promise.resolve();
    seeker.to(micros(5));
    seeker.to(micros(6));
    answers[1]?.resolve(undefined);
    await done.promise;
    expect(asked).toEqual([1, 4, 6]);
  });
});

import { describe, expect, test } from 'vitest';

import { intervalForSpacing } from '../../../renderer/chart/shown-interval.ts';
import { interval } from '../../support/packed.ts';

const [s1, m1, m5, m15, h1] = ['1s', '1m', '5m', '15m', '1h'].map(interval) as [never, never, never, never, never];
const all = [m5, s1, h1, m1, m15];

describe('interval shown at a zoom', () => {
  test('at usual zoom the chosen interval is shown', () => {
    expect(intervalForSpacing(m1, m1, 6, all)).toBe(m1);
  });

  test('bars that run into one another give way to coarser ones', () => {
    expect(intervalForSpacing(m1, m1, 1, all)).toBe(m5);
    expect(intervalForSpacing(s1, s1, 0.2, all)).toBe(m1);
  });

  test('much finer bars stay longer, so that the coarser ones are not giants', () => {
    expect(intervalForSpacing(s1, s1, 0.5, all)).toBe(s1);
  });

  test('zooming in returns to the chosen interval and never beyond it', () => {
    expect(intervalForSpacing(m1, m5, 30, all)).toBe(m1);
    expect(intervalForSpacing(m5, m5, 200, all)).toBe(m5);
  });

  test('the choice is at rest: what it changes to is not changed again at the same view', () => {
    for (const shown of all)
      for (let spacing = 0.2; spacing < 400; spacing *= 1.07) {
        const next = intervalForSpacing(s1, shown, spacing, all);
        const seconds = (one: string): number =>
          Number.parseInt(one, 10) * { s: 1, m: 60, h: 3_600 }[one.at(-1) as 's'];
        const width = (spacing * seconds(next)) / seconds(shown);
        expect(intervalForSpacing(s1, next, width, all)).toBe(next);
      }
  });

  test('an interval that the run no longer has falls back to the chosen one', () => {
    expect(intervalForSpacing(m1, interval('2m'), 6, all)).toBe(m1);
  });
});

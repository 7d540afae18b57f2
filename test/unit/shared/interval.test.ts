import { describe, expect, it } from 'vitest';

import { intervalMicros, isSessionInterval, parseInterval, type Interval } from '../../../shared/market/interval.ts';

describe('intervals', () => {
  it('have one canonical text', () => {
    expect(['60s', '90s', '3600s', '60m', '1d', '1w', '10s'].map(parseInterval)).toEqual([
      '1m',
      '90s',
      '1h',
      '1h',
      '1d',
      '1w',
      '10s',
    ]);
  });

  it.each(['', '0s', 's', '5', '5M', '-1m', '1.5h', '1m ', '1000000s'])('are not made from %j', (text) => {
    expect(parseInterval(text)).toBeUndefined();
  });

  it('have a length in microseconds', () => {
    expect(intervalMicros('90s' as Interval)).toBe(90_000_000);
    expect(intervalMicros('4h' as Interval)).toBe(14_400_000_000);
  });

  it('of a day or a week count sessions', () => {
    expect(['1d', '1w', '4h'].map((text) => isSessionInterval(text as Interval))).toEqual([true, true, false]);
  });
});

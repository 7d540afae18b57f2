import { expect, it } from 'vitest';

import { compareBases } from '../../electron/upkeep/base-disagreement.ts';
import { at, barColumns, type BarRow } from '../support/columns.ts';

const OPEN = at('2013-10-07T13:30:00');
const SECOND = 1_000_000;
const bar = (second: number, open: number, high: number, low: number, close: number, volume: number): BarRow => [
  OPEN + second * SECOND,
  open,
  high,
  low,
  close,
  volume,
];
const seconds = barColumns([bar(5, 10, 12, 9, 11, 0.1), bar(59, 11, 13, 8, 12, 0.2), bar(60, 12, 12, 12, 12, 5)]);
const differing = (...minutes: BarRow[]): unknown => compareBases(seconds, barColumns(minutes));

it('counts stored 1m bars that differ from their seconds in any price or in volume (S12)', () => {
  expect(differing(bar(0, 10, 13, 8, 12, 0.3), bar(60, 12, 12, 12, 12, 5))).toEqual({ compared: 2, differing: 0 });
  expect(differing(bar(0, 10, 13.5, 8, 12, 0.3), bar(60, 12, 12, 12, 12, 6))).toEqual({ compared: 2, differing: 2 });
  for (const wrong of [bar(0, 9, 13, 8, 12, 0.3), bar(0, 10, 13, 7, 12, 0.3), bar(0, 10, 13, 8, 11, 0.3)])
    expect(differing(wrong)).toEqual({ compared: 1, differing: 1 });
});

it('says nothing of minutes without a second', () => {
  expect(differing(bar(-60, 1, 1, 1, 1, 1), bar(120, 1, 1, 1, 1, 1))).toEqual({ compared: 0, differing: 0 });
});

import { expect, it } from 'vitest';

import { checkSlots } from '../../electron/upkeep/completeness.ts';
import { gapsOf } from '../../electron/upkeep/gaps.ts';
import { fillOrigins, slotCauses, withFills } from '../../electron/upkeep/slot-causes.ts';
import { SlotGrid } from '../../shared/quality/slot-grid.ts';
import { at, barColumns, span, type BarRow } from '../support/columns.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const OPEN = at('2013-10-07T13:30:00');
const grid = new SlotGrid([span(OPEN, OPEN + 4 * MINUTE)], SECOND);
const bar = (second: number, volume = 100): BarRow => [OPEN + second * SECOND, 10, 10, 10, 10, volume];

/** Minute 0 equals its 1m bar, minute 1 is short, minute 2 lies between two trades, minute 3 has nothing. */
const bars = barColumns([bar(0), bar(60), bar(121)]);
const check = checkSlots(grid, bars, {
  minutes: [{ time: Float64Array.of(OPEN, OPEN + MINUTE), volume: Float64Array.of(100, 150), sameSource: true }],
  trades: Float64Array.of(OPEN + 121 * SECOND, OPEN + 150 * SECOND),
  listed: [],
});
const origins = fillOrigins(bars, check, [
  { origin: '1s bars of other', bars: barColumns([bar(62), bar(200), bar(201)]) },
]);
const causes = slotCauses(check, origins, 'lean', 0, grid.slots);

it('tells of each empty slot what proves it empty, or that nothing does', () => {
  expect(causes[0]).toBeNull();
  expect(causes[1]).toMatchObject({
    evidence: 'coarser-bar',
    text: expect.stringContaining('stored 1m bar') as string,
  });
  expect(causes[122]).toMatchObject({ evidence: 'trades', text: expect.stringContaining('trades of lean') as string });
  expect(causes[61]).toEqual({ text: expect.stringContaining('holds 50 more volume') as string });
  expect(causes[239]).toEqual({ text: expect.stringContaining('nothing stored proves') as string });
});

it('tells what a session with upkeep fills missing slots from, and changes nothing by it', () => {
  expect(causes[62]).toMatchObject({ filledFrom: '1s bars of other' });
  expect(withFills(gapsOf(check), check, origins).map(({ fills }) => fills)).toEqual([
    [{ origin: '1s bars of other', slots: 1 }],
    [{ origin: '1s bars of other', slots: 2 }],
  ]);
});

import { describe, expect, it } from 'vitest';

import { checkSlots, NO_EVIDENCE } from '../../electron/upkeep/completeness.ts';
import { barsFromTrades, fillMissing } from '../../electron/upkeep/fill.ts';
import { SLOT_FILLED, SLOT_MISSING, SLOT_PRESENT } from '../../shared/quality/quality.ts';
import { SlotGrid } from '../../shared/quality/slot-grid.ts';
import { at, barColumns, span, type BarRow } from '../support/columns.ts';

const SECOND = 1_000_000;
const OPEN = at('2013-10-07T13:30:00');
const grid = new SlotGrid([span(OPEN, OPEN + 6 * SECOND)], SECOND);
const bar = (second: number, price: number): BarRow => [OPEN + second * SECOND, price, price, price, price, price * 10];

describe('filling', () => {
  it('puts substitutes into missing slots only, the preferred one first, flagged and with their origin', () => {
    const columns = barColumns([bar(1, 10), bar(4, 40)]);
    const check = checkSlots(grid, columns, NO_EVIDENCE);
    const filled = fillMissing(columns, check, [
      { origin: 'trades of a', bars: barColumns([bar(0, 1), bar(1, 11), bar(5, 51)]) },
      { origin: '1s bars of b', bars: barColumns([bar(0, 2), bar(2, 21), bar(7, 70)]) },
    ]);
    expect(Array.from(filled.columns.close)).toEqual([1, 10, 21, 40, 51]);
    expect(Array.from(filled.columns.volume)).toEqual([10, 100, 210, 400, 510]);
    expect(Array.from(filled.columns.flags)).toEqual([1, 0, 1, 0, 1]);
    expect(filled.columns.time.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(filled.fills).toEqual([
      { origin: 'trades of a', times: Float64Array.of(OPEN, OPEN + 5 * SECOND) },
      { origin: '1s bars of b', times: Float64Array.of(OPEN + 2 * SECOND) },
    ]);
    expect(Array.from(check.states)).toEqual([
      SLOT_FILLED,
      SLOT_PRESENT,
      SLOT_FILLED,
      SLOT_MISSING,
      SLOT_PRESENT,
      SLOT_FILLED,
    ]);
  });

  it('leaves the columns as they are when nothing fits', () => {
    const columns = barColumns([bar(1, 10)]);
    const check = checkSlots(grid, columns, NO_EVIDENCE);
    expect(fillMissing(columns, check, [{ origin: 'x', bars: barColumns([bar(1, 9)]) }])).toEqual({
      columns,
      fills: [],
    });
  });

  it('never takes a bar that does not open on a slot', () => {
    const columns = barColumns([]);
    const check = checkSlots(grid, columns, NO_EVIDENCE);
    const odd: BarRow = [OPEN + SECOND / 2, 1, 1, 1, 1, 1];
    expect(fillMissing(columns, check, [{ origin: 'x', bars: barColumns([odd]) }]).fills).toEqual([]);
  });
});

describe('bars from trades', () => {
  it('hold first, highest, lowest, last price and the sum of known sizes of each slot, in the order of the rows', () => {
    const trades = {
      time: Float64Array.of(OPEN + 100, OPEN + 100, OPEN + 900_000, OPEN + 3 * SECOND),
      price: Float64Array.of(10, 12, 9, 7),
      size: Float64Array.of(5, Number.NaN, 2, 1),
      side: new Uint8Array(4),
    };
    const bars = barsFromTrades(trades, SECOND, OPEN);
    expect(Array.from(bars.time)).toEqual([OPEN, OPEN + 3 * SECOND]);
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0]]).toEqual([10, 12, 9, 9, 7]);
    expect([bars.open[1], bars.close[1], bars.volume[1]]).toEqual([7, 7, 1]);
  });
});

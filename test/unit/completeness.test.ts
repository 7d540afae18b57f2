import { describe, expect, it } from 'vitest';

import { checkSlots, NO_EVIDENCE, type SlotEvidence } from '../../electron/upkeep/completeness.ts';
import { gapsOf, qualityCells, sessionQuality } from '../../electron/upkeep/gaps.ts';
import { SlotGrid } from '../../shared/quality/slot-grid.ts';
import { SLOT_FILLED, SLOT_MISSING, SLOT_PRESENT, SLOT_VERIFIED_EMPTY } from '../../shared/quality/quality.ts';
import type { SessionDate } from '../../shared/market/time.ts';
import { at, barColumns, span, type BarRow } from '../support/columns.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const OPEN = at('2013-10-07T13:30:00');
const seconds = (minutes: number): SlotGrid => new SlotGrid([span(OPEN, OPEN + minutes * MINUTE)], SECOND);

/** A 1s bar at second `index` of the session. */
const bar = (index: number, volume: number, flags = 0): BarRow => [
  OPEN + index * SECOND,
  10,
  10,
  10,
  10,
  volume,
  flags,
];
const minutes = (volumes: readonly number[], sameSource = true): SlotEvidence => ({
  minutes: [
    {
      time: Float64Array.from(volumes, (_, minute) => OPEN + minute * MINUTE),
      volume: Float64Array.from(volumes),
      sameSource,
    },
  ],
  listed: [],
});
const states = (grid: SlotGrid, rows: readonly BarRow[], evidence: SlotEvidence): Uint8Array =>
  checkSlots(grid, barColumns(rows), evidence).states;

describe('slot states', () => {
  it('are missing without a bar and without proof', () => {
    expect(Array.from(states(seconds(1), [bar(0, 100), bar(59, 100)], NO_EVIDENCE).slice(57))).toEqual([
      SLOT_MISSING,
      SLOT_MISSING,
      SLOT_PRESENT,
    ]);
  });

  it('are verified empty in a minute whose stored 1m volume equals the sum of its seconds (S13)', () => {
    const found = states(seconds(2), [bar(3, 100), bar(50, 200), bar(61, 10)], minutes([300, 11]));
    expect(found[0]).toBe(SLOT_VERIFIED_EMPTY);
    expect(found[3]).toBe(SLOT_PRESENT);
    expect(found[60]).toBe(SLOT_MISSING);
  });

  it('take fractional volumes that sum to the 1m volume for equal', () => {
    const found = states(seconds(1), [bar(0, 0.1), bar(1, 0.2)], minutes([0.3]));
    expect(found[2]).toBe(SLOT_VERIFIED_EMPTY);
  });

  it('learn nothing from a source whose volume is always 0 (S13)', () => {
    expect(states(seconds(1), [bar(0, 0)], minutes([0]))[1]).toBe(SLOT_MISSING);
    expect(states(seconds(1), [bar(0, 5)], minutes([0]))[1]).toBe(SLOT_MISSING);
  });

  it('are verified empty in a minute that the 1m series says had no volume, and missing in one it does not hold', () => {
    const found = states(seconds(3), [bar(0, 10)], minutes([10, 0]));
    expect([found[1], found[60], found[120]]).toEqual([SLOT_VERIFIED_EMPTY, SLOT_VERIFIED_EMPTY, SLOT_MISSING]);
  });

  it('are verified empty between two recorded trades with none in the slot, not before the first or after the last', () => {
    const trades = Float64Array.of(OPEN + 1.5 * SECOND, OPEN + 4.2 * SECOND, OPEN + 4.9 * SECOND);
    const found = states(seconds(1), [bar(1, 1), bar(4, 1)], { ...NO_EVIDENCE, trades });
    expect(Array.from(found.slice(0, 6))).toEqual([
      SLOT_MISSING,
      SLOT_PRESENT,
      SLOT_VERIFIED_EMPTY,
      SLOT_VERIFIED_EMPTY,
      SLOT_PRESENT,
      SLOT_MISSING,
    ]);
  });

  it('are verified empty where a file that lists every traded slot goes around them, but not on a day it has no row of', () => {
    const listed = [{ from: OPEN, to: at('2013-10-07T13:30:30') }];
    const found = states(seconds(1), [bar(0, 1)], { ...NO_EVIDENCE, listed });
    expect([found[29], found[30]]).toEqual([SLOT_VERIFIED_EMPTY, SLOT_MISSING]);
    expect(states(seconds(1), [], { ...NO_EVIDENCE, listed })[1]).toBe(SLOT_MISSING);
  });

  it('keep filled bars apart from present ones', () => {
    expect(states(seconds(1), [bar(0, 1, 1)], NO_EVIDENCE)[0]).toBe(SLOT_FILLED);
  });

  it('take no notice of bars in a break, before the open or after the close', () => {
    const grid = new SlotGrid([span(OPEN, OPEN + MINUTE), span(OPEN + 2 * MINUTE, OPEN + 3 * MINUTE)], MINUTE);
    const rows = [-1, 0, 1, 2, 3].map((minute): BarRow => [OPEN + minute * MINUTE, 1, 1, 1, 1, 1]);
    expect(Array.from(states(grid, rows, NO_EVIDENCE))).toEqual([SLOT_PRESENT, SLOT_PRESENT]);
  });
});

describe('short minutes', () => {
  it('hold less 1s volume than the stored 1m bar, however many bars they have (S15)', () => {
    const full = Array.from({ length: 60 }, (_, second) => bar(second, 1));
    const check = checkSlots(seconds(2), barColumns([...full, bar(60, 5)]), minutes([61, 5]));
    expect(Array.from(check.shortMinutes)).toEqual([1, 0]);
    expect(check.shortVolumes[0]).toBe(1);
  });

  it('are not claimed on the word of another source, whose equal volume still proves', () => {
    const check = checkSlots(seconds(2), barColumns([bar(0, 5), bar(60, 7)]), minutes([9, 7], false));
    expect(Array.from(check.shortMinutes)).toEqual([0, 0]);
    expect([check.states[1], check.states[61]]).toEqual([SLOT_MISSING, SLOT_VERIFIED_EMPTY]);
  });

  it('include those whose seconds were all lost', () => {
    const check = checkSlots(seconds(1), barColumns([]), minutes([500]));
    expect(Array.from(check.shortMinutes)).toEqual([1]);
  });
});

describe('gaps', () => {
  it('are runs of missing slots with what the minutes they touch are short of', () => {
    const rows = Array.from({ length: 180 }, (_, second) => bar(second, 1)).filter(
      (_, second) => !(second >= 50 && second < 70) && second !== 150,
    );
    const check = checkSlots(seconds(3), barColumns(rows), minutes([60, 60]));
    expect(gapsOf(check)).toEqual([
      { from: OPEN + 50 * SECOND, to: OPEN + 70 * SECOND, slots: 20, state: 'short', volumeDifference: 20 },
      { from: OPEN + 150 * SECOND, to: OPEN + 151 * SECOND, slots: 1, state: 'missing' },
    ]);
  });

  it('end at a break', () => {
    const grid = new SlotGrid([span(OPEN, OPEN + MINUTE), span(OPEN + 2 * MINUTE, OPEN + 3 * MINUTE)], MINUTE);
    expect(gapsOf(checkSlots(grid, barColumns([]), NO_EVIDENCE)).map(({ slots }) => slots)).toEqual([1, 1]);
  });
});

describe('quality of a session', () => {
  it('counts verified empty slots as good and adds up over its cells', () => {
    const grid = seconds(90);
    const check = checkSlots(grid, barColumns([bar(0, 3), bar(59, 4), bar(61, 1)]), minutes([7, 2]));
    const session = {
      index: 0,
      date: '2013-10-07' as SessionDate,
      open: OPEN,
      close: at('2013-10-07T15:00:00'),
      isEarlyClose: false,
      spans: grid.spans,
      anchor: OPEN,
    };
    const whole = sessionQuality(session, check);
    expect({ ...whole, gaps: whole.gaps.length }).toEqual({
      date: '2013-10-07',
      open: session.open,
      close: session.close,
      expected: 5_400,
      present: 3,
      verifiedEmpty: 58,
      missing: 5_339,
      filled: 0,
      short: 1,
      coverage: (3 / 5_400) * 100,
      quality: (61 / 5_400) * 100,
      gaps: 2,
    });
    const hours = qualityCells(check, 60 * MINUTE, at('2013-10-07T04:00:00'));
    expect(hours.map(({ from, expected, missing }) => [from, expected, missing])).toEqual([
      [OPEN, 1_800, 1_739],
      [at('2013-10-07T14:00:00'), 3_600, 3_600],
    ]);
  });
});

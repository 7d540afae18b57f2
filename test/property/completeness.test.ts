import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkSlots, type SlotEvidence } from '../../electron/upkeep/completeness.ts';
import { gapsOf, qualityCells } from '../../electron/upkeep/gaps.ts';
import { addCounts, countQuality, NO_QUALITY } from '../../shared/quality/count.ts';
import { SLOT_MISSING, SLOT_PRESENT, SLOT_VERIFIED_EMPTY } from '../../shared/quality/quality.ts';
import { SlotGrid } from '../../shared/quality/slot-grid.ts';
import { micros } from '../../shared/market/time.ts';
import { at, barColumns, span, type BarRow } from '../support/columns.ts';

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const OPEN = at('2013-10-07T13:30:00');

interface Case {
  readonly grid: SlotGrid;
  readonly rows: readonly BarRow[];
  readonly minutes: readonly (readonly [time: number, volume: number])[];
  readonly trades: readonly number[] | undefined;
  readonly listed: readonly (readonly [from: number, to: number])[];
}

/** Two spans of a few minutes; bars, 1m volumes, trades and listings are each there or not. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    lengths: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    dice: fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 97, maxLength: 97 }),
    share: fc.integer({ min: 0, max: 100 }),
    slack: fc.array(fc.constantFrom(0, 0, 1, -1, undefined), { minLength: 9, maxLength: 9 }),
    trades: fc.option(fc.array(fc.integer({ min: -90 * SECOND, max: 10 * MINUTE }), { maxLength: 40 }), {
      nil: undefined,
    }),
    listed: fc.array(fc.tuple(fc.integer({ min: -60, max: 600 }), fc.integer({ min: 0, max: 200 })), { maxLength: 2 }),
  })
  .map(({ lengths: [a, b], dice, share, slack, trades, listed }) => {
    const second = OPEN + (a + 1) * MINUTE;
    const grid = new SlotGrid([span(OPEN, OPEN + a * MINUTE), span(second, second + b * MINUTE)], SECOND);
    const rows: BarRow[] = [];
    for (let slot = 0; slot < grid.slots; slot++) {
      if ((dice[slot % dice.length] as number) < share) {
        rows.push([grid.slotTime(slot), 5, 5, 5, 5, 1 + (dice[(slot * 3) % dice.length] as number)]);
      }
    }
    const minutes = Array.from({ length: grid.minutes }, (_, minute) => {
      const from = grid.minuteTime(minute);
      const sum = rows.reduce((volume, row) => volume + (row[0] >= from && row[0] < from + MINUTE ? row[5] : 0), 0);
      const off = slack[minute % slack.length];
      return off === undefined ? undefined : ([from, Math.max(0, sum + off)] as const);
    }).filter((row) => row !== undefined);
    return {
      grid,
      rows,
      minutes,
      trades: trades?.map((time) => OPEN + time).sort((x, y) => x - y),
      listed: listed.map(([from, length]) => [OPEN + from * SECOND, OPEN + (from + length) * SECOND] as const),
    };
  });

function evidenceOf({ minutes, trades, listed }: Case): SlotEvidence {
  return {
    minutes: [
      {
        time: Float64Array.from(minutes, ([time]) => time),
        volume: Float64Array.from(minutes, ([, volume]) => volume),
        sameSource: true,
      },
    ],
    ...(trades === undefined ? {} : { trades: Float64Array.from(trades) }),
    listed: listed.map(([from, to]) => ({ from: micros(from), to: micros(to) })),
  };
}

/** S13 and S15 slot by slot, as they are written. */
function reference({ grid, rows, minutes, trades, listed }: Case): { states: number[]; short: number[] } {
  const isVolumeKnown = minutes.some(([, volume]) => volume > 0);
  const short: number[] = [];
  const isEqual: boolean[] = [];
  for (let minute = 0; minute < grid.minutes; minute++) {
    const from = grid.minuteTime(minute);
    const sum = rows.reduce((volume, row) => volume + (row[0] >= from && row[0] < from + MINUTE ? row[5] : 0), 0);
    const whole = isVolumeKnown ? minutes.find(([time]) => time === from)?.[1] : undefined;
    short.push(whole !== undefined && whole > sum ? 1 : 0);
    isEqual.push(whole === sum);
  }
  const states: number[] = [];
  for (let slot = 0; slot < grid.slots; slot++) {
    const from = grid.slotTime(slot);
    const to = from + SECOND;
    const minute = grid.minuteAt(from);
    const isCovered = trades?.some((time) => time < from) === true && trades.some((time) => time >= to);
    const isQuiet = isCovered && !trades.some((time) => time >= from && time < to);
    const isListed =
      rows.length > 0 && short[minute] === 0 && listed.some((range) => range[0] <= from && to <= range[1]);
    if (rows.some((row) => row[0] === from)) states.push(SLOT_PRESENT);
    else states.push(isEqual[minute] === true || isQuiet || isListed ? SLOT_VERIFIED_EMPTY : SLOT_MISSING);
  }
  return { states, short };
}

describe('slot states', () => {
  it('follow S13 and S15 slot by slot, whatever evidence there is', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const check = checkSlots(given.grid, barColumns(given.rows), evidenceOf(given));
        const { states, short } = reference(given);
        expect(Array.from(check.states)).toEqual(states);
        expect(Array.from(check.shortMinutes)).toEqual(short);
      }),
      { numRuns: 1_000 },
    );
  });

  it('add up: gaps hold every missing slot once, and cells of any length sum to the session', () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(1, 2, 3, 60), fc.integer({ min: 0, max: 50 }), (given, length, shift) => {
        const check = checkSlots(given.grid, barColumns(given.rows), evidenceOf(given));
        const { grid, states, shortMinutes } = check;
        const inGaps = gapsOf(check).flatMap(({ from, to, slots }) => {
          expect((to - from) / SECOND).toBe(slots);
          return Array.from({ length: slots }, (_, slot) => grid.slotAt(from + slot * SECOND));
        });
        const missing = Array.from(states.keys()).filter((slot) => states[slot] === SLOT_MISSING);
        expect(inGaps).toEqual(missing);
        const cells = qualityCells(check, length * MINUTE, OPEN - shift * MINUTE);
        const sum = cells.reduce(addCounts, NO_QUALITY);
        expect(sum).toEqual(countQuality(states, 0, grid.slots, shortMinutes, 0, grid.minutes));
      }),
      { numRuns: 1_000 },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { bucketStart, gridLength, nextClose, type BarGrid } from '../../electron/engine/derive/bar-grid.ts';
import { deriveBars } from '../../electron/engine/derive/cascade.ts';
import { emptyFormingBar, formBar } from '../../electron/engine/derive/forming.ts';
import { intervalMicros, type BaseInterval, type Interval } from '../../shared/market/interval.ts';
import { SLOT_MISSING, SLOT_PRESENT, SLOT_VERIFIED_EMPTY } from '../../shared/quality/quality.ts';
import { at, barColumns, span, type BarRow } from '../support/columns.ts';

const SECOND = 1_000_000;
const OPEN = at('2013-10-07T13:30:00');

interface Case {
  readonly base: BaseInterval;
  readonly grid: BarGrid;
  readonly intervals: readonly Interval[];
  readonly slotTimes: readonly number[];
  readonly states: Uint8Array;
  readonly rows: readonly BarRow[];
}

/** A session of one or two spans, some of whose slots hold a bar, on a grid anchored at the open or before it. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    base: fc.constantFrom('1s' as BaseInterval, '1m' as BaseInterval),
    lengths: fc.array(fc.integer({ min: 1, max: 160 }), { minLength: 1, maxLength: 3 }),
    pause: fc.integer({ min: 1, max: 90 }),
    shift: fc.constantFrom(0, 0, 30, 90),
    units: fc.uniqueArray(fc.constantFrom(2, 5, 10, 15, 30, 60, 90, 300), { minLength: 1, maxLength: 5 }),
    withDay: fc.boolean(),
    seed: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 40, maxLength: 40 }),
  })
  .map(({ base, lengths, pause, shift, units, withDay, seed }) => {
    const step = intervalMicros(base);
    const spans = [];
    let from: number = OPEN;
    for (const length of lengths) {
      spans.push(span(from, from + length * step));
      from += (length + pause) * step;
    }
    const slotTimes = spans.flatMap((s) =>
      Array.from({ length: (s.to - s.from) / step }, (_, index) => s.from + index * step),
    );
    const rows: BarRow[] = [];
    const states = new Uint8Array(slotTimes.length);
    slotTimes.forEach((time, index) => {
      const dice = (seed[(index * 7) % 40] as number) + (seed[index % 40] as number);
      states[index] = dice > 8 ? SLOT_PRESENT : dice > 5 ? SLOT_VERIFIED_EMPTY : SLOT_MISSING;
      if (dice <= 8) return;
      const price = 100 + ((index * 13 + dice * 29) % 101) / 100;
      rows.push([time, price, price + dice / 100, price - (index % 5) / 100, price + (dice % 3) / 100, dice * 100]);
    });
    const intervals = units.map((unit) => (base === '1s' ? `${unit}s` : `${unit}m`) as Interval);
    if (withDay) intervals.push('1d' as Interval);
    return { base, grid: { anchor: OPEN - shift * step, spans }, intervals, slotTimes, states, rows };
  });

/** S9 written plainly: group the rows by the bar that covers them, then fold each group. */
function reference({ base, grid, slotTimes, states, rows }: Case, interval: Interval): unknown[] {
  const length = gridLength(interval);
  const groups = new Map<number, BarRow[]>();
  for (const row of rows) {
    const start = bucketStart(grid, length, row[0]) as number;
    groups.set(start, [...(groups.get(start) ?? []), row]);
  }
  return [...groups].map(([start, bars]) => {
    const end = nextClose(grid, length, start) as number;
    const slots = slotTimes.flatMap((time, index) =>
      time >= start && time + intervalMicros(base) <= end ? [states[index] as number] : [],
    );
    return {
      time: start,
      open: bars[0]?.[1],
      high: Math.max(...bars.map((bar) => bar[2])),
      low: Math.min(...bars.map((bar) => bar[3])),
      close: bars.at(-1)?.[4],
      volume: bars.reduce((sum, bar) => sum + bar[5], 0),
      known: end,
      expected: slots.length,
      present: bars.length,
      complete: slots.includes(SLOT_MISSING) ? 0 : 1,
    };
  });
}

describe('derived bars', () => {
  it('equal a plain fold of the base bars that each of them covers, in every interval at once', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const blocks = deriveBars({
          base: barColumns(given.rows),
          baseInterval: given.base,
          intervals: given.intervals,
          grid: given.grid,
          slots: given.states,
        });
        for (const { interval, columns } of blocks) {
          const derived = Array.from(columns.time, (time, row) => ({
            time,
            open: columns.open[row],
            high: columns.high[row],
            low: columns.low[row],
            close: columns.close[row],
            volume: columns.volume[row],
            known: columns.known[row],
            expected: columns.expected[row],
            present: columns.present[row],
            complete: columns.complete[row],
          }));
          expect(derived, interval).toEqual(reference(given, interval));
        }
      }),
      { numRuns: 1_500 },
    );
  });

  it('never reach over a break or the end of the session, and are known when they close', () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { columns } = deriveBars({
          base: barColumns(given.rows),
          baseInterval: given.base,
          intervals: [given.intervals[0] as Interval],
          grid: given.grid,
        })[0] as ReturnType<typeof deriveBars>[0];
        if (given.intervals[0] === '1d') return;
        columns.time.forEach((time, row) => {
          const known = columns.known[row] as number;
          expect(given.grid.spans.filter((s) => time >= s.from && known <= s.to)).toHaveLength(1);
        });
      }),
    );
  });
});

describe('the forming bar', () => {
  it('equals the fold of the base bars delivered since the bar began, with or without finer bars to lean on', () => {
    fc.assert(
      fc.property(cases, fc.nat(), fc.boolean(), (given, pick, withFiner) => {
        const base = barColumns(given.rows);
        const step = intervalMicros(given.base);
        const blocks = deriveBars({ ...given, baseInterval: given.base, base, slots: given.states });
        const clock = (given.slotTimes[pick % given.slotTimes.length] as number) + step;
        const delivered = given.rows.filter(([time]) => time + step <= clock).length;
        for (const block of blocks) {
          const length = gridLength(block.interval);
          const finer = blocks
            .filter(({ interval }) => gridLength(interval) < length)
            .map(({ interval, columns }) => ({
              length: gridLength(interval),
              columns,
              closed: columns.known.filter((known) => known <= clock).length,
            }));
          const bar = emptyFormingBar();
          const request = { grid: given.grid, length, clock, base, delivered, finer: withFiner ? finer : [] };
          const formed = formBar(bar, request);
          const start = bucketStart(given.grid, length, clock);
          const bars = given.rows.filter(([time]) => start !== undefined && time >= start && time + step <= clock);
          expect(formed).toBe(bars.length > 0);
          if (!formed) continue;
          expect(bar).toEqual({
            time: start,
            open: bars[0]?.[1],
            high: Math.max(...bars.map((row) => row[2])),
            low: Math.min(...bars.map((row) => row[3])),
            close: bars.at(-1)?.[4],
            volume: bars.reduce((sum, row) => sum + row[5], 0),
            present: bars.length,
          });
        }
      }),
      { numRuns: 600 },
    );
  });
});

describe('the grid', () => {
  it('anchors a 1h bar of US equities at 09:30 and cuts the last one at the close (S7)', () => {
    const grid = { anchor: OPEN, spans: [span(OPEN, at('2013-10-07T20:00:00'))] };
    const hour = 3_600 * SECOND;
    expect(bucketStart(grid, hour, at('2013-10-07T14:29:59'))).toBe(OPEN);
    expect(bucketStart(grid, hour, at('2013-10-07T14:30:00'))).toBe(at('2013-10-07T14:30:00'));
    expect(nextClose(grid, hour, at('2013-10-07T19:45:00'))).toBe(at('2013-10-07T20:00:00'));
    expect(nextClose(grid, hour, at('2013-10-07T20:00:00'))).toBeUndefined();
  });
});

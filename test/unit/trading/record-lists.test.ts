import { describe, expect, it } from 'vitest';
import { EquityPoints } from '../../../electron/engine/trading/equity-points.ts';
import { FillList } from '../../../electron/engine/trading/fill-list.ts';
import { SparseList } from '../../../electron/engine/trading/sparse-list.ts';
import { type EndedTrip, TripList } from '../../../electron/engine/trading/trip-list.ts';
import { micros } from '../../../shared/market/time.ts';
import type { Fill, FillSource } from '../../../shared/trading/fill.ts';

const SOURCES: readonly FillSource[] = (
  [
    ['quote', 'ask'],
    ['quote', 'bid'],
    ['bar', 'open'],
    ['bar', 'stop'],
    ['bar', 'limit'],
    ['bar', 'close'],
    ['trade', 'trade'],
  ] as const
).map(([kind, price], index) => ({ kind, price, time: micros(1e15 + index) }));

function fillOf(id: number, source: FillSource): Fill {
  const fill: Fill = {
    commission: 10_000 + id,
    id,
    isAmbiguous: id % 2 === 0,
    isManual: id % 3 === 0,
    knownAt: micros(1.6e15 + id),
    order: id + 100,
    price: 99.99 + id / 100,
    quantity: id / 8,
    side: id % 2 === 0 ? 'buy' : 'sell',
    slippage: id * 7,
    source,
    symbol: id % 2 === 0 ? 'SPY' : 'QQQ',
    time: micros(1.5e15 + id),
  };
  return id === 3 ? { ...fill, tag: 'third' } : fill;
}

function tripOf(from: number, to: number, tag?: string): EndedTrip {
  const money = { profit: -35_001, fees: 20_000, adverse: -90_000, favourable: 120_000 };
  const prices = { entryPrice: 10.01, exitPrice: 10.02, return: -0.000_35 };
  const times = { entryTime: micros(1e15), exitTime: micros(1e15 + 1), bars: 17, expectedSlots: 20, missingSlots: 3 };
  return { side: 'short', quantity: 2.5, ...money, ...prices, ...times, isAmbiguous: true, tag, from, to };
}

describe('fills and round trips of a run', () => {
  it('gives back each fill as it was, more of them than one piece holds', () => {
    const list = new FillList(['SPY', 'QQQ']);
    const fills = Array.from({ length: 1_000 }, (_, row) =>
      fillOf(row + 1, SOURCES[row % SOURCES.length] as FillSource),
    );
    for (const fill of fills) list.push(fill, fill.symbol === 'SPY' ? 0 : 1);
    expect(list.slice()).toEqual(fills);
    expect(list.newest(3)).toEqual(fills.slice(-3).reverse());
    expect(list.newest(2_000)).toHaveLength(1_000);
  });

  it('forgets a tag that was there before it was set back', () => {
    const list = new FillList(['SPY', 'QQQ']);
    const [source] = SOURCES as [FillSource];
    for (const id of [1, 2, 3]) list.push(fillOf(id, source), id % 2);
    list.setLength(2);
    const { tag: _, ...untagged } = fillOf(3, source);
    list.push(untagged, 1);
    expect(list.at(2)).toStrictEqual(untagged);
  });

  it('knows the fills of each trip, one through flat in two of them, among those of other symbols', () => {
    const list = new TripList(['SPY', 'QQQ']);
    for (const [instrument, id] of [
      [0, 1],
      [1, 2],
      [0, 3],
      [1, 4],
      [0, 5],
    ] as const)
      list.addFill(instrument, id);
    list.push(0, tripOf(0, 2, 'first'));
    list.push(0, tripOf(1, 3));
    list.push(1, tripOf(0, 2));
    const state = list.save();
    expect(list.all().map(({ symbol, fills }) => [symbol, fills])).toEqual([
      ['SPY', [1, 3]],
      ['SPY', [3, 5]],
      ['QQQ', [2, 4]],
    ]);
    const { from: _, to: __, ...trip } = tripOf(0, 2, 'first');
    expect(list.all()[0]).toStrictEqual({ ...trip, symbol: 'SPY', fills: [1, 3] });
    expect(list.all()[1]).not.toHaveProperty('tag');
    list.addFill(0, 6);
    list.push(0, tripOf(2, 4));
    list.restore(state);
    expect(list.all()).toHaveLength(3);
    expect(list.fillsOf(0)).toBe(3);
  });
});

describe('points of the equity curve', () => {
  const add = (points: EquityPoints, point: number, cash: number): void => points.push(point, 50 + point, cash, point);
  const cashOf = (points: EquityPoints): number[] => [...points.curve().cash];

  it('give the account at each instant, whether pushed one by one or a stretch of bars at once', () => {
    const time = Float64Array.from({ length: 20_000 }, (_, row) => row * 1e6);
    const values = time.map((_, row) => (row % 7) - 3);
    const [one, many] = [new EquityPoints(), new EquityPoints()];
    for (const points of [one, many]) points.push(0, 100, 100, 0);
    values.forEach((value, row) => one.push((row + 1) * 1e6, 90 + value, row < 9_000 ? 80 : 70, 5 + Math.abs(value)));
    for (const [from, to, cash] of [
      [0, 9_000, 80],
      [9_000, 20_000, 70],
    ] as const)
      many.pushBars({ columns: { time }, length: 1e6 }, from, to, values.subarray(from), 90, cash, 5);
    expect(many.curve()).toEqual(one.curve());
    expect(one.curve().exposure.slice(0, 3)).toEqual(Float64Array.of(0, 8 / 87, 7 / 88));
  });

  it('are set back, and on to where they were, with the cash of each', () => {
    const points = new EquityPoints();
    const cash = [7, 7, 8, 8, 9, 7, 7, 5];
    cash.forEach((each, point) => add(points, point, each));
    points.setLength(3);
    expect(cashOf(points)).toEqual(cash.slice(0, 3));
    for (const point of [3, 4]) add(points, point, cash[point] as number);
    points.setLength(8);
    expect(cashOf(points)).toEqual(cash);
    points.setLength(2);
    for (const point of [2, 3]) add(points, point, 4);
    points.setLength(1);
    points.setLength(4);
    expect(cashOf(points)).toEqual([7, 7, 4, 4]);
  });

  it.each(['one by one', 'a stretch at once'])(
    'have no change of cash of a way that was not taken, pushed %s',
    (how) => {
      const points = new EquityPoints();
      for (const [point, cash] of [7, 7, 7, 7, 9, 9].entries()) add(points, point, cash);
      points.setLength(3);
      if (how === 'one by one') for (const point of [3, 4, 5]) add(points, point, 7);
      else
        points.pushBars({ columns: { time: Float64Array.of(3, 4, 5) }, length: 0 }, 0, 3, new Float64Array(3), 0, 7, 0);
      points.setLength(2);
      points.setLength(6);
      expect(cashOf(points)).toEqual([7, 7, 7, 7, 7, 7]);
    },
  );
});

describe('exposure of the equity curve', () => {
  it('is that of each point, whether long and short ones were held at once, on this way or one left', () => {
    const points = new EquityPoints();
    const kept: { readonly equity: number; readonly gross: number }[] = [];
    const [cash, length] = [1_000, 1];
    const time = Float64Array.from({ length: 30_000 }, (_, row) => row);
    /** `count` bars of a symbol that is held, beside another one worth `other`. */
    const hold = (count: number, other: number): void => {
      const values = Float64Array.from({ length: count }, (_, row) => (((kept.length + row) * 7) % 41) - 20);
      points.pushBars(
        { columns: { time }, length },
        kept.length,
        kept.length + count,
        values,
        cash + other,
        cash,
        Math.abs(other),
      );
      for (const value of values) kept.push({ equity: cash + other + value, gross: Math.abs(other) + Math.abs(value) });
    };
    const one = (value: number, other: number): void => {
      const [equity, gross] = [cash + value + other, Math.abs(value) + Math.abs(other)];
      points.push(kept.length + length, equity, cash, gross);
      kept.push({ equity, gross });
    };
    const backTo = (count: number): void => {
      points.setLength(count);
      kept.length = count;
    };
    const check = (): void => {
      const expected = kept.map(({ equity, gross }) => gross / equity);
      expect(points.curve().exposure).toEqual(Float64Array.from(expected));
    };
    hold(9_000, 0);
    check();
    hold(500, 12);
    one(5, -5);
    one(5, 0);
    hold(9_000, -3);
    check();
    backTo(8_500);
    hold(600, 0);
    one(9, 0);
    check();
    points.setLength(8_000);
    points.setLength(kept.length);
    check();
    hold(12_000, 0);
    one(-4, 4);
    check();
  });
});

describe('a list of mostly usual values', () => {
  it('has the last value set of each row, near and far', () => {
    const list = new SparseList<string | undefined>(undefined);
    const expected = new Map<number, string | undefined>();
    const set = (row: number, value: string | undefined): void => {
      list.set(row, value);
      expected.set(row, value);
    };
    for (const row of [0, 255, 256, 70_000]) set(row, `at ${row}`);
    for (const row of [255, 512, 70_000]) set(row, undefined);
    set(70_001, 'after');
    set(255, 'again');
    const rows = [...expected.keys(), 1, 257, 513, 69_999, 1_000_000];
    expect(rows.map((row) => list.at(row))).toEqual(rows.map((row) => expected.get(row)));
  });
});

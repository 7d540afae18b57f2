import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { ChartItem } from '../../../renderer/chart/chart-item.ts';
import { groupFills } from '../../../renderer/chart/fill-groups.ts';
import { FillTape, type FillMark } from '../../../renderer/chart/fill-tape.ts';
import { levelText, positionText } from '../../../renderer/chart/level-text.ts';
import { PlotTape, rowsUpTo } from '../../../renderer/chart/plot-tape.ts';
import { isMovable, tradesOf } from '../../../renderer/chart/price-levels.ts';
import { holderOf } from '../../../renderer/chart/time-axis.ts';
import { priceText } from '../../../renderer/ui/price-text.ts';
import { MICROS_PER_SECOND } from '../../../shared/market/time.ts';
import type { Order } from '../../../shared/trading/order.ts';
import type { TradingView } from '../../../shared/trading/trading-view.ts';

/** Bars of `step` seconds whose low is 90 and high 110, from second 0. */
const bars = (count: number, step: number): ChartItem[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{ time: index * step, open: 100, high: 110, low: 90, close: 100, volume: 1 },
    ...{ expected: 1, present: 1, kind: 'closed' as const },
  }));
const fill = (time: number, quantity: number, price = 100): FillMark => ({ time, quantity, price });
const packed = (...fills: readonly (readonly [second: number, symbol: number, quantity: number, price: number])[]) =>
  Float64Array.from(fills.flatMap(([second, ...rest]) => [second * MICROS_PER_SECOND, ...rest]));
const prices = priceText(2, 'us-equities', 100);

describe('fills told by frames', () => {
  test('are kept up to where the frame says, then go on, each symbol by itself', () => {
    const tape = new FillTape();
    tape.take({ keep: 0, rows: packed([1, 0, 5, 100], [2, 1, -3, 50], [3, 0, -5, 101]) });
    expect(tape.of(0)).toMatchObject([fill(1, 5), fill(3, -5, 101)]);
    tape.take({ keep: 1, rows: packed([2, 1, 4, 49]) });
    expect([tape.of(0), tape.of(1), tape.length]).toMatchObject([[fill(1, 5)], [fill(2, 4, 49)], 2]);
  });

  test('stand in order of time also where one at the close bears the time of the last bar', () => {
    const tape = new FillTape();
    tape.take({ keep: 0, rows: packed([10, 0, 1, 100], [30, 0, 1, 100], [20, 0, -2, 100]) });
    expect(tape.of(0).map(({ time }) => time)).toEqual([10, 20, 30]);
  });
});

describe('arrows of fills', () => {
  const all = { step: 60, first: 0, last: 100, width: 1 };

  test('stand at the bar that holds them, also on coarser bars, and right of the newest bar until their own has come', () => {
    const fills = [fill(0, 1), fill(59, 1), fill(60, -1), fill(300, 1)];
    expect(
      groupFills(fills, { ...all, items: bars(5, 60) }).map(({ index, isBuy, count }) => [index, isBuy, count]),
    ).toEqual([
      [0, true, 2],
      [5, true, 1],
      [1, false, 1],
    ]);
    const coarse = groupFills(fills, { ...all, step: 300, items: bars(1, 300) });
    expect(coarse.map(({ index, isBuy, quantity }) => [index, isBuy, quantity])).toEqual([
      [0, true, 2],
      [1, true, 1],
      [0, false, 1],
    ]);
  });

  test('clear the bars: beneath the low for a buy, above the high for a sale; one price is told, several are not', () => {
    const groups = groupFills([fill(1, 2, 101), fill(2, 3, 102), fill(3, -1, 120)], { ...all, items: bars(2, 60) });
    expect(groups).toEqual([
      { isBuy: true, index: 0, count: 2, quantity: 5, price: undefined, edge: 90 },
      { isBuy: false, index: 0, count: 1, quantity: 1, price: 120, edge: 120 },
    ]);
  });

  test('hold every fill in sight exactly once, however many bars share one', () => {
    const times = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 1, max: 9 })));
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 20 }), (given, width) => {
        const fills = given
          .map(([time, size]) => fill(time, time % 2 === 0 ? size : -size))
          .sort((a, b) => a.time - b.time);
        const groups = groupFills(fills, { ...all, width, items: bars(20, 60) });
        const total = groups.reduce((sum, { isBuy, quantity }) => sum + (isBuy ? quantity : -quantity), 0);
        expect(total).toBe(fills.reduce((sum, { quantity }) => sum + quantity, 0));
        expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(fills.length);
      }),
    );
  });

  test('a time before all bars has no holder', () => {
    expect([holderOf(bars(2, 60), -1, 60), holderOf([], 5, 60)]).toEqual([-1, -1]);
  });
});

describe('lines of the account', () => {
  const order = (id: number, kind: Order['kind'], more: Partial<Order> = {}): Order =>
    ({ id, symbol: 'A', side: 'sell', quantity: 200, filled: 50, kind, status: 'active', ...more }) as Order;
  const view = {
    positions: [{ symbol: 'A', quantity: -200, averagePrice: 165.35, openProfit: -20_000 }],
    orders: [
      order(1, { type: 'stop-limit', stop: 99, limit: 98 }),
      order(2, { type: 'market' }),
      order(3, { type: 'limit', limit: 110 }, { parent: 1 }),
      order(4, { type: 'trailing-stop', distance: 1, unit: 'price' }),
      order(5, { type: 'limit', limit: 5 }, { symbol: 'B' }),
    ],
    trailing: [{ order: 4, price: 97.5 }],
    planned: [],
  } as unknown as TradingView;

  test('are one for each price of the symbol’s orders, said with what is left of them', () => {
    const { levels, position } = tradesOf(view, 'A');
    expect(levels.map((level) => [level.id, levelText(level, level.price, prices)])).toEqual([
      ['1 stop', 'Sell 150 stop 99.00'],
      ['1 limit', 'Sell 150 limit 98.00'],
      ['3 limit', 'Target, sell 150 limit 110.00'],
      ['4 trail', 'Sell 150 trailing stop 97.50'],
    ]);
    expect(positionText(position!, prices)).toBe('Short 200 @ 165.35, open −2.00');
  });

  test('are also those of the exits that an entry will place, which cannot be moved by themselves', () => {
    const entry = order(6, { type: 'limit', limit: 90 }, { side: 'buy', filled: 0 });
    const planned = [
      { order: 6, role: 'stop', price: 88 },
      { order: 6, role: 'target', price: 95 },
    ] as const;
    const { levels } = tradesOf({ ...view, orders: [entry], planned }, 'A');
    expect(levels.map((level) => [level.id, levelText(level, level.price, prices), isMovable(level)])).toEqual([
      ['6 limit', 'Buy 200 limit 90.00', true],
      ['6 planned stop', 'Stop, sell 200 stop 88.00', false],
      ['6 planned target', 'Target, sell 200 limit 95.00', false],
    ]);
  });

  test('are none without an account or for another symbol', () => {
    expect([tradesOf(undefined, 'A').levels, tradesOf(view, 'C')]).toEqual([[], { position: undefined, levels: [] }]);
  });
});

describe('plotted lines', () => {
  const rows = (...points: readonly (readonly [second: number, value: number])[]): Float64Array =>
    Float64Array.from(points.flatMap(([second, value]) => [second * MICROS_PER_SECOND, value]));
  const line = (points: Float64Array) => ({ name: 'SMA', pane: 'price', rows: points });

  test('a point takes the place of one of the same bar, and of all that came after it', () => {
    const tape = new PlotTape(60);
    tape.take([line(rows([60, 1], [90, 2]))], false);
    tape.take([line(rows([120, 3]))], false);
    expect(tape.lines[0]).toMatchObject({ times: [60, 120], values: [1, 3] });
    tape.take([line(rows([60, 9]))], false);
    expect(tape.lines[0]).toMatchObject({ times: [60], values: [9] });
    tape.take([{ ...line(rows([60, 4])), name: 'EMA' }], true);
    expect(tape.lines.map(({ name }) => name)).toEqual(['EMA']);
  });

  test('older points go before, dropped bars take theirs along', () => {
    const tape = new PlotTape(60);
    tape.take([line(rows([180, 3]))], false);
    tape.prepend([line(rows([60, 1], [120, 2], [180, 7]))]);
    expect(tape.lines[0]).toMatchObject({ times: [60, 120, 180], values: [1, 2, 3] });
    tape.trim(120);
    expect(tape.lines[0]?.times).toEqual([120, 180]);
    expect([119, 120, 500].map((second) => rowsUpTo(tape.lines[0]!.times, second))).toEqual([0, 1, 2]);
  });
});

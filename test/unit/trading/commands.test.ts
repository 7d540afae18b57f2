import { describe, expect, test } from 'vitest';

import type { TradingCommand } from '../../../shared/trading/command.ts';
import { type Row, type TradingRig, tradingRig, valueRun } from '../../support/trading-rig.ts';

const RUN = valueRun(
  [{ type: 'bars', symbol: 'AAA', interval: '1s' }],
  [
    [Array.from({ length: 60 }, (_, second): Row => [second, 100 + second, 101 + second, 99 + second, 100 + second])],
    [Array.from({ length: 60 }, (_, second): Row => [second, 200, 201, 199, 200])],
  ],
  { seconds: 60 },
);
const keys = { costs: { slippage: { type: 'none' } } };
const place = (side: 'buy' | 'sell', quantity = 10): TradingCommand => ({
  type: 'place',
  order: { symbol: 'AAA', side, quantity, kind: { type: 'market' } },
});

function give(rig: TradingRig, second: number, command: TradingCommand): void {
  rig.to(second);
  rig.engine.command(command);
  rig.engine.stepUntil({ time: rig.engine.clock });
}

const fillsOf = (rig: TradingRig) =>
  rig.engine.trading!.record().fills.map(({ side, price, isManual }) => [side, price, isManual]);

describe('commands of a person (F5)', () => {
  test('are carried out at the clock and replayed from their log to the same result', () => {
    const rig = tradingRig(RUN, {}, { keys });
    give(rig, 10, place('buy'));
    give(rig, 20, { type: 'flatten' });
    rig.play();
    expect(fillsOf(rig)).toEqual([
      ['buy', 110, true],
      ['sell', 120, true],
    ]);
    const again = tradingRig(RUN, {}, { keys, commands: rig.engine.trading!.record().commands });
    again.play();
    for (const { engine } of [rig, again]) engine.flushLog();
    expect(again.engine.trading!.record()).toEqual(rig.engine.trading!.record());
    expect(again.log.digest()).toBe(rig.log.digest());
  });

  test('stay when play goes back and comes again, until a new one is given before them', () => {
    const rig = tradingRig(RUN, {}, { keys, checkpointEvents: 8 });
    give(rig, 10, place('buy'));
    give(rig, 20, { type: 'flatten' });
    rig.to(5);
    expect(fillsOf(rig)).toEqual([]);
    rig.to(30);
    expect(fillsOf(rig)).toHaveLength(2);
    give(rig, 15, place('sell', 4));
    rig.play();
    expect(fillsOf(rig)).toEqual([
      ['buy', 110, true],
      ['sell', 115, true],
    ]);
  });

  test('after a session has ended wait for the next where they may', () => {
    const rig = tradingRig(RUN, {}, { keys });
    give(rig, 60, place('buy'));
    give(rig, 60, {
      type: 'place',
      order: { symbol: 'AAA', side: 'buy', quantity: 5, kind: { type: 'market' }, outsideSession: true },
    });
    rig.play();
    const record = rig.engine.trading!.record();
    expect([record.orders.map(({ status }) => status), fillsOf(rig)]).toEqual([
      ['refused', 'filled'],
      [['buy', 200, true]],
    ]);
    const again = tradingRig(RUN, {}, { keys, commands: record.commands });
    again.play();
    expect(again.engine.trading!.record()).toEqual(record);
  });

  test('that make no sense are refused at once and not logged', () => {
    const rig = tradingRig(RUN, {}, { keys });
    rig.to(10);
    expect(() => rig.engine.command(place('buy', -1))).toThrow('Give a quantity above 0');
    const nameless = { symbol: 'AAA', side: 'buy', quantity: 5, kind: { type: 'market' }, tag: null };
    expect(() => rig.engine.command({ type: 'place', order: nameless as never })).toThrow(
      'The tag of an order of AAA is null.',
    );
    for (const [field, word] of [
      ['side', 'BUY'],
      ['timeInForce', 'GTC'],
    ] as const) {
      const order = { symbol: 'AAA', side: 'buy', quantity: 5, kind: { type: 'market' }, [field]: word };
      expect(() => rig.engine.command({ type: 'place', order: order as never })).toThrow(
        `The ${field} of an order of AAA is "${word}". Give one of`,
      );
    }
    for (const [fields, message] of [
      [
        { kind: undefined },
        "The kind of an order of AAA is undefined. Give an object with its type, such as { type: 'market' }.",
      ],
      [{ kind: 'limit' }, 'The kind of an order of AAA is limit. Give an object'],
      [{ kind: { type: 'iceberg' } }, 'The kind of an order of AAA is "iceberg". Give one of market, limit,'],
      [
        { kind: { type: 'trailing-stop', distance: 1 } },
        'The unit of the trailing distance of an order of AAA is undefined. Give one of price, fraction.',
      ],
      [
        { bracket: { stop: { type: 'limit', limit: 7 } } },
        'The kind of the bracket\'s stop of an order of AAA is "limit". Give one of stop, trailing-stop.',
      ],
    ] as const) {
      const order = { symbol: 'AAA', side: 'buy', quantity: 5, kind: { type: 'market' }, ...fields };
      expect(() => rig.engine.command({ type: 'place', order: order as never })).toThrow(message);
    }
    expect(() => rig.engine.command({ type: 'flatten', symbol: 'BBB' })).toThrow('BBB is not in this run. It has AAA.');
    expect(rig.engine.trading!.record().commands).toEqual([]);
  });

  test('on an order that is not open, or to a price it cannot have, are refused with the reason', () => {
    const rig = tradingRig(RUN, {}, { keys });
    give(rig, 10, place('buy'));
    rig.to(12);
    expect(() => rig.engine.command({ type: 'change', order: 1, limit: 90 })).toThrow('Order 1 is filled.');
    expect(() => rig.engine.command({ type: 'cancel', order: 1 })).toThrow('Order 1 is filled.');
    expect(() => rig.engine.command({ type: 'cancel', order: 7 })).toThrow('Order 7 is unknown.');
    give(rig, 13, {
      type: 'place',
      order: { symbol: 'AAA', side: 'sell', quantity: 10, kind: { type: 'limit', limit: 190 } },
    });
    expect(() => rig.engine.command({ type: 'change', order: 2, stop: 90 })).toThrow('A limit order has no stop');
    expect(() => rig.engine.command({ type: 'change', order: 2, limit: 0 })).toThrow('Give a number above 0');
    expect(rig.engine.trading!.record().commands).toHaveLength(2);
  });

  test('change the prices of an open order', () => {
    const rig = tradingRig(RUN, {}, { keys });
    give(rig, 10, {
      type: 'place',
      order: { symbol: 'AAA', side: 'sell', quantity: 10, kind: { type: 'limit', limit: 150 } },
    });
    give(rig, 12, { type: 'change', order: 1, limit: 120 });
    rig.play();
    expect(fillsOf(rig)).toEqual([['sell', 120, true]]);
  });
});

describe('money over time', () => {
  test('a split changes units and prices, a dividend pays the holder (S3)', () => {
    const rig = tradingRig(
      RUN,
      {},
      {
        keys,
        actions: [
          { symbol: 'AAA', date: '2024-01-03' as never, split: 2 },
          { symbol: 'AAA', date: '2024-01-03' as never, dividend: 0.5 },
        ],
      },
    );
    give(rig, 10, place('buy'));
    rig.play();
    const [position] = rig.engine.trading!.portfolio.positions;
    expect([position?.quantity, position?.averagePrice, position?.marketValue]).toEqual([20, 55, 40_000_000]);
    expect(rig.engine.trading!.portfolio.cash).toBe(100_000_000 - 11_000_000 + 50_000 * 2);
  });

  test('a short position pays its borrow cost at the end of each session', () => {
    const rig = tradingRig(RUN, {}, { keys: { costs: { slippage: { type: 'none' }, borrowRate: 0.365 } } });
    give(rig, 10, place('sell'));
    rig.play();
    const paid = 100_000_000 + 11_000_000 - rig.engine.trading!.portfolio.cash;
    expect(paid).toBe(15_900 + 20_000);
  });

  test('an order changed in the middle of a bar is not filled by that bar on its new terms (S4)', () => {
    const minutes = [0, 60, 120, 180].map((second): Row => [second, 100, 101, 99, 100]);
    const run = valueRun([{ type: 'bars', symbol: 'AAA', interval: '1m' }], [[minutes]], { seconds: 240 });
    const rig = tradingRig(run, {}, { keys });
    const limit = (quantity: number, price: number): TradingCommand => ({
      type: 'place',
      order: { symbol: 'AAA', side: 'buy', quantity, kind: { type: 'limit', limit: price } },
    });
    give(rig, 60, limit(10, 90));
    give(rig, 60, limit(8, 100.5));
    give(rig, 90, { type: 'change', order: 1, limit: 105 });
    give(rig, 90, { type: 'change', order: 2, quantity: 6 });
    rig.play();
    const fills = rig.engine.trading!.record().fills.map((fill) => [fill.order, fill.quantity, rig.seconds(fill.time)]);
    expect(fills).toEqual([
      [2, 6, 60],
      [1, 10, 120],
    ]);
  });

  test('a margin call closes everything at the market (F4)', () => {
    const rig = tradingRig(RUN, {}, { keys: { ...keys, leverage: 10, cash: 1_000 } });
    give(rig, 1, place('sell', 90));
    rig.play();
    const record = rig.engine.trading!.record();
    expect(record.logs.map(({ text }) => text.split(':')[0])).toEqual(['Margin call']);
    expect(rig.engine.trading!.portfolio.positions).toEqual([]);
    expect(record.fills.map(({ side }) => side)).toEqual(['sell', 'buy']);
  });

  test('a second position that falls short is called as well', () => {
    const rig = tradingRig(RUN, {}, { keys: { ...keys, leverage: 10, cash: 1_000 } });
    give(rig, 1, place('sell', 90));
    give(rig, 20, place('sell', 20));
    rig.play();
    const record = rig.engine.trading!.record();
    expect(record.logs.map(({ text }) => text.split(':')[0])).toEqual(['Margin call', 'Margin call']);
    expect(record.fills.map(({ side }) => side)).toEqual(['sell', 'buy', 'sell', 'buy']);
  });
});

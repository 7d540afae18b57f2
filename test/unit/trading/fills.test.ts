import { describe, expect, test } from 'vitest';

import { micros } from '../../../shared/market/time.ts';
import type { OrderRequest } from '../../../shared/trading/order.ts';
import type { TestStream } from '../../support/blocks.ts';
import { type Row, type Script, tradingRig, valueRun } from '../../support/trading-rig.ts';

const BARS: readonly TestStream[] = [{ type: 'bars', symbol: 'AAA', interval: '1s' }];
const QUOTES: readonly TestStream[] = [{ type: 'quotes', symbol: 'AAA' }];
const NO_SLIPPAGE = { costs: { slippage: { type: 'none' } } };

type Request = Omit<OrderRequest, 'symbol'>;

/** Places orders when the first bar or quote is known. */
const atFirst = (...requests: readonly Request[]): Script => {
  let isDone = false;
  const place: Script['bar'] = ({ orders }) => {
    if (isDone) return;
    isDone = true;
    for (const request of requests) orders.place({ symbol: 'AAA', ...request });
  };
  return { bar: place, quote: place };
};

interface Case {
  readonly rule: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly orders: readonly Request[];
  readonly keys?: object;
  /** Second, side, quantity and price of each fill, and the price of its datum that was hit. */
  readonly fills: readonly (readonly [number, string, number, number, string])[];
  /** State of each order in the end. */
  readonly states?: readonly string[];
}

function outcome(
  streams: readonly TestStream[],
  { rows, orders, keys = NO_SLIPPAGE }: Case,
): Pick<Case, 'fills'> & { states: string[] } {
  const rig = tradingRig(valueRun(streams, [[rows]]), atFirst(...orders), { keys });
  rig.play();
  const record = rig.engine.trading!.record();
  return {
    fills: record.fills.map(
      ({ time, side, quantity, price, source }) => [rig.seconds(time), side, quantity, price, source.price] as const,
    ),
    states: record.orders.map(({ status }) => status),
  };
}

const flat = (second: number, price: number): Row => [second, price, price, price, price];
const market: Request = { side: 'buy', quantity: 10, kind: { type: 'market' } };
const limit = (price: number, side: 'buy' | 'sell' = 'buy'): Request => ({
  side,
  quantity: 10,
  kind: { type: 'limit', limit: price },
});
const stop = (price: number, side: 'buy' | 'sell' = 'buy'): Request => ({
  side,
  quantity: 10,
  kind: { type: 'stop', stop: price },
});

describe('orders on bars', () => {
  const cases: readonly Case[] = [
    {
      rule: 'S17',
      title: 'a market order fills at the open of the next bar',
      rows: [flat(0, 100), [1, 101, 103, 99, 102]],
      orders: [market],
      fills: [[1, 'buy', 10, 101, 'open']],
    },
    {
      rule: 'S4',
      title: 'seconds without a bar only delay it',
      rows: [flat(0, 100), [7, 101, 103, 99, 102]],
      orders: [market],
      fills: [[7, 'buy', 10, 101, 'open']],
    },
    {
      rule: 'S20',
      title: 'the default slippage on bars is one price increment, within the range of the bar',
      rows: [flat(0, 100), [1, 101, 103, 99, 102]],
      orders: [market, { ...market, side: 'sell' }],
      keys: {},
      fills: [
        [1, 'buy', 10, 101.01, 'open'],
        [1, 'sell', 10, 100.99, 'open'],
      ],
    },
    {
      rule: 'S20',
      title: 'slippage does not leave the range of the bar',
      rows: [flat(0, 100), [1, 101, 101, 99, 100]],
      orders: [market],
      keys: {},
      fills: [[1, 'buy', 10, 101, 'open']],
    },
    {
      rule: 'S20',
      title: 'latency passes over bars that open before it is over',
      rows: [flat(0, 100), flat(1, 101), flat(2, 102), flat(3, 103)],
      orders: [market],
      keys: { costs: { slippage: { type: 'none' }, latencyMs: 1_500 } },
      fills: [[3, 'buy', 10, 103, 'open']],
    },
    {
      rule: 'S17',
      title: 'a limit that is only touched is not filled',
      rows: [flat(0, 100), [1, 100, 101, 99, 100]],
      orders: [limit(99)],
      fills: [],
      states: ['active'],
    },
    {
      rule: 'S17',
      title: 'with the option a touched limit is filled',
      rows: [flat(0, 100), [1, 100, 101, 99, 100]],
      orders: [limit(99)],
      keys: { ...NO_SLIPPAGE, fills: { limit: 'touch' } },
      fills: [[2, 'buy', 10, 99, 'limit']],
    },
    {
      rule: 'S17',
      title: 'a limit that the price goes through is filled at the limit',
      rows: [flat(0, 100), [1, 100, 101, 98.99, 100]],
      orders: [limit(99)],
      fills: [[2, 'buy', 10, 99, 'limit']],
    },
    {
      rule: 'S17',
      title: 'a gap in favour fills a limit at the open',
      rows: [flat(0, 100), [1, 98, 99, 97, 98]],
      orders: [limit(99)],
      fills: [[1, 'buy', 10, 98, 'open']],
    },
    {
      rule: 'S17',
      title: 'a sell limit mirrors it',
      rows: [flat(0, 100), [1, 100, 101.01, 99, 100]],
      orders: [limit(101, 'sell')],
      fills: [[2, 'sell', 10, 101, 'limit']],
    },
    {
      rule: 'S17',
      title: 'a stop that is reached fills at its price',
      rows: [flat(0, 100), [1, 100, 102, 99, 101]],
      orders: [stop(101)],
      fills: [[2, 'buy', 10, 101, 'stop']],
    },
    {
      rule: 'S17',
      title: 'a stop that is jumped over fills at the open',
      rows: [flat(0, 100), [1, 103, 104, 102, 103]],
      orders: [stop(101)],
      fills: [[1, 'buy', 10, 103, 'open']],
    },
    {
      rule: 'S17',
      title: 'a sell stop mirrors it',
      rows: [flat(0, 100), [1, 100, 101, 98, 99]],
      orders: [stop(99, 'sell')],
      fills: [[2, 'sell', 10, 99, 'stop']],
    },
    {
      rule: 'F2',
      title: 'a stop-limit fills at its stop where the limit allows it',
      rows: [flat(0, 100), [1, 100, 102, 99, 101]],
      orders: [{ side: 'buy', quantity: 10, kind: { type: 'stop-limit', stop: 101, limit: 101.5 } }],
      fills: [[2, 'buy', 10, 101, 'stop']],
    },
    {
      rule: 'F2',
      title: 'a stop-limit that is jumped over waits at its limit',
      rows: [flat(0, 100), [1, 103, 104, 102, 103], [2, 103, 103, 100, 101]],
      orders: [{ side: 'buy', quantity: 10, kind: { type: 'stop-limit', stop: 101, limit: 102 } }],
      fills: [[3, 'buy', 10, 102, 'limit']],
    },
    {
      rule: 'F2',
      title: 'a trailing stop follows the highs and is hit behind them',
      rows: [flat(0, 100), [1, 100, 104, 100, 104], [2, 104, 104, 101, 102]],
      orders: [{ side: 'sell', quantity: 10, kind: { type: 'trailing-stop', distance: 2, unit: 'price' } }],
      fills: [[3, 'sell', 10, 102, 'stop']],
    },
    {
      rule: 'F2',
      title: 'a trailing stop in fractions is rounded away from the market',
      rows: [flat(0, 100), [1, 100, 101.11, 100, 101.11], [2, 101, 101, 90, 95]],
      orders: [{ side: 'sell', quantity: 10, kind: { type: 'trailing-stop', distance: 0.1, unit: 'fraction' } }],
      fills: [[3, 'sell', 10, 90.99, 'stop']],
    },
    {
      rule: 'S18',
      title: 'a stop and a target in one bar: the stop is taken',
      rows: [flat(0, 100), flat(1, 100), [2, 100, 105, 95, 100]],
      orders: [{ ...market, bracket: { target: 104, stop: { type: 'stop', stop: 96 } } }],
      fills: [
        [1, 'buy', 10, 100, 'open'],
        [3, 'sell', 10, 96, 'stop'],
      ],
      states: ['filled', 'filled', 'cancelled'],
    },
    {
      rule: 'S18',
      title: 'a target hit by the open itself is not ambiguous',
      rows: [flat(0, 100), flat(1, 100), [2, 106, 107, 95, 100]],
      orders: [{ ...market, bracket: { target: 104, stop: { type: 'stop', stop: 96 } } }],
      fills: [
        [1, 'buy', 10, 100, 'open'],
        [2, 'sell', 10, 106, 'open'],
      ],
    },
    {
      rule: 'S18',
      title: 'an exit can be hit in the bar of its entry, after it',
      rows: [flat(0, 100), [1, 100, 101, 95, 100]],
      orders: [{ ...market, bracket: { target: 104, stop: { type: 'stop', stop: 96 } } }],
      fills: [
        [1, 'buy', 10, 100, 'open'],
        [2, 'sell', 10, 96, 'stop'],
      ],
    },
    {
      rule: 'S18',
      title: 'what the path passed before an entry inside the bar does not hit its exit',
      rows: [flat(0, 100), [1, 100, 106, 97, 105]],
      orders: [{ ...stop(101), bracket: { target: 110, stop: { type: 'stop', stop: 98 } } }],
      fills: [[2, 'buy', 10, 101, 'stop']],
      states: ['filled', 'active', 'active'],
    },
    {
      rule: 'F2',
      title: 'orders of one group end with the first filled',
      rows: [flat(0, 100), [1, 100, 102, 100, 101], [2, 101, 101, 90, 95]],
      orders: [
        { ...stop(101), group: 'a' },
        { ...limit(95), group: 'a' },
      ],
      fills: [[2, 'buy', 10, 101, 'stop']],
      states: ['filled', 'cancelled'],
    },
    {
      rule: 'F2',
      title: 'an IOC order has one bar to be filled in',
      rows: [flat(0, 100), flat(1, 100), [2, 98, 98, 98, 98]],
      orders: [{ ...limit(99), timeInForce: 'ioc' }],
      fills: [],
      states: ['cancelled'],
    },
    {
      rule: 'F3',
      title: 'a share of the volume fills in parts',
      rows: [flat(0, 100), [1, 100, 100, 100, 100, 60], [2, 101, 101, 101, 101, 80]],
      orders: [market],
      keys: { costs: { slippage: { type: 'volume-share', limit: 0.1, impact: 0 } } },
      fills: [
        [1, 'buy', 6, 100, 'open'],
        [2, 'buy', 4, 101, 'open'],
      ],
    },
    {
      rule: 'F2',
      title: 'a FOK order is filled in whole or not at all',
      rows: [flat(0, 100), [1, 100, 100, 100, 100, 60], [2, 101, 101, 101, 101, 800]],
      orders: [{ ...market, timeInForce: 'fok' }],
      keys: { costs: { slippage: { type: 'volume-share', limit: 0.1, impact: 0 } } },
      fills: [],
      states: ['cancelled'],
    },
    {
      rule: 'F2',
      title: 'market on close takes the close of the last bar',
      rows: [flat(0, 100), [1, 101, 103, 99, 102]],
      orders: [{ side: 'buy', quantity: 10, kind: { type: 'market-on-close' } }],
      fills: [[600, 'buy', 10, 102, 'close']],
    },
    {
      rule: 'F4',
      title: 'an order beyond the buying power is refused',
      rows: [flat(0, 100), flat(1, 101)],
      orders: [{ ...market, quantity: 101 }],
      fills: [],
      states: ['refused'],
    },
    {
      rule: 'F4',
      title: 'when the price has gone away buying power fills a part and the rest ends',
      rows: [flat(0, 100), flat(1, 101)],
      orders: [{ ...market, quantity: 100 }],
      fills: [[1, 'buy', 99, 101, 'open']],
      states: ['cancelled'],
    },
    {
      rule: 'F2',
      title: 'an order that only reduces does nothing when flat',
      rows: [flat(0, 100), flat(1, 101)],
      orders: [{ ...market, reduceOnly: true }],
      fills: [],
      states: ['cancelled'],
    },
    {
      rule: 'cli.md',
      title: 'without a quantity the configuration sizes it: a tenth of equity in whole lots',
      rows: [flat(0, 33), flat(1, 33)],
      orders: [{ side: 'buy', kind: { type: 'market' } }],
      fills: [[1, 'buy', 30, 33, 'open']],
    },
  ];
  test.each(cases)('$rule: $title', (example) => {
    const { fills, states } = outcome(BARS, example);
    expect(fills).toEqual(example.fills);
    if (example.states !== undefined) expect(states).toEqual(example.states);
  });
});

describe('orders on quotes', () => {
  const cases: readonly Case[] = [
    {
      rule: 'S16',
      title: 'a market buy takes the ask of the quote in force when it becomes active',
      rows: [
        [0, 99, 101],
        [5, 100, 102],
      ],
      orders: [market],
      fills: [[0, 'buy', 10, 101, 'ask']],
    },
    {
      rule: 'S16',
      title: 'a market sell takes the bid',
      rows: [[0, 99, 101]],
      orders: [{ ...market, side: 'sell' }],
      fills: [[0, 'sell', 10, 99, 'bid']],
    },
    {
      rule: 'S16',
      title: 'latency lets the quote change',
      rows: [
        [0, 99, 101],
        [1, 100, 102],
        [3, 103, 104],
      ],
      orders: [market],
      keys: { costs: { latencyMs: 2_000 } },
      fills: [[2, 'buy', 10, 102, 'ask']],
    },
    {
      rule: 'S4',
      title: 'all quotes of the instant come before the order',
      rows: [
        [0, 99, 101],
        [0, 100, 103],
      ],
      orders: [market],
      fills: [[0, 'buy', 10, 103, 'ask']],
    },
    {
      rule: 'S16',
      title: 'a missing side fills nothing',
      rows: [
        [0, 99, Number.NaN],
        [4, 99, 101],
      ],
      orders: [market],
      fills: [[4, 'buy', 10, 101, 'ask']],
    },
    {
      rule: 'S17',
      title: 'a limit that can be filled at once takes the ask',
      rows: [[0, 99, 101]],
      orders: [limit(102)],
      fills: [[0, 'buy', 10, 101, 'ask']],
    },
    {
      rule: 'S17',
      title: 'a resting limit is filled at its limit when the ask goes through it',
      rows: [
        [0, 99, 101],
        [1, 98, 100],
        [2, 97, 99.5],
      ],
      orders: [limit(100)],
      fills: [[2, 'buy', 10, 100, 'ask']],
    },
    {
      rule: 'S16',
      title: 'a stop hits the ask that reaches it',
      rows: [
        [0, 99, 101],
        [1, 101, 103],
        [2, 104, 105],
      ],
      orders: [stop(102)],
      fills: [[1, 'buy', 10, 103, 'ask']],
    },
    {
      rule: 'S16',
      title: 'with the model volume-share a quote fills its size',
      rows: [
        [0, 99, 101, 100, 6],
        [1, 99, 102, 100, 50],
      ],
      orders: [market],
      keys: { costs: { slippage: { type: 'volume-share', limit: 1, impact: 0 } } },
      fills: [
        [0, 'buy', 6, 101, 'ask'],
        [1, 'buy', 4, 102, 'ask'],
      ],
    },
    {
      rule: 'F3',
      title: 'slippage goes beyond the quote by a fraction of the spread, rounded against the order',
      rows: [[0, 99, 101]],
      orders: [market],
      keys: { costs: { slippage: { type: 'spread', fraction: 0.251 } } },
      fills: [[0, 'buy', 10, 101.51, 'ask']],
    },
    {
      rule: 'F2',
      title: 'exits of a bracket are hit by later quotes',
      rows: [
        [0, 99, 100],
        [1, 103, 104],
        [2, 105.5, 106],
      ],
      orders: [{ ...market, bracket: { target: 105, stop: { type: 'stop', stop: 95 } } }],
      fills: [
        [0, 'buy', 10, 100, 'ask'],
        [2, 'sell', 10, 105, 'bid'],
      ],
      states: ['filled', 'cancelled', 'filled'],
    },
  ];
  test.each(cases)('$rule: $title', (example) => {
    const { fills, states } = outcome(QUOTES, example);
    expect(fills).toEqual(example.fills);
    if (example.states !== undefined) expect(states).toEqual(example.states);
  });
});

describe('sessions and orders', () => {
  const twoSessions = (rows: readonly Row[], next: readonly Row[]) => valueRun(BARS, [[rows], [next]]);
  const fillsOf = (script: Script, keys: object = NO_SLIPPAGE) => {
    const rig = tradingRig(twoSessions([flat(0, 100), flat(599, 101)], [flat(0, 105), flat(60, 106)]), script, {
      keys,
    });
    rig.play();
    const record = rig.engine.trading!.record();
    return [record.fills.map(({ price }) => price), record.orders.map(({ status }) => status)];
  };
  const onLastBar = (request: Request): Script => ({
    bar: ({ orders, data }) => {
      if (data.latestBar('AAA')?.close === 101) orders.place({ symbol: 'AAA', ...request });
    },
  });

  test('an order decided on the last bar of a session fills at the first of the next', () => {
    expect(fillsOf(onLastBar(market))).toEqual([[105], ['filled']]);
  });
  test('a day order expires with its session (F2)', () => {
    expect(fillsOf(onLastBar({ ...market, timeInForce: 'day' }))).toEqual([[], ['expired']]);
  });
  test('market on open waits for the next session (F2)', () => {
    expect(fillsOf(atFirst({ ...market, kind: { type: 'market-on-open' } }))).toEqual([[105], ['filled']]);
  });
  test('an order after the session is refused, unless it says that it may wait (S19)', () => {
    const late = (outsideSession: boolean): Script => ({
      sessionEnd: ({ orders, data }) => {
        if (data.date === '2024-01-02') orders.place({ symbol: 'AAA', ...market, outsideSession });
      },
    });
    expect([fillsOf(late(false)), fillsOf(late(true))]).toEqual([
      [[], ['refused']],
      [[105], ['filled']],
    ]);
  });
  test('an order on data older than the stale limit is refused; nights do not count (S19)', () => {
    const script: Script = {
      sessionStart: (services) => services.setTimer('late', micros(services.data.clock + 300e6)),
      timer: ({ orders }) => void orders.place({ symbol: 'AAA', ...market }),
    };
    const keys = { ...NO_SLIPPAGE, fills: { staleLimitMs: 240_000 } };
    const rig = tradingRig(
      twoSessions([flat(0, 100), flat(400, 101)], [flat(0, 105), flat(290, 106), flat(320, 107)]),
      script,
      { keys },
    );
    rig.play();
    expect(rig.engine.trading!.record().orders.map(({ status }) => status)).toEqual(['refused', 'filled']);
  });
  test('a timer goes off after the data of its instant (S3)', () => {
    const heard: string[] = [];
    const rig = tradingRig(valueRun(BARS, [[[flat(0, 100), flat(9, 101), flat(10, 102)]]]), {
      sessionStart: (services) => services.setTimer('ten', micros(services.data.clock + 10e6)),
      bar: ({ data }) => heard.push(String(data.latestBar('AAA')?.close)),
      timer: (_, name) => heard.push(name),
    });
    rig.play();
    expect(heard).toEqual(['100', '101', 'ten', '102']);
  });
});

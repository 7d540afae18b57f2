import { describe, expect, test } from 'vitest';

import { micros } from '../../../shared/market/time.ts';
import type { TestStream } from '../../support/blocks.ts';
import { type Row, type Script, tradingRig, valueRun } from '../../support/trading-rig.ts';
import { BAR_FILLS } from './bar-fills.ts';
import { type FillCase, flat, market, NO_SLIPPAGE, type Request } from './fill-case.ts';
import { QUOTE_FILLS } from './quote-fills.ts';
import { TRADE_FILLS } from './trade-fills.ts';

const BARS: readonly TestStream[] = [{ type: 'bars', symbol: 'AAA', interval: '1s' }];

/** Places orders when the first bar, quote or print is known. */
const atFirst = (...requests: readonly Request[]): Script => {
  let isDone = false;
  const place: Script['bar'] = ({ orders }) => {
    if (isDone) return;
    isDone = true;
    for (const request of requests) orders.place({ symbol: 'AAA', ...request });
  };
  return { bar: place, quote: place, trade: place };
};

const TABLES: readonly (readonly [string, readonly TestStream[], readonly FillCase[]])[] = [
  ['bars', BARS, BAR_FILLS],
  ['quotes', [{ type: 'quotes', symbol: 'AAA' }], QUOTE_FILLS],
  ['trades', [{ type: 'trades', symbol: 'AAA' }], TRADE_FILLS],
];

describe.each(TABLES)('orders on %s', (_kind, streams, cases) => {
  test.each(cases)('$rule: $title', ({ rows, orders, keys = NO_SLIPPAGE, fills, states }) => {
    const rig = tradingRig(valueRun(streams, [[rows]]), atFirst(...orders), { keys });
    rig.play();
    const record = rig.engine.trading!.record();
    expect(
      record.fills.map(({ time, side, quantity, price, source }) => {
        return [rig.seconds(time), side, quantity, price, source.price];
      }),
    ).toEqual(fills);
    if (states !== undefined) expect(record.orders.map(({ status }) => status)).toEqual(states);
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
  test.each<[TestStream, readonly Row[], readonly Row[], number]>([
    [
      { type: 'quotes', symbol: 'AAA' },
      [[0, 99, 101]],
      [
        [-1, 103, 105],
        [0, 104, 106],
      ],
      106,
    ],
    [
      { type: 'trades', symbol: 'AAA' },
      [[0, 100]],
      [
        [0, 104],
        [0, 105],
      ],
      104,
    ],
    [{ type: 'bars', symbol: 'AAA', interval: '1s' }, [flat(0, 100)], [flat(0, 105), flat(1, 106)], 105],
  ])(
    'market on open takes the first of %o of the next session; its latency is over by then (F2, S20)',
    (stream, rows, next, price) => {
      const order: Request = { ...market, kind: { type: 'market-on-open' } };
      const keys = { costs: { slippage: { type: 'none' }, latencyMs: 1_500 } };
      const rig = tradingRig(valueRun([stream], [[rows], [next]]), atFirst(order), { keys });
      rig.play();
      expect(rig.engine.trading!.record().fills.map((fill) => [fill.price, rig.seconds(fill.time)])).toEqual([
        [price, 86_400],
      ]);
    },
  );
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
  test('an order decided at the open waits for the data of that instant, whatever else came due at night (S4)', () => {
    const placed = (isLateOne: boolean): Script => ({
      sessionStart: ({ orders, data }) => {
        if (data.date !== '2024-01-02') orders.place({ symbol: 'AAA', ...market });
      },
      sessionEnd: ({ orders }) => {
        const never = { side: 'sell', quantity: 1, kind: { type: 'limit', limit: 1_000 } } as const;
        if (isLateOne) orders.place({ symbol: 'AAA', ...never, outsideSession: true });
      },
    });
    const quotes: readonly (readonly Row[])[] = [
      [[5, 99, 101]],
      [
        [-1, 109, 111],
        [0, 119, 121],
        [4, 129, 131],
      ],
    ];
    const run = valueRun(
      [{ type: 'quotes', symbol: 'AAA' }],
      quotes.map((rows) => [rows]),
    );
    const prices = [false, true].map((isLateOne) => {
      const rig = tradingRig(run, placed(isLateOne), { keys: NO_SLIPPAGE });
      rig.play();
      return rig.engine.trading!.record().fills.map(({ price }) => price);
    });
    expect(prices).toEqual([[121], [121]]);
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
  test('a timer set at an event goes off at its time, also where no bar falls on it', () => {
    const heard: string[] = [];
    const rig = tradingRig(valueRun(BARS, [[[flat(0, 100), flat(20, 101), flat(30, 102)]]]), {
      bar: (services) => {
        const close = services.data.latestBar('AAA')?.close;
        heard.push(String(close));
        if (close === 100) services.setTimer('five on', micros(services.data.clock + 5e6));
      },
      timer: ({ data }, name) => heard.push(`${name} at ${rig.seconds(data.clock)}`),
    });
    rig.play();
    expect(heard).toEqual(['100', 'five on at 6', '101', '102']);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FillFeed } from '../../../electron/coordinator/fill-feed.ts';
import { PlotFeed } from '../../../electron/coordinator/plot-feed.ts';
import { FILL_STRIDE, PLOT_STRIDE, plotSlot } from '../../../shared/session/replay.ts';
import { type Row, type Script, type TradingRig, tradingRig, valueRun } from '../../support/trading-rig.ts';

const SECONDS = 60;
const bars = (base: number): Row[] =>
  Array.from({ length: SECONDS }, (_, second): Row => [
    second,
    base + second,
    base + second + 1,
    base + second - 1,
    base,
  ]);
const RUN = valueRun([{ type: 'bars', symbol: 'AAA', interval: '1s' }], [[bars(100)], [bars(200)]], {
  seconds: SECONDS,
});
const FIRST = RUN.plan.sessions[0]!.open;

/** Buys or sells one every third bar and plots each close. */
function rigOf(): TradingRig {
  let bar = 0;
  const script: Script = {
    start: () => (bar = 0),
    bar: (services) => {
      bar += 1;
      const close = services.data.symbol('AAA').latestBar()!.close;
      services.plot({ name: 'close', symbol: 'AAA', pane: 'price' }, close + bar);
      const side = bar % 2 === 0 ? 'buy' : 'sell';
      if (bar % 3 === 0) services.orders.place({ symbol: 'AAA', side, quantity: 1, kind: { type: 'market' } });
    },
  };
  return tradingRig(RUN, script, { keys: { costs: { slippage: { type: 'none' } } } });
}

/** The fills as a window holds them after what it was told. */
class ToldFills {
  rows: number[] = [];
  readonly #feed: FillFeed;

  constructor(rig: TradingRig) {
    this.#feed = new FillFeed(rig.engine, ['AAA']);
  }

  hear(isJump: boolean): number {
    const tail = this.#feed.next(isJump);
    if (tail === undefined) return 0;
    this.rows.length = tail.keep * FILL_STRIDE;
    this.rows.push(...tail.rows);
    return tail.rows.length / FILL_STRIDE;
  }
}

const expected = ({ engine }: TradingRig): number[] =>
  engine
    .trading!.record()
    .fills.flatMap(({ source, side, price, quantity }) => [
      source.time,
      0,
      side === 'buy' ? quantity : -quantity,
      price,
    ]);

describe('fills for the charts', () => {
  test('are those up to the clock after any way of seeks', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 * SECONDS }), { minLength: 1, maxLength: 8 }), (seconds) => {
        const rig = rigOf();
        const told = new ToldFills(rig);
        for (const second of seconds) {
          rig.to(second);
          told.hear(true);
          expect(told.rows).toEqual(expected(rig));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('stand at the open of the bar that filled them, and after a jump only those that differ are sent', () => {
    const rig = rigOf();
    const told = new ToldFills(rig);
    rig.to(30);
    told.hear(true);
    expect(told.rows.slice(0, 4)).toEqual([FIRST + 3e6, 0, -1, 103]);
    rig.to(12);
    expect(told.hear(true)).toBe(0);
    rig.to(30);
    rig.engine.command({ type: 'flatten' });
    rig.to(40);
    expect([told.hear(true), told.rows]).toEqual([expected(rig).length / 4 - 3, expected(rig)]);
  });

  test('nothing is sent while none comes', () => {
    const rig = rigOf();
    const feed = new FillFeed(rig.engine, ['AAA']);
    rig.to(1);
    expect([feed.next(false)?.keep, feed.next(false)]).toEqual([0, undefined]);
  });
});

describe('plots for the charts', () => {
  test('come as points since the last frame, one a slot of the chart, and whole after a jump', () => {
    const rig = rigOf();
    const step = 5e6;
    const feed = new PlotFeed(rig.engine, 'AAA', step);
    const held = new Map<number, readonly [number, number]>();
    const take = (reset: boolean): void => {
      if (reset) held.clear();
      for (const { rows } of feed.next(reset, 0))
        for (let at = 0; at < rows.length; at += PLOT_STRIDE)
          held.set(plotSlot(rows[at]!, step), [rows[at]!, rows[at + 1]!]);
    };
    for (const second of [3, 4, 11, 12, 40]) {
      rig.to(second);
      take(false);
    }
    const played = [...held];
    take(true);
    expect([...held]).toEqual(played);
    const all = rig.engine.trading!.record().plots[0]!;
    expect(held.size).toBe(8);
    expect(played.at(-1)![1]).toEqual([all.time.at(-1), all.value.at(-1)]);
    rig.to(7);
    take(true);
    expect([...held.values()].at(-1)).toEqual([FIRST + 7e6, 107]);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { BarColumns, QuoteColumns } from '../../shared/market/columns.ts';
import type { OrderKind, OrderRequest } from '../../shared/trading/order.ts';
import { anyRun, smallRun } from '../support/run-arbitrary.ts';
import { type Row, type Script, type Services, tradingRig, valueRun } from '../support/trading-rig.ts';
import type { TestRun } from '../support/blocks.ts';

const price = fc.integer({ min: 9_900, max: 10_250 }).map((cents) => cents / 100);
const kind: fc.Arbitrary<OrderKind> = fc.oneof(
  fc.constantFrom<OrderKind>({ type: 'market' }, { type: 'market-on-open' }, { type: 'market-on-close' }),
  price.map((limit): OrderKind => ({ type: 'limit', limit })),
  price.map((stop): OrderKind => ({ type: 'stop', stop })),
  fc.tuple(price, price).map(([stop, limit]): OrderKind => ({ type: 'stop-limit', stop, limit })),
  fc.constantFrom<OrderKind>(
    { type: 'trailing-stop', distance: 0.3, unit: 'price' },
    { type: 'trailing-stop', distance: 0.004, unit: 'fraction' },
  ),
);
const request = fc.record({
  side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
  quantity: fc.integer({ min: 1, max: 40 }),
  kind,
  timeInForce: fc.constantFrom<'day' | 'gtc'>('day', 'gtc'),
  hasBracket: fc.boolean(),
});
type Wish = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** Orders by the count of events heard; its whole state is that count. */
function scriptOf(run: TestRun, wishes: readonly Wish[], seen: (services: Services) => void = () => undefined): Script {
  const state = { value: 0 as unknown };
  const symbols = [...new Set(run.plan.streams.map(({ symbol }) => symbol))];
  const act = (services: Services): void => {
    const count = (state.value as number) + 1;
    state.value = count;
    seen(services);
    if (count % 3 !== 0) return;
    const wish = wishes[(count / 3) % wishes.length];
    if (wish === undefined) return;
    const { hasBracket, ...rest } = wish;
    const sign = wish.side === 'buy' ? 1 : -1;
    const order: OrderRequest = {
      symbol: symbols[count % symbols.length] as string,
      ...rest,
      ...(hasBracket ? { bracket: { target: 101 + sign * 1.5, stop: { type: 'stop', stop: 101 - sign * 1.5 } } } : {}),
    };
    if (count % 7 === 0) services.orders.cancelAll();
    if (count % 11 === 0) services.orders.close(order.symbol);
    else services.orders.place(order);
    if (count % 5 === 0) services.setTimer('later', (services.data.clock + 1_500_000) as typeof services.data.clock);
  };
  return { state, bar: act, quote: act, trade: act, timer: act, fill: act };
}

const runs = fc.oneof({ weight: 1, arbitrary: anyRun }, { weight: 9, arbitrary: smallRun });

/** Seconds with a bar or without, prices that jump. */
const barRun = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.array(price, { minLength: 4, maxLength: 4 })), {
    minLength: 20,
    maxLength: 60,
  })
  .map((bars) => {
    let second = 0;
    const rows = bars.map(([gap, [open = 0, close = 0, ...others]]): Row => {
      second += gap;
      return [second, open, Math.max(open, close, ...others), Math.min(open, close, ...others), close];
    });
    return valueRun([{ type: 'bars', symbol: 'AAA', interval: '1s' }], [[rows]]);
  });

const keys = { leverage: 2, costs: { commission: { type: 'per-unit', rate: 0.005, minimum: 1 }, borrowRate: 0.03 } };

describe('trading, whatever is ordered', () => {
  test('equity is cash and positions at mark at every event, in whole money (S21)', () => {
    fc.assert(
      fc.property(runs, fc.array(request, { minLength: 1, maxLength: 8 }), (run, wishes) => {
        const script = scriptOf(run, wishes, ({ portfolio }) => {
          const { cash, equity, openProfit, realisedProfit, fees } = portfolio.account;
          const value = portfolio.positions.reduce((sum, position) => sum + position.marketValue, 0);
          expect([equity, Number.isInteger(equity)]).toEqual([cash + value, true]);
          expect(equity).toBe(100_000_000 + openProfit + realisedProfit - fees);
        });
        tradingRig(run, script, { keys }).play();
      }),
      { numRuns: 2_000 },
    );
  });

  test('no fill lies outside of its bar or is better than its quote, none rests on a bar that opened before its order counted', () => {
    fc.assert(
      fc.property(runs, fc.array(request, { minLength: 1, maxLength: 8 }), (run, wishes) => {
        const rig = tradingRig(run, scriptOf(run, wishes), { keys });
        rig.play();
        const { fills, orders } = rig.engine.trading!.record();
        for (const fill of fills) {
          const order = orders[fill.order - 1]!;
          expect(fill.knownAt).toBeGreaterThanOrEqual(fill.time);
          expect(fill.time).toBeGreaterThanOrEqual(order.activeAt);
          if (fill.source.kind === 'bar') {
            const { low, high } = barAt(run, fill.symbol, fill.source.time);
            expect(fill.price).toBeGreaterThanOrEqual(low);
            expect(fill.price).toBeLessThanOrEqual(high);
            if (fill.source.price === 'open' && order.parent === undefined) {
              expect(fill.source.time).toBeGreaterThanOrEqual(order.activeAt);
            }
          }
          if (fill.source.kind === 'quote') {
            const sign = fill.side === 'buy' ? 1 : -1;
            const isRested = 'limit' in order.kind && fill.price === order.kind.limit;
            const isInForce = fill.source.time <= fill.knownAt;
            expect(isInForce).toBe(true);
            if (!isRested)
              expect(quotesAt(run, fill.symbol, fill.side).some((q) => sign * fill.price >= sign * q)).toBe(true);
          }
          if ('limit' in order.kind) {
            const sign = fill.side === 'buy' ? 1 : -1;
            expect(sign * fill.price).toBeLessThanOrEqual(sign * order.kind.limit);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('seeks and cuts change nothing, whether the strategy can be saved or is played again (C7, C8)', () => {
    fc.assert(
      fc.property(
        anyRun,
        fc.array(request, { minLength: 1, maxLength: 8 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (run, wishes, places, checkpointEvents, isSaved) => {
          const straight = tradingRig(run, scriptOf(run, wishes), { keys });
          straight.play();
          const script = scriptOf(run, wishes);
          const rig = tradingRig(run, isSaved ? script : resimulated(script), { keys, checkpointEvents });
          const last = run.plan.sessions.at(-1)!.close;
          const first = run.plan.sessions[0]!.open;
          for (const place of places) {
            const time = Math.round(first + place * (last - first));
            rig.engine.rewindTo(time);
            rig.engine.stepUntil({ time }, 7);
            rig.engine.stepUntil({ events: 3 });
            const fresh = tradingRig(run, scriptOf(run, wishes), { keys });
            rig.engine.rewindTo(time);
            while (rig.engine.stepUntil({ time }, 11) === 'budget');
            fresh.engine.stepUntil({ time });
            expect(rig.engine.trading!.record()).toEqual(fresh.engine.trading!.record());
          }
          rig.play();
          expect(rig.engine.trading!.record()).toEqual(straight.engine.trading!.record());
          for (const { engine } of [rig, straight]) engine.flushLog();
          expect(rig.log.digest()).toBe(straight.log.digest());
        },
      ),
      { numRuns: 150 },
    );
  });

  test('the opposite orders of a run without costs earn the opposite', () => {
    let earning = 0;
    fc.assert(
      fc.property(barRun, fc.array(fc.constantFrom<'buy' | 'sell'>('buy', 'sell'), { minLength: 1 }), (bars, sides) => {
        const free = { cash: 1e6, leverage: 10, costs: { slippage: { type: 'none' } } };
        const profit = (mirror: boolean): number => {
          const wishes = sides.map((side): Wish => ({
            side: mirror === (side === 'buy') ? 'sell' : 'buy',
            quantity: 5,
            kind: { type: 'market' },
            timeInForce: 'gtc',
            hasBracket: false,
          }));
          const rig = tradingRig(bars, scriptOf(bars, wishes), { keys: free });
          rig.play();
          return rig.engine.trading!.portfolio.equity - 1e10;
        };
        const made = profit(false);
        if (made !== 0) earning += 1;
        expect(profit(true)).toBe(-made + 0);
      }),
      { numRuns: 1_000 },
    );
    expect(earning).toBeGreaterThan(500);
  });
});

/** A strategy without saved state: going back plays the run again. */
function resimulated({ state, ...script }: Script): Script {
  const initial = structuredClone(state?.value);
  return {
    ...script,
    start: () => {
      if (state !== undefined) state.value = structuredClone(initial);
    },
  };
}

function barAt(run: TestRun, symbol: string, time: number): { low: number; high: number } {
  for (const stream of run.blocks.flatMap(({ streams }) => streams)) {
    if (stream.kind !== 'bars' || stream.symbol !== symbol) continue;
    const columns: BarColumns = stream.columns;
    const row = columns.time.indexOf(time);
    if (row >= 0) return { low: columns.low[row]!, high: columns.high[row]! };
  }
  throw new Error(`no bar of ${symbol} at ${time}`);
}

function quotesAt(run: TestRun, symbol: string, side: 'buy' | 'sell'): readonly number[] {
  return run.blocks
    .flatMap(({ streams }) => streams)
    .flatMap((stream) => {
      if (stream.kind !== 'quotes' || stream.symbol !== symbol) return [];
      const columns: QuoteColumns = stream.columns;
      return [...(side === 'buy' ? columns.ask : columns.bid)];
    });
}

import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../../electron/coordinator/event-log-hash.ts';
import { LiveEngine } from '../../../electron/coordinator/live/live-engine.ts';
import { micros } from '../../../shared/market/time.ts';
import type { LiveInput } from '../../../shared/session/feed.ts';
import type { OrderKind } from '../../../shared/trading/order.ts';
import { liveRun } from '../../support/manual-feed.ts';
import { tradingConfig } from '../../support/trading-rig.ts';

const COSTS = { costs: { slippage: { type: 'none' } } };

/** A live session of 300 seconds of AAA with an account; times are seconds since its open. */
function market(): {
  readonly live: LiveEngine;
  readonly to: (second: number) => void;
  readonly bar: (second: number, open: number, close?: number) => void;
  readonly place: (kind: OrderKind) => void;
  readonly fills: () => unknown[];
} {
  const run = liveRun([{ type: 'bars', symbol: 'AAA', interval: '1s' }], [300], ['1m']);
  const { open } = run.plan.sessions[0]!;
  const trading = { config: tradingConfig(COSTS) };
  const options = { plan: run.plan, log: new EventLogHash(), listsEveryTrade: true, trading };
  const live = new LiveEngine({ ...options, seedOf: (index) => run.blocks[index] });
  live.take({ type: 'status', stream: 0, condition: 'connected', since: open });
  const to = (second: number): void => void live.advance(open + second * 1e6);
  to(0);
  const bar = (second: number, first: number, last = first): void => {
    const [high, low] = [Math.max(first, last), Math.min(first, last)];
    const values = { time: micros(open + second * 1e6), open: first, high, low, close: last, volume: 500 };
    live.take({ type: 'bar', stream: 0, bar: values, received: values.time } satisfies LiveInput);
  };
  const place = (kind: OrderKind): void => {
    live.engine.command({ type: 'place', order: { symbol: 'AAA', side: 'buy', quantity: 10, kind } });
    live.engine.stepUntil({ time: live.engine.clock });
  };
  const fills = (): unknown[] => live.engine.trading!.record().fills.map(({ price, quantity }) => [price, quantity]);
  return { live, to, bar, place, fills };
}

describe('orders in a live session', () => {
  it('fill on the next bar that comes, and never on one that is put in behind the clock (S17, S26)', () => {
    const { to, bar, place, fills } = market();
    bar(0, 100);
    to(5);
    place({ type: 'limit', limit: 98 });
    bar(3, 90);
    to(61);
    expect(fills()).toEqual([]);
    bar(61, 97);
    to(63);
    expect(fills()).toEqual([[97, 10]]);
  });

  it('on the close take the last bar of the session, also where a late one moved it (S23, S26)', () => {
    const { to, bar, place, fills, live } = market();
    bar(0, 100);
    bar(2, 102);
    to(20);
    place({ type: 'market-on-close' });
    bar(290, 120, 121);
    to(295);
    bar(280, 50);
    to(301);
    expect(live.engine.isEnded).toBe(true);
    expect(fills()).toEqual([[121, 10]]);
  });
});

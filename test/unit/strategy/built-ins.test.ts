import { describe, expect, it } from 'vitest';

import { Engine } from '../../../electron/engine/engine.ts';
import { strategyFactory } from '../../../electron/coordinator/strategy/strategy-factory.ts';
import { BUILT_INS } from '../../../electron/strategy/built-in/built-ins.ts';
import { wholeParams } from '../../../electron/strategy/check-params.ts';
import { readDeclaration } from '../../../electron/strategy/strategy-class.ts';
import { EventLogHash } from '../../../electron/coordinator/event-log-hash.ts';
import type { Interval } from '../../../shared/market/interval.ts';
import { type Row, tradingConfig, valueRun } from '../../support/trading-rig.ts';

interface Traded {
  /** `buy 10 @12` with the second of its fill. */
  readonly fills: readonly string[];
  readonly ended: readonly string[];
}

/** One session of minutes of one symbol through the engine, fills at the next bar's open without slippage. */
function trade(name: string, params: object, bars: readonly Row[], trades: readonly Row[] = [], minutes = 60): Traded {
  const streams = [
    { type: 'bars', symbol: 'AAA', interval: '1m' },
    ...(trades.length === 0 ? [] : [{ type: 'trades', symbol: 'AAA' } as const]),
  ] as const;
  const run = valueRun(streams, [[bars, trades]], { seconds: minutes * 60 });
  const declared = readDeclaration(BUILT_INS.get(name)).parameters;
  const source = { type: 'built-in', name, params: wholeParams(declared, params as never) } as const;
  const keys = {
    cash: 100_000,
    sizing: { type: 'units', value: 10 },
    costs: { slippage: { type: 'none' } },
    fills: { market: 'next-open' },
  };
  const engine = new Engine({
    plan: run.plan,
    blockOf: (index) => run.blocks[index],
    log: new EventLogHash(),
    trading: { config: tradingConfig(keys), strategy: strategyFactory({ source, seed: 1 }) },
  });
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  const open = run.plan.sessions[0]?.open ?? 0;
  const { fills = [], orders = [] } = engine.trading?.record() ?? {};
  return {
    fills: fills.map((fill) => `${fill.side} ${fill.quantity} @${fill.price} at ${(fill.time - open) / 60e6}`),
    ended: orders.filter(({ status }) => status !== 'filled').map(({ kind, status }) => `${kind.type} ${status}`),
  };
}

/** Bars of a minute that open where the last closed. */
function walk(...closes: readonly number[]): Row[] {
  return closes.map((close, minute) => {
    const open = closes[minute - 1] ?? close;
    return [minute * 60, open, Math.max(open, close), Math.min(open, close), close];
  });
}

it.each([...BUILT_INS.keys()])('%s is saved at moments of a run, so that a seek is quick', (name) => {
  const run = valueRun([{ type: 'bars', symbol: 'AAA', interval: '1m' }], [[walk(10, 11, 12)]], { seconds: 180 });
  const params = wholeParams(readDeclaration(BUILT_INS.get(name)).parameters, {});
  const strategy = strategyFactory({ source: { type: 'built-in', name, params }, seed: 1 });
  const engine = new Engine({
    plan: { ...run.plan, derivedIntervals: [...run.plan.derivedIntervals, '5m' as Interval] },
    blockOf: (index) => run.blocks[index],
    log: new EventLogHash(),
    trading: { config: tradingConfig({}), strategy },
  });
  engine.stepUntil({ events: 2 });
  expect(engine.trading?.save()?.strategy).toBeDefined();
});

describe('sma-cross', () => {
  it('buys at the open after the fast average came to stand above the slow one, and sells after it came below', () => {
    const bars = walk(10, 9, 8, 11, 12, 13, 9, 8, 8);
    expect(trade('sma-cross', { fast: 1, slow: 3 }, bars).fills).toEqual(['buy 10 @11 at 4', 'sell 10 @9 at 7']);
  });

  it('reverses with side both', () => {
    const bars = walk(10, 9, 8, 11, 12, 13, 9, 8, 8);
    expect(trade('sma-cross', { fast: 1, slow: 3, side: 'both' }, bars).fills).toEqual([
      'buy 10 @11 at 4',
      'sell 10 @9 at 7',
      'sell 10 @9 at 7',
    ]);
  });

  it('takes averages that meet and part to the same side for no cross', () => {
    const bars = walk(10, 9, 8, 11, 11, 11, 11, 12, 13);
    expect(trade('sma-cross', { fast: 1, slow: 3 }, bars).fills).toEqual(['buy 10 @11 at 4']);
  });

  it('decides nothing while the slow average warms up', () => {
    expect(trade('sma-cross', { fast: 1, slow: 5 }, walk(10, 9, 12, 8, 13)).fills).toEqual([]);
  });
});

describe('buy-and-hold', () => {
  it('buys when its first bar closes and holds', () => {
    expect(trade('buy-and-hold', {}, walk(10, 11, 12, 9)).fills).toEqual(['buy 10 @10 at 1']);
  });
});

describe('opening-range', () => {
  const params = { minutes: 3, closing: 2 };

  it('buys once when a bar closes above the first minutes’ range, and is flat before the close', () => {
    const bars = walk(10, 12, 11, 11.5, 12.5, 13, 12.2, 13, 13.5, 13.6);
    const { fills, ended } = trade('opening-range', params, bars, [], 10);
    expect(fills).toEqual(['buy 10 @12.5 at 5', 'sell 10 @13 at 8']);
    expect(ended).toEqual(['stop cancelled']);
  });

  it('has its stop at the range’s other side', () => {
    const bars = walk(10, 12, 11, 12.5, 12, 9, 9, 9, 9, 9);
    expect(trade('opening-range', params, bars, [], 10).fills).toEqual([
      'buy 10 @12.5 at 4',
      expect.stringMatching(/^sell 10 @10 /),
    ]);
  });

  it('takes its target at so many ranges beyond the edge', () => {
    const bars = walk(10, 12, 11, 12.5, 13, 15, 15, 15, 15, 15);
    expect(trade('opening-range', { ...params, target: 1 }, bars, [], 10).fills).toEqual([
      'buy 10 @12.5 at 4',
      expect.stringMatching(/^sell 10 @14 /),
    ]);
  });

  it('sells short below the range, with side long it does not', () => {
    const bars = walk(10, 12, 11, 9.5, 9, 9, 9, 9, 9, 9);
    expect(trade('opening-range', params, bars, [], 10).fills[0]).toBe('sell 10 @9.5 at 4');
    expect(trade('opening-range', { ...params, side: 'long' }, bars, [], 10).fills).toEqual([]);
  });
});

describe('squeeze', () => {
  const params = { interval: '1m', length: 4, deviations: 1, multiple: 1, patience: 3 };
  /** Wide bars with closes close together, then a jump. */
  const quiet: Row[] = Array.from({ length: 12 }, (_, minute) => [minute * 60, 100, 101, 99, 100 + (minute % 2) * 0.1]);
  const jump: Row[] = walk(100.1, 102, 104, 106, 90, 90)
    .slice(1)
    .map(([, ...prices], i) => [(12 + i) * 60, ...prices]);

  it('buys after the first close above the band when the bands have left the channel, and leaves below the middle', () => {
    const { fills } = trade('squeeze', params, [...quiet, ...jump]);
    expect(fills).toEqual(['buy 10 @104 at 14', 'sell 10 @90 at 16']);
  });

  it('does not buy where volume delta fell since the squeeze began, and does where it rose', () => {
    const prints = (up: boolean): Row[] =>
      Array.from({ length: 160 }, (_, i) => [i * 5 + 1, 100 + (up ? i : -i) * 0.01, 10]);
    expect(
      trade('squeeze', params, [...quiet, ...jump], prints(false)).fills.filter((fill) => fill.startsWith('buy')),
    ).toEqual([]);
    expect(trade('squeeze', params, [...quiet, ...jump], prints(true)).fills[0]).toMatch(/^buy/);
  });
});

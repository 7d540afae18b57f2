import { describe, expect, it } from 'vitest';

import type { OrderOptions } from '../../../electron/strategy/api/context.ts';
import { toRequest } from '../../../electron/strategy/runner/order-entry.ts';

describe('orders as strategies state them', () => {
  it.each<[string, OrderOptions, object]>([
    ['market', {}, { kind: { type: 'market' } }],
    ['limit', { limit: 10, quantity: 5 }, { kind: { type: 'limit', limit: 10 }, quantity: 5 }],
    ['stop', { stop: 11 }, { kind: { type: 'stop', stop: 11 } }],
    ['stop-limit', { stop: 11, limit: 12 }, { kind: { type: 'stop-limit', stop: 11, limit: 12 } }],
    ['trailing stop', { trail: 0.5 }, { kind: { type: 'trailing-stop', distance: 0.5, unit: 'price' } }],
    ['trailing part', { trailFraction: 0.01 }, { kind: { type: 'trailing-stop', distance: 0.01, unit: 'fraction' } }],
    ['at the open', { at: 'open' }, { kind: { type: 'market-on-open' } }],
    ['at the close', { at: 'close', timeInForce: 'day' }, { kind: { type: 'market-on-close' }, timeInForce: 'day' }],
    [
      'bracket',
      { takeProfit: 12, stopLoss: 9 },
      { kind: { type: 'market' }, bracket: { target: 12, stop: { type: 'stop', stop: 9 } } },
    ],
    [
      'bracket with a trailing stop',
      { trailingStopLoss: 1 },
      { kind: { type: 'market' }, bracket: { stop: { type: 'trailing-stop', distance: 1, unit: 'price' } } },
    ],
    [
      'group and flags',
      { limit: 1, group: 'g', reduceOnly: true, outsideSession: true, tag: 't' },
      { kind: { type: 'limit', limit: 1 }, group: 'g', reduceOnly: true, outsideSession: true, tag: 't' },
    ],
  ])('%s', (_name, options, expected) => {
    expect(toRequest('SPY', 'buy', options)).toEqual({ symbol: 'SPY', side: 'buy', ...expected });
  });

  it('keeps a limit or stop that is no number, for the broker to refuse', () => {
    const [limit, stop] = [{ limit: null }, { stop: null }] as unknown as OrderOptions[];
    expect(toRequest('SPY', 'buy', limit!).kind).toEqual({ type: 'limit', limit: null });
    expect(toRequest('SPY', 'buy', stop!).kind).toEqual({ type: 'stop', stop: null });
  });

  it('refuses options that exclude one another', () => {
    expect(() => toRequest('SPY', 'buy', { limit: 1, trail: 1 })).toThrow(/one of: limit and stop, trail/);
    expect(() => toRequest('SPY', 'buy', { stopLoss: 1, trailingStopLoss: 1 })).toThrow(/not both/);
  });
});

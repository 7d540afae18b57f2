import type { OrderRequest } from '../../../shared/trading/order.ts';
import type { Row } from '../../support/trading-rig.ts';

export type Request = Omit<OrderRequest, 'symbol'>;

/** A hand-worked example: data in, orders placed when the first datum is known, fills out. */
export interface FillCase {
  readonly rule: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly orders: readonly Request[];
  /** Of the configuration; absent: no slippage. */
  readonly keys?: object;
  /** Second, side, quantity and price of each fill, and the price of its datum that was hit. */
  readonly fills: readonly (readonly [number, string, number, number, string])[];
  /** State of each order in the end. */
  readonly states?: readonly string[];
}

export const NO_SLIPPAGE = { costs: { slippage: { type: 'none' } } };

/** A bar whose four prices are one. */
export const flat = (second: number, price: number): Row => [second, price, price, price, price];

export const market: Request = { side: 'buy', quantity: 10, kind: { type: 'market' } };

export const onClose: Request = { side: 'buy', quantity: 10, kind: { type: 'market-on-close' } };

export const limit = (price: number, side: 'buy' | 'sell' = 'buy'): Request => ({
  side,
  quantity: 10,
  kind: { type: 'limit', limit: price },
});

export const stop = (price: number, side: 'buy' | 'sell' = 'buy'): Request => ({
  side,
  quantity: 10,
  kind: { type: 'stop', stop: price },
});

export const stopLimit = (at: number, price: number, side: 'buy' | 'sell' = 'buy'): Request => ({
  side,
  quantity: 10,
  kind: { type: 'stop-limit', stop: at, limit: price },
});

export const trailing = (distance: number, unit: 'price' | 'fraction', side: 'buy' | 'sell' = 'sell'): Request => ({
  side,
  quantity: 10,
  kind: { type: 'trailing-stop', distance, unit },
});

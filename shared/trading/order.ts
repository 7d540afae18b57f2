import type { Micros } from '../market/time.ts';

export type Side = 'buy' | 'sell';

/** When an order that is not filled ends (F2). `day` ends at its session's close; `ioc` fills what it can when it becomes active and
 * drops the rest; `fok` fills in whole then or not at all. */
export type TimeInForce = 'day' | 'gtc' | 'ioc' | 'fok';

/** What makes an order trade. Prices are account prices of the symbol; a trailing distance is in price or as a fraction of it. */
export type OrderKind =
  | { readonly type: 'market' }
  | { readonly type: 'limit'; readonly limit: number }
  | { readonly type: 'stop'; readonly stop: number }
  | { readonly type: 'stop-limit'; readonly stop: number; readonly limit: number }
  | { readonly type: 'trailing-stop'; readonly distance: number; readonly unit: 'price' | 'fraction' }
  | { readonly type: 'market-on-open' }
  | { readonly type: 'market-on-close' };

/** One for all: a run keeps the kind of each of its orders. */
export const MARKET: OrderKind & { readonly type: 'market' } = Object.freeze({ type: 'market' });

/** An intent as a strategy or a person states it. */
export interface OrderRequest {
  readonly symbol: string;
  readonly side: Side;
  /** Units, above 0, a multiple of the lot size; absent: by the configuration's sizing at the moment of the request. */
  readonly quantity?: number;
  readonly kind: OrderKind;
  /** Default `gtc`. */
  readonly timeInForce?: TimeInForce;
  /** Orders that become active when this one is filled, for as much as was filled; as soon as one of them is filled the others are cancelled. */
  readonly bracket?: {
    readonly target?: number;
    readonly stop?: OrderKind & { readonly type: 'stop' | 'trailing-stop' };
  };
  /** Orders of one group cancel each other when one of them is filled (OCO). */
  readonly group?: string;
  /** Only makes a position smaller: what goes beyond is dropped. */
  readonly reduceOnly?: boolean;
  /** May be placed outside of the session (S19). */
  readonly outsideSession?: boolean;
  readonly tag?: string;
}

/** `waiting`: placed, not active yet (S4, latency, or a bracket's exit before its entry). */
export type OrderStatus = 'waiting' | 'active' | 'filled' | 'cancelled' | 'expired' | 'refused';

export interface Order {
  /** From 1, in the order they were placed. */
  readonly id: number;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly filled: number;
  readonly kind: OrderKind;
  readonly timeInForce: TimeInForce;
  readonly status: OrderStatus;
  /** When it was decided, and from when it may be filled (S4). */
  readonly placedAt: Micros;
  readonly activeAt: Micros;
  /** When it came to its end. */
  readonly endedAt?: Micros;
  /** Quantity-weighted price of its fills. */
  readonly averagePrice?: number;
  readonly parent?: number;
  readonly group?: string;
  readonly tag?: string;
  /** A person placed it (F5). */
  readonly isManual: boolean;
  /** Why it was refused, cancelled or expired. */
  readonly reason?: string;
}

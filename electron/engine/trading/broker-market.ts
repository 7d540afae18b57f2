import type { Micros } from '../../../shared/market/time.ts';
import type { FillSource } from '../../../shared/trading/fill.ts';
import type { Order } from '../../../shared/trading/order.ts';
import type { FillFields } from './execution.ts';

/** What the broker needs to know of the moment, and whom it tells. */
export interface BrokerMarket {
  readonly now: Micros;
  /** Between a session's start and its end. */
  readonly isOpen: boolean;
  /** At a session's first instant, before its data: an order for the open is for this one. */
  readonly isAtOpen: boolean;
  /** Session time since the symbol's last datum was known, in ms (S19). */
  ageMs(index: number): number;
  /** The last known price of a symbol: what a decision can rest on. */
  lastPrice(index: number): number | undefined;
  /** The quote in force, if it is within the stale limit (S16, S23). */
  quoteInForce(index: number): QuoteSides | undefined;
  /** The session's last base bar, or its last print where the symbol has no bars. */
  lastDatum(index: number): LastDatum | undefined;
  /** Volume of the account's fills this month, units. */
  readonly monthVolume: number;
  /** A waiting order becomes active at `time`. */
  activates(time: number): void;
  placed(order: Order): void;
  filled(fill: FillFields, index: number, realised: number): void;
  ended(order: Order): void;
  /** Played again, the run came to `order` where it had come to `before`. */
  differs(before: Order, order: Order): void;
}

/** What a session's closing orders are filled by. */
export interface LastDatum {
  readonly source: FillSource;
  readonly known: Micros;
  readonly price: number;
  readonly low: number;
  readonly high: number;
  readonly size: number;
}

export interface QuoteSides {
  readonly time: Micros;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

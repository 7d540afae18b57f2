import type { Micros } from '../market/time.ts';
import type { Side } from './order.ts';

/** The datum that filled an order: a quote in force, a base bar, a trade. `time` is its stamp. */
export interface FillSource {
  readonly kind: 'quote' | 'bar' | 'trade';
  readonly time: Micros;
  /** Which price of it: the side hit, the open, the order's own price inside the bar, the close of the session's last bar. */
  readonly price: 'ask' | 'bid' | 'open' | 'stop' | 'limit' | 'close' | 'trade';
}

/** An execution. Money is in 1/10,000 of the account's currency (S21). */
export interface Fill {
  /** From 1, in the order they happened. */
  readonly id: number;
  readonly order: number;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly price: number;
  /** When it happened in the market: with a bar its open, or its close where the path inside is not known. */
  readonly time: Micros;
  /** The session clock when it became known: never before `time`. */
  readonly knownAt: Micros;
  readonly commission: number;
  /** What slippage cost against the price of the source, never below 0 in sum with the spread. */
  readonly slippage: number;
  readonly source: FillSource;
  /** A stop and a target lay in one bar; the stop was taken (S18). */
  readonly isAmbiguous: boolean;
  readonly isManual: boolean;
  readonly tag?: string;
}

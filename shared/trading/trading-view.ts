import type { Fill } from './fill.ts';
import type { Order } from './order.ts';
import type { Account, Position } from './position.ts';

/** The account as of the clock, for the window. Money is in 1/10,000 of `currency`. */
export interface TradingView {
  readonly currency: string;
  readonly equityStart: number;
  readonly account: Account;
  readonly positions: readonly Position[];
  /** Those that can still be filled, in the order they were placed. */
  readonly orders: readonly Order[];
  /** Where those of them that trail stand now; none before the first price that they follow. */
  readonly trailing: readonly TrailingLevel[];
  /** Exits with a price that entries without a fill will place. */
  readonly planned: readonly PlannedExit[];
  readonly fillCount: number;
  /** Newest first, at most {@link SHOWN_FILLS}. */
  readonly fills: readonly Fill[];
  /** The last order that was refused, so that it can be told why. */
  readonly lastRefused?: Order;
}

export interface TrailingLevel {
  readonly order: number;
  readonly price: number;
}

export interface PlannedExit {
  /** The entry's. */
  readonly order: number;
  readonly role: 'target' | 'stop';
  readonly price: number;
}

export const SHOWN_FILLS = 100;

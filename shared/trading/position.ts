import type { Micros } from '../market/time.ts';

/** A holding as of the clock. Money is in 1/10,000 of the account's currency (S21). */
export interface Position {
  readonly symbol: string;
  /** Units, below 0 when short. */
  readonly quantity: number;
  readonly averagePrice: number;
  /** Mark by S25; the average price before any. */
  readonly mark: number;
  readonly marketValue: number;
  readonly openProfit: number;
  readonly realisedProfit: number;
}

/** The account as of the clock, in 1/10,000 of its currency (S21). `equity` is cash and positions at mark. */
export interface Account {
  readonly cash: number;
  readonly equity: number;
  readonly realisedProfit: number;
  readonly openProfit: number;
  readonly fees: number;
  readonly buyingPower: number;
  readonly marginUsed: number;
}

/** Entry to exit of a position: from flat to flat, or to the other side. */
export interface RoundTrip {
  readonly symbol: string;
  readonly side: 'long' | 'short';
  /** Largest quantity held. */
  readonly quantity: number;
  readonly entryTime: Micros;
  readonly exitTime: Micros;
  readonly entryPrice: number;
  readonly exitPrice: number;
  /** After fees, 1/10,000 of the currency. */
  readonly profit: number;
  readonly fees: number;
  /** Profit over the value at entry, a fraction. */
  readonly return: number;
  /** Worst and best open profit while it lasted (adverse and favourable excursion), 1/10,000 of the currency. */
  readonly adverse: number;
  readonly favourable: number;
  /** Base bars it was held. */
  readonly bars: number;
  /** Base slots of its symbol from entry to exit, and those of them that are missing (S13); 0 of a symbol without bars. */
  readonly expectedSlots: number;
  readonly missingSlots: number;
  readonly isAmbiguous: boolean;
  readonly fills: readonly number[];
  readonly tag?: string;
}

import type { Fill } from '../../../shared/trading/fill.ts';
import type { Order, OrderRequest, TimeInForce } from '../../../shared/trading/order.ts';
import type { Bar, Quote, SessionReads, Trade } from './data.ts';
import type { Indicators } from './indicators.ts';

/** What every handler gets: the only way for a strategy to see the market and to act. */
export interface Context {
  readonly data: SessionReads;
  readonly indicators: Indicators;
  readonly orders: Orders;
  readonly portfolio: Portfolio;
  readonly timers: Timers;
  /** Seeded by the configuration: the same numbers in the same run. */
  readonly random: Random;
  /** A line of the run's log, stamped with the session clock. */
  log(text: string): void;
  warn(text: string): void;
  /** A point of a line on the symbol's charts at the session clock, over the bars or in a pane of its own. */
  plot(name: string, value: number | undefined, options?: PlotOptions): void;
}

export interface PlotOptions {
  /** Default: the run's first symbol. */
  readonly symbol?: string;
  /** Default `price`: over the bars. */
  readonly pane?: 'price' | 'own';
}

/** A bar that just closed. Reused, as {@link Bar} is. */
export interface BarEvent extends Bar {
  readonly symbol: string;
  readonly interval: string;
  /** Computed from finer bars. */
  readonly isDerived: boolean;
}

export interface QuoteEvent extends Quote {
  readonly symbol: string;
}

export interface TradeEvent extends Trade {
  readonly symbol: string;
}

/** An execution, money in units of the account's currency. */
export interface FillEvent extends Omit<Fill, 'commission' | 'slippage'> {
  readonly commission: number;
  readonly slippage: number;
}

/** How an order is to trade. Without prices it is a market order; `limit`, `stop` or both make it a limit, stop or stop-limit order. */
export interface OrderOptions {
  /** Units; absent: by the configuration's `sizing`. */
  readonly quantity?: number;
  readonly limit?: number;
  readonly stop?: number;
  /** A stop that follows the price at this distance, in price or as a fraction of it. */
  readonly trail?: number;
  readonly trailFraction?: number;
  /** At the session's opening or closing price. */
  readonly at?: 'open' | 'close';
  /** Default `gtc`. */
  readonly timeInForce?: TimeInForce;
  /** Exits that become active when the order is filled; as soon as one of them is filled the other is cancelled. */
  readonly takeProfit?: number;
  readonly stopLoss?: number;
  readonly trailingStopLoss?: number;
  /** Orders of one group cancel each other when one of them is filled. */
  readonly group?: string;
  /** Only makes a position smaller. */
  readonly reduceOnly?: boolean;
  readonly outsideSession?: boolean;
  /** Kept with the order, its fills and the round trip. */
  readonly tag?: string;
}

/** Orders become active after all market events of the instant at which they are placed: nothing fills on what was already seen. */
export interface Orders {
  /** Places an order and returns it; one that cannot be taken comes back with `status: 'refused'` and its `reason`. */
  buy(symbol: string, options?: OrderOptions): Order;
  sell(symbol: string, options?: OrderOptions): Order;
  place(request: OrderRequest): Order;
  /** Closes the symbol's position at the market and cancels its orders; `undefined` when there is nothing to close. */
  close(symbol: string): Order | undefined;
  /** False when it has ended already. */
  cancel(order: Order | number): boolean;
  /** Returns how many were cancelled. */
  cancelAll(symbol?: string): number;
  /** Those that can still be filled, in the order they were placed. Each call says how they are then: compare orders by `id`. */
  open(symbol?: string): readonly Order[];
  get(id: number): Order | undefined;
}

/** The account as of the clock, in units of its currency. */
export interface Portfolio {
  readonly cash: number;
  /** Cash and positions at mark. */
  readonly equity: number;
  readonly buyingPower: number;
  readonly realisedProfit: number;
  readonly openProfit: number;
  readonly fees: number;
  /** Units held, below 0 when short, 0 when flat. */
  quantity(symbol: string): number;
  position(symbol: string): PositionReading | undefined;
  readonly positions: readonly PositionReading[];
}

export interface PositionReading {
  readonly symbol: string;
  readonly quantity: number;
  readonly averagePrice: number;
  readonly mark: number;
  readonly marketValue: number;
  readonly openProfit: number;
  readonly realisedProfit: number;
}

/** `onTimer` comes after all market events of its instant. A name that is set again replaces the earlier time. */
export interface Timers {
  /** At an instant, in microseconds; one beyond the session's close waits for the session that has it. */
  at(name: string, time: number): void;
  after(name: string, minutes: number): void;
  /** Minutes before this session's close. */
  beforeClose(name: string, minutes: number): void;
  clear(name: string): void;
}

export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number, both ends included. */
  integer(from: number, to: number): number;
}

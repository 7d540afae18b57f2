import type { Interval } from '../market/interval.ts';
import type { SeriesKind } from '../market/series.ts';
import type { Micros } from '../market/time.ts';
import type { Fill } from './fill.ts';
import type { Order, OrderRequest } from './order.ts';
import type { Account, Position } from './position.ts';

/** Between the engine and a strategy, neither of which imports the other. The engine calls the hooks in the order of S3, each after
 * session data show the event; the strategy acts through the services, and nothing else reaches it (S4, S5). */
export interface StrategyHooks {
  /** Before the first session's start. */
  start(): void;
  sessionStart(): void;
  /** A row of one of the run's slots was delivered: `slot` is its index in {@link StrategyServices.slots}. */
  bar(slot: number, row: number): void;
  quote(slot: number): void;
  trade(slot: number): void;
  /** It does something about fills: the others need not be told. */
  readonly hearsFills: boolean;
  fill(fill: Fill): void;
  /** An order came to its end without being filled in whole. */
  orderEnded(order: Order): void;
  timer(name: string): void;
  sessionEnd(): void;
  /** After the last session's end. */
  end(): void;
  /** The state as plain data, or `undefined` where the strategy cannot save it: seeking back then plays the run from its start. */
  save(): unknown;
  restore(state: unknown): void;
  /** As new: the run begins again. */
  reset(): void;
}

/** One sequence of events that a run delivers. */
export interface StrategySlot {
  readonly kind: SeriesKind;
  readonly symbol: string;
  /** Bars only. */
  readonly interval?: Interval;
  readonly isDerived: boolean;
}

export interface StrategyServices<Data = unknown> {
  /** Session data as of the event (B2). */
  readonly data: Data;
  readonly slots: readonly StrategySlot[];
  readonly orders: OrderDesk;
  readonly portfolio: PortfolioReads;
  /** Calls `timer(name)` after all market events of `at` (S3); a time not after the clock means this instant's end. Again with the
   * same name replaces it; one beyond the session's close is due at the next session that has it, else never. */
  setTimer(name: string, at: Micros): void;
  clearTimer(name: string): void;
  log(level: 'info' | 'warning', text: string): void;
  /** A point of a line of the strategy's own on the symbol's charts, at the clock. */
  plot(line: PlotLine, value: number): void;
}

export interface PlotLine {
  readonly name: string;
  readonly symbol: string;
  /** Over the bars, or in a pane beneath. */
  readonly pane: 'price' | 'own';
}

export interface OrderDesk {
  /** Places an order and returns it, active after all market events of this instant (S4); one that cannot be taken comes back `refused` with its reason (S19). */
  place(request: OrderRequest): Order;
  cancel(id: number): boolean;
  cancelAll(symbol?: string): number;
  /** Closes the symbol's position at the market and cancels its orders. */
  close(symbol: string): Order | undefined;
  /** Those that can still be filled, in the order they were placed. */
  open(symbol?: string): readonly Order[];
  get(id: number): Order | undefined;
}

export interface PortfolioReads {
  readonly account: Account;
  readonly positions: readonly Position[];
  /** Units, 0 when flat. */
  quantity(symbol: string): number;
  position(symbol: string): Position | undefined;
}

/** Makes the strategy of a run. Called once, before the run's first event; throws an AppError where the strategy cannot be made. */
export type StrategyFactory<Data = unknown> = (services: StrategyServices<Data>) => StrategyHooks;

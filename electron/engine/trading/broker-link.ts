import type { Micros, SessionDate } from '../../../shared/market/time.ts';
import type { Order } from '../../../shared/trading/order.ts';
import type { EventLog } from '../event-log.ts';
import type { SessionClock } from '../session-clock.ts';
import type { AccountBook } from './account-book.ts';
import type { BrokerMarket, LastDatum, QuoteSides } from './broker-market.ts';
import type { FillFields } from './execution.ts';
import type { MarketView } from './market-view.ts';
import { unlikeBefore } from './unlike-before.ts';

export interface BrokerLinkParts {
  readonly market: MarketView;
  readonly account: AccountBook;
  readonly clock: SessionClock;
  readonly log: EventLog;
  /** Something is due at the end of an instant. */
  readonly wakeAt: (time: number) => void;
}

/** What the broker asks is answered from the market view; what it tells goes to log and account, and waits for the strategy. */
export class BrokerLink implements BrokerMarket {
  isOpen = false;
  /** Units filled in the month of the session. */
  monthVolume = 0;
  readonly #parts: BrokerLinkParts;
  /** In the order they happened; kept when all were told: to make a list anew for each fill takes longer than to tell of it. */
  readonly #untold: (number | Order)[] = [];
  #untoldCount = 0;
  #told = 0;
  #difference: readonly [before: Order, order: Order] | undefined;
  /** For the window alone: it decides nothing. */
  #lastRefused: Order | undefined;

  constructor(parts: BrokerLinkParts) {
    this.#parts = parts;
  }

  get now(): Micros {
    return this.#parts.clock.now;
  }

  get isAtOpen(): boolean {
    return this.#parts.market.isAtOpen;
  }

  get hasUntold(): boolean {
    return this.#untoldCount > 0;
  }

  /** Throws `strategy-failed` where the run, played again, has come to another order than before. */
  checkSame(): void {
    if (this.#difference !== undefined) throw unlikeBefore(this.now, ...this.#difference);
  }

  /** The last refused order as of the clock. */
  get lastRefused(): Order | undefined {
    const refused = this.#lastRefused;
    return refused?.endedAt === undefined || refused.endedAt > this.now ? undefined : refused;
  }

  /** How many fills and ends of orders nobody was told of yet. */
  get untold(): number {
    return this.#untoldCount - this.#told;
  }

  /** The first of them, of a fill its place among the account's; there must be one. */
  takeUntold(): number | Order {
    const first = this.#untold[this.#told++] as number | Order;
    if (this.#told === this.#untoldCount) this.forgetUntold();
    return first;
  }

  forgetUntold(): void {
    this.#untoldCount = 0;
    this.#told = 0;
  }

  ageMs(index: number): number {
    return this.#parts.market.ageMs(index);
  }

  lastPrice(index: number): number | undefined {
    return this.#parts.market.lastPrice(index);
  }

  quoteInForce(index: number): QuoteSides | undefined {
    return this.#parts.market.quoteInForce(index);
  }

  lastDatum(index: number): LastDatum | undefined {
    return this.#parts.market.lastDatum(index);
  }

  activates(time: number): void {
    this.#parts.wakeAt(time);
  }

  placed(order: Order): void {
    this.#parts.log.order(order, false);
    this.#noteRefused(order);
  }

  filled(fill: FillFields, index: number, realised: number): void {
    this.monthVolume += fill.quantity;
    this.#parts.account.filled(fill, index, realised);
    this.#tellOf(fill.id - 1);
  }

  ended(order: Order): void {
    this.#parts.log.order(order, true);
    this.#noteRefused(order);
    this.#tellOf(order);
  }

  /** Told when the engine has control again: thrown here, a strategy could catch it. */
  differs(before: Order, order: Order): void {
    this.#difference ??= [before, order];
    this.#tellOf(order);
  }

  /** Tiers count a calendar month's volume. */
  sessionOf(date: SessionDate, before: SessionDate | undefined): void {
    if (date.slice(0, 7) !== before?.slice(0, 7)) this.monthVolume = 0;
  }

  #tellOf(one: number | Order): void {
    this.#untold[this.#untoldCount++] = one;
  }

  #noteRefused(order: Order): void {
    if (order.status === 'refused') this.#lastRefused = order;
  }
}

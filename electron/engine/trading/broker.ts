import { AppError } from '../../../shared/lang/app-error.ts';
import type { BarColumns } from '../../../shared/market/columns.ts';
import { type Micros, formatIso } from '../../../shared/market/time.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';
import { MARKET, type Order, type OrderKind, type OrderRequest } from '../../../shared/trading/order.ts';
import type { TradingCommand } from '../../../shared/trading/command.ts';
import type { OrderDesk } from '../../../shared/trading/strategy-port.ts';
import type { PlannedExit, TrailingLevel } from '../../../shared/trading/trading-view.ts';
import type { BrokerMarket, QuoteSides } from './broker-market.ts';
import { Executor } from './executor.ts';
import type { Instrument } from './instrument.ts';
import { Matcher } from './matcher.ts';
import { MONEY } from './money.ts';
import { checkRequest, isWholeLots, sizeOf } from './order-check.ts';
import { OrderBook, type OrderBookState } from './order-book.ts';
import type { Portfolio } from './portfolio.ts';
import { bracketOnScale, kindOnScale } from './order-prices.ts';
import { unlikeBefore } from './unlike-before.ts';
import { changedKind, isOpen, newWorking, trailingLevel, type WorkingOrder } from './working-order.ts';

export type OrderChange = Pick<Extract<TradingCommand, { readonly type: 'change' }>, 'limit' | 'stop' | 'quantity'>;

/** What an order would be with a change. */
interface Changed {
  readonly working: WorkingOrder;
  readonly kind: OrderKind;
  readonly quantity: number;
}

export interface BrokerState extends OrderBookState {
  readonly fills: number;
}

/** Takes orders and fills them as they really could have been (F2, F3, S16 to S20). It knows the market only through what it is
 * handed, one datum at a time. */
export class Broker implements OrderDesk {
  readonly #config: TradingConfig;
  readonly #portfolio: Portfolio;
  readonly #market: BrokerMarket;
  readonly #book: OrderBook;
  readonly #executor: Executor;
  readonly #matcher: Matcher;
  isManual = false;

  constructor(config: TradingConfig, instruments: readonly Instrument[], portfolio: Portfolio, market: BrokerMarket) {
    this.#config = config;
    this.#portfolio = portfolio;
    this.#market = market;
    this.#book = new OrderBook(instruments, market);
    this.#executor = new Executor(config, this.#book, portfolio, market, instruments.length);
    this.#matcher = new Matcher(config.fills.limit, this.#book, this.#executor, market);
  }

  /** When the next waiting order becomes active, or infinity. */
  get nextActivation(): number {
    return this.#book.nextActivation;
  }

  get orders(): readonly Order[] {
    return this.#book.all;
  }

  /** Number of working orders by instrument, to be read only. */
  get workingCounts(): Uint32Array {
    return this.#book.counts;
  }

  /** Throws `bad-request` for a symbol that is not in the run. */
  instrumentOf(symbol: string): Instrument {
    return this.#book.instrumentOf(symbol);
  }

  /** Prices between two of the symbol's scale are moved against the order. */
  place(asked: OrderRequest): Order {
    checkRequest(asked);
    const instrument = this.instrumentOf(asked.symbol);
    const request = onScale(asked, instrument.priceScale);
    const price = this.#market.lastPrice(instrument.index);
    const quantity = request.quantity ?? this.#sized(instrument, request.kind, price);
    const { now } = this.#market;
    const working = newWorking(instrument, request, quantity, {
      id: this.#book.nextId,
      isManual: this.isManual,
      placedAt: now,
      activeAt: (now + this.#latency) as Micros,
    });
    this.#book.note(working);
    const refusal = this.#refusalOf(instrument, request, quantity, price);
    if (refusal !== undefined) this.#book.noteEnd(working, 'refused', refusal);
    const order = this.#book.orderOf(working);
    this.#market.placed(order);
    if (refusal !== undefined) return order;
    working.waitsForOpen = request.kind.type === 'market-on-open' && !this.#market.isAtOpen;
    this.#book.work(working);
    return order;
  }

  cancel(id: number, reason = 'cancelled'): boolean {
    const working = this.#book.find(id);
    if (working === undefined) return false;
    this.#book.end(working, 'cancelled', reason);
    return true;
  }

  cancelAll(symbol?: string, reason?: string): number {
    const open = this.#openOf(symbol);
    for (const { id } of open) this.cancel(id, reason);
    return open.length;
  }

  close(symbol: string): Order | undefined {
    const { index } = this.instrumentOf(symbol);
    if (this.#book.workingOf(index).length > 0) this.cancelAll(symbol);
    const quantity = this.#portfolio.quantityOf(index);
    if (quantity === 0) return undefined;
    const side = quantity > 0 ? 'sell' : 'buy';
    return this.place({ symbol, side, quantity: Math.abs(quantity), kind: MARKET, reduceOnly: true });
  }

  /** New prices or quantity of an order that is not filled. But for a smaller quantity it counts from now on as a new order does: what was
   * open or in force before cannot fill it on the new terms (S4). Throws `not-found`, or `bad-request` for a price its kind does not have. */
  change(id: number, change: OrderChange): Order {
    const { working, kind, quantity } = this.#changed(id, change);
    const isAnew = quantity > working.quantity || change.limit !== undefined || change.stop !== undefined;
    working.kind = kind;
    working.quantity = quantity;
    working.isSeen = false;
    if (isAnew && !working.waitsForOpen) {
      working.status = 'waiting';
      working.activeAt = (this.#market.now + this.#latency) as Micros;
    }
    this.#book.rework(working);
    return this.#book.orderOf(working);
  }

  /** Throws as {@link change} does. */
  checkChange(id: number, change: OrderChange): void {
    this.#changed(id, change);
  }

  #changed(id: number, { limit, stop, quantity }: OrderChange): Changed {
    const working = this.#book.find(id);
    if (working === undefined) {
      const known = this.#book.get(id);
      throw new AppError('not-found', `Order ${id} is ${known?.status ?? 'unknown'}. Only open orders can be changed.`);
    }
    const { side, instrument } = working;
    const wanted = changedKind(working.kind, limit, stop);
    const kind = kindOnScale(wanted, side, instrument.priceScale);
    checkRequest({ symbol: instrument.symbol, side, kind, quantity: quantity ?? working.quantity });
    if (quantity !== undefined && (quantity <= working.filled || !isWholeLots(quantity, instrument.lotSize))) {
      throw new AppError(
        'bad-request',
        `Order ${id} cannot be of ${quantity}: ${working.filled} are filled, the lot is ${instrument.lotSize}.`,
      );
    }
    return { working, kind, quantity: quantity ?? working.quantity };
  }

  open(symbol?: string): readonly Order[] {
    return this.#openOf(symbol).map((working) => this.#book.orderOf(working));
  }

  /** In the order they were placed. */
  #openOf(symbol: string | undefined): readonly WorkingOrder[] {
    const working = symbol === undefined ? this.#book.working : this.#book.workingOf(this.instrumentOf(symbol).index);
    return working.toSorted((a, b) => a.id - b.id);
  }

  /** Where trailing stops stand that have followed a price. */
  trailing(): TrailingLevel[] {
    return this.#book.working.flatMap((working) => {
      const price = trailingLevel(working, working.best);
      return Number.isNaN(price) ? [] : [{ order: working.id, price }];
    });
  }

  /** Exits of brackets whose entry has no fill yet; a trailing one has no price before. */
  planned(): PlannedExit[] {
    return this.#book.working.flatMap(({ id, filled, bracket }): PlannedExit[] => {
      if (bracket === undefined || filled > 0) return [];
      const { target, stop } = bracket;
      return [
        ...(stop?.type === 'stop' ? [{ order: id, role: 'stop', price: stop.stop } as const] : []),
        ...(target === undefined ? [] : [{ order: id, role: 'target', price: target } as const]),
      ];
    });
  }

  get(id: number): Order | undefined {
    return this.#book.get(id);
  }

  /** Orders whose time has come become active; on quotes those that can be filled by the quote in force are (S16). */
  activate(now: number): void {
    if (now < this.nextActivation) return;
    for (const working of this.#book.takeDue(now)) {
      if (working.status !== 'waiting') continue;
      working.status = 'active';
      this.#book.note(working);
      const { index, fillsOn } = working.instrument;
      if (fillsOn !== 'quotes' || working.kind.type === 'market-on-open') continue;
      const quote = this.#market.quoteInForce(index);
      if (quote !== undefined) this.#matcher.onQuoteInForce(working, quote);
    }
  }

  onBar(index: number, columns: BarColumns, row: number): void {
    this.#matcher.onBar(index, columns, row);
  }

  onQuote(index: number, quote: QuoteSides): void {
    this.#matcher.onQuote(index, quote);
  }

  onTrade(index: number, time: Micros, price: number, size: number): void {
    this.#matcher.onTrade(index, time, price, size);
  }

  /** Orders for the session's open wait no more. */
  sessionStarts(): void {
    this.#book.open();
  }

  /** Orders for the session's close are filled, then day orders expire (S23). */
  sessionEnds(): void {
    this.#matcher.onClose();
    for (const working of this.#book.working) {
      if (working.timeInForce === 'day' && isOpen(working)) this.#book.end(working, 'expired', 'the session ended');
    }
  }

  /** Units and prices of working orders after a split: `ratio` new units for each old one. */
  split(index: number, ratio: number): void {
    this.#book.split(index, ratio);
  }

  /** Throws `strategy-failed` where the run, played again to where it was with so many states of orders, has come to fewer or more; at its
   * end, by default, to fewer than ever before. */
  checkSame(stateCount?: number): void {
    const { hasAhead, stateCount: own } = this.#book;
    if (stateCount === undefined ? !hasAhead : own === stateCount) return;
    const { ahead, newest } = this.#book;
    throw unlikeBefore(this.#market.now, ahead, own > (stateCount ?? own) ? newest : undefined);
  }

  /** From here on the run goes another way than it did when it was played before. */
  forgetAhead(): void {
    this.#book.forgetAhead();
  }

  save(): BrokerState {
    return { ...this.#book.save(), fills: this.#executor.fills };
  }

  restore(state: BrokerState): void {
    this.#book.restore(state);
    this.#executor.restore(state.fills);
  }

  get #latency(): number {
    return this.#config.costs.latencyMs * 1_000;
  }

  /** `price` is the last one known. */
  #refusalOf(
    instrument: Instrument,
    request: OrderRequest,
    quantity: number,
    price: number | undefined,
  ): string | undefined {
    const { isOpen: isSessionOpen, now } = this.#market;
    if (!isSessionOpen && request.outsideSession !== true) {
      return `${formatIso(now)} is outside of the session; set outsideSession to place it all the same (S19)`;
    }
    const age = this.#market.ageMs(instrument.index);
    const { staleLimitMs } = this.#config.fills;
    if (age > staleLimitMs) {
      return `the last data of ${instrument.symbol} are ${Math.round(age / 1_000)} s old, the limit is ${staleLimitMs / 1_000} s (S19)`;
    }
    if (Number.isNaN(quantity))
      return `no price of ${instrument.symbol} is known yet, so its size cannot be reckoned; give a quantity`;
    if (quantity === 0) return `the configuration's sizing gives less than one lot of ${instrument.lotSize}`;
    if (!isWholeLots(quantity, instrument.lotSize))
      return `${quantity} is no multiple of the lot size ${instrument.lotSize}`;
    const signed = request.side === 'buy' ? quantity : -quantity;
    if (price !== undefined && this.#portfolio.affordable(instrument.index, signed, price) < quantity) {
      const has = this.#portfolio.buyingPower / MONEY;
      return `${quantity} at ${price} are beyond the buying power of ${has.toFixed(2)}`;
    }
    return undefined;
  }

  /** `price` is the last one known. */
  #sized(instrument: Instrument, kind: OrderKind, price: number | undefined): number {
    const known = kind.type === 'limit' || kind.type === 'stop-limit' ? kind.limit : price;
    if (known === undefined) return Number.NaN;
    return sizeOf(this.#config.sizing, instrument, this.#portfolio, known);
  }
}

function onScale(request: OrderRequest, scale: number): OrderRequest {
  const { kind, bracket, side } = request;
  if (kind.type === 'market' && bracket === undefined) return request;
  const exits = bracketOnScale(bracket, side, scale);
  return { ...request, kind: kindOnScale(kind, side, scale), ...(exits === undefined ? {} : { bracket: exits }) };
}

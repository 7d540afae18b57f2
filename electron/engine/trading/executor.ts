import { ninePlaces } from '../../../shared/market/price.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { Fill, FillSource } from '../../../shared/trading/fill.ts';
import type { Order, OrderKind } from '../../../shared/trading/order.ts';
import type { BrokerMarket } from './broker-market.ts';
import { commissionOf, fillable, type Liquidity, slippageOf, worsened } from './costs.ts';
import { wholeLots } from './instrument.ts';
import { MONEY, moneyOf } from './money.ts';
import type { OrderBook } from './order-book.ts';
import { type Portfolio, plus } from './portfolio.ts';
import { newWorking, remaining, signedBy, type WorkingOrder } from './working-order.ts';

/** How and when a fill happened. */
export interface Execution {
  readonly price: number;
  readonly source: FillSource;
  readonly time: Micros;
  readonly isMaker: boolean;
  /** A limit forbids any slippage. */
  readonly isLimit: boolean;
  readonly liquidity: Liquidity;
  readonly range?: readonly [low: number, high: number];
  readonly isAmbiguous?: boolean;
}

/** Carries out fills: how much of an order, at which price and cost, and what that means for the orders tied to it. */
export class Executor {
  readonly #config: TradingConfig;
  readonly #book: OrderBook;
  readonly #portfolio: Portfolio;
  readonly #market: BrokerMarket;
  /** Units filled on the present datum, by symbol. */
  readonly #used: Float64Array;
  #fills = 0;

  constructor(config: TradingConfig, book: OrderBook, portfolio: Portfolio, market: BrokerMarket, symbols: number) {
    this.#config = config;
    this.#book = book;
    this.#portfolio = portfolio;
    this.#market = market;
    this.#used = new Float64Array(symbols);
  }

  /** Number of fills so far. */
  get fills(): number {
    return this.#fills;
  }

  restore(fills: number): void {
    this.#fills = fills;
  }

  /** Another datum of a symbol: nothing of it is used up yet. */
  newDatum(index: number): void {
    this.#used[index] = 0;
  }

  execute(working: WorkingOrder, execution: Execution): Fill | undefined {
    const { instrument, order } = working;
    const { index, multiplier, lotSize } = instrument;
    const { slippage, commission } = this.#config.costs;
    const wanted = this.#wanted(working);
    if (wanted === 0) {
      this.#book.end(working, 'cancelled', 'there is no position to make smaller');
      return undefined;
    }
    const used = this.#used[index] as number;
    const room = fillable(slippage, execution.liquidity) - used;
    const there = room >= wanted ? wanted : Math.max(0, wholeLots(room, lotSize));
    if (there === 0) return undefined;
    if (order.timeInForce === 'fok' && there < remaining(working)) return undefined;
    const price = this.#priceOf(working, execution, there);
    const affordable = this.#portfolio.affordable(index, signedBy(working, there), price);
    const quantity = affordable >= there ? there : wholeLots(affordable, lotSize);
    if (quantity === 0) {
      const needs = moneyOf(price, there, multiplier) / MONEY;
      const has = this.#portfolio.account.buyingPower / MONEY;
      this.#book.end(
        working,
        'refused',
        `${there} at ${price} need ${needs.toFixed(2)} of buying power, there are ${has.toFixed(2)}`,
      );
      return undefined;
    }
    const filled = plus(order.filled, quantity);
    const fee = commissionOf(commission, {
      quantity,
      filled,
      price,
      multiplier,
      isMaker: execution.isMaker,
      monthVolume: this.#market.monthVolume,
      paid: working.paid,
    });
    working.paid += fee;
    working.sum += price * quantity;
    this.#used[index] = used + quantity;
    this.#fills += 1;
    const fill = this.#fillOf(order, execution, { price, quantity, fee, multiplier });
    const realised = this.#portfolio.fill(index, signedBy(working, quantity), price, fee);
    const averagePrice = filled === quantity ? price : ninePlaces(working.sum / filled);
    this.#book.fill(working, filled, averagePrice);
    if (quantity < there) this.#book.end(working, 'cancelled', 'buying power is used up');
    this.#market.filled(fill, index, realised);
    if (order.group !== undefined) this.#tellGroup(order, order.group, quantity);
    if (working.bracket !== undefined) this.#openBracket(working, working.bracket, fill);
    return fill;
  }

  /** Keys in their canonical order, in a literal: adding to a spread object takes longer than all else here. */
  #fillOf(
    order: Order,
    execution: Execution,
    { price, quantity, fee, multiplier }: Record<'price' | 'quantity' | 'fee' | 'multiplier', number>,
  ): Fill {
    const fill: { -readonly [Key in keyof Fill]: Fill[Key] } = {
      commission: fee,
      id: this.#fills,
      isAmbiguous: execution.isAmbiguous === true,
      isManual: order.isManual,
      knownAt: this.#market.now,
      order: order.id,
      price,
      quantity,
      side: order.side,
      slippage:
        price === execution.price
          ? 0
          : Math.abs(moneyOf(price, quantity, multiplier) - moneyOf(execution.price, quantity, multiplier)),
      source: execution.source,
      symbol: order.symbol,
      time: execution.time,
    };
    if (order.tag !== undefined) fill.tag = order.tag;
    return fill;
  }

  #wanted(working: WorkingOrder): number {
    const left = remaining(working);
    if (!working.reduceOnly) return left;
    const held = this.#portfolio.quantityOf(working.instrument.index);
    const isReducing = held * signedBy(working, left) < 0;
    return isReducing ? Math.min(left, Math.abs(held)) : 0;
  }

  #priceOf({ order, instrument }: WorkingOrder, execution: Execution, quantity: number): number {
    const { price, liquidity, range, isLimit } = execution;
    if (isLimit) return price;
    const by = slippageOf(this.#config.costs.slippage, instrument, price, quantity, liquidity);
    const slipped = worsened(price, by, order.side, instrument.priceScale);
    if (range === undefined) return Math.max(slipped, 0);
    return Math.min(Math.max(slipped, range[0]), range[1]);
  }

  /** Orders of one group: what one was filled by, the others lose; nothing is left of them when it is filled in whole. */
  #tellGroup({ id }: Order, group: string, quantity: number): void {
    const isDone = this.#book.get(id)?.status === 'filled';
    for (const other of this.#book.working) {
      if (other.order.group !== group || other.order.id === id) continue;
      const left = plus(other.order.quantity, -quantity);
      if (isDone || left <= other.order.filled)
        this.#book.end(other, 'cancelled', `order ${id} of its group was filled`);
      else this.#book.replace(other, { ...other.order, quantity: left });
    }
  }

  /** The exits of an entry: placed with its first fill, grown with each further one. */
  #openBracket(working: WorkingOrder, bracket: NonNullable<WorkingOrder['bracket']>, fill: Fill): void {
    const { order, instrument } = working;
    const children = this.#book.childrenOf(working);
    for (const child of children) {
      this.#book.replace(child, { ...child.order, quantity: plus(child.order.quantity, fill.quantity) });
    }
    if (children.length > 0) return;
    const kinds: OrderKind[] = [];
    if (bracket.stop !== undefined) kinds.push(bracket.stop);
    if (bracket.target !== undefined) kinds.push({ type: 'limit', limit: bracket.target });
    for (const kind of kinds) {
      const child: Order = {
        id: this.#book.nextId,
        symbol: order.symbol,
        side: order.side === 'buy' ? 'sell' : 'buy',
        quantity: fill.quantity,
        filled: 0,
        kind,
        timeInForce: order.timeInForce === 'day' ? 'day' : 'gtc',
        status: 'active',
        placedAt: this.#market.now,
        activeAt: fill.time,
        parent: order.id,
        group: `exits of ${order.id}`,
        isManual: order.isManual,
        ...(order.tag === undefined ? {} : { tag: order.tag }),
      };
      this.#book.note(child);
      this.#market.placed(child);
      this.#book.work(newWorking(instrument, child, { reduceOnly: true }));
    }
  }
}

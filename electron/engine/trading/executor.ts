import { ninePlaces } from '../../../shared/market/price.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { FillSource } from '../../../shared/trading/fill.ts';
import type { OrderKind } from '../../../shared/trading/order.ts';
import type { BrokerMarket } from './broker-market.ts';
import { commissionOf, fillable, slippageOf, worsened } from './costs.ts';
import type { Datum } from './datum.ts';
import { type Execution, newExecution } from './execution.ts';
import { wholeLots } from './instrument.ts';
import { MONEY, moneyOf } from './money.ts';
import type { OrderBook } from './order-book.ts';
import { type Portfolio, plus } from './portfolio.ts';
import { newWorking, type PlacedRequest, remaining, signedBy, type WorkingOrder } from './working-order.ts';

/** At which price an order meets a datum. */
export interface Hit {
  /** Before slippage. */
  readonly price: number;
  readonly source: FillSource['price'];
  /** It rested at its limit: no slippage, and a maker's fee. */
  readonly isMaker: boolean;
  /** Never worse than its limit. */
  readonly isLimit: boolean;
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
  readonly #execution = newExecution();

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

  /** `time` is when it happened in the market. False where nothing could be filled. */
  execute(working: WorkingOrder, datum: Datum, hit: Hit, time: Micros, isAmbiguous: boolean): boolean {
    const { instrument, side } = working;
    const { index, multiplier, lotSize } = instrument;
    const { slippage, commission } = this.#config.costs;
    const wanted = this.#wanted(working);
    if (wanted === 0) {
      this.#book.end(working, 'cancelled', 'there is no position to make smaller');
      return false;
    }
    const used = this.#used[index] as number;
    const room = fillable(slippage, datum) - used;
    const there = room >= wanted ? wanted : Math.max(0, wholeLots(room, lotSize));
    if (there === 0) return false;
    if (working.timeInForce === 'fok' && there < remaining(working)) return false;
    const price = this.#priceOf(working, datum, hit, there);
    const affordable = this.#portfolio.affordable(index, signedBy(working, there), price);
    const quantity = affordable >= there ? there : wholeLots(affordable, lotSize);
    if (quantity === 0) {
      const needs = moneyOf(price, there, multiplier) / MONEY;
      const has = this.#portfolio.buyingPower / MONEY;
      this.#book.end(
        working,
        'refused',
        `${there} at ${price} need ${needs.toFixed(2)} of buying power, there are ${has.toFixed(2)}`,
      );
      return false;
    }
    const filled = plus(working.filled, quantity);
    const fee = commissionOf(commission, {
      quantity,
      filled,
      price,
      multiplier,
      isMaker: hit.isMaker,
      monthVolume: this.#market.monthVolume,
      paid: working.paid,
    });
    working.paid += fee;
    working.sum += price * quantity;
    this.#used[index] = used + quantity;
    this.#fills += 1;
    const fill = this.#execution;
    fill.commission = fee;
    fill.id = this.#fills;
    fill.isAmbiguous = isAmbiguous;
    fill.isManual = working.isManual;
    fill.knownAt = this.#market.now;
    fill.order = working.id;
    fill.price = price;
    fill.quantity = quantity;
    fill.side = side;
    fill.slippage = slippageCost(price, hit.price, quantity, multiplier);
    fill.source.kind = datum.kind;
    fill.source.price = hit.source;
    fill.source.time = datum.time;
    fill.symbol = instrument.symbol;
    fill.time = time;
    fill.tag = working.tag;
    const realised = this.#portfolio.fill(index, signedBy(working, quantity), price, fee);
    const averagePrice = filled === quantity ? price : ninePlaces(working.sum / filled);
    this.#book.fill(working, filled, averagePrice);
    if (quantity < there) this.#book.end(working, 'cancelled', 'buying power is used up');
    this.#market.filled(fill, index, realised);
    if (working.group !== undefined) this.#tellGroup(working, working.group, quantity);
    if (working.bracket !== undefined) this.#openBracket(working, working.bracket, fill);
    return true;
  }

  #wanted(working: WorkingOrder): number {
    const left = remaining(working);
    if (!working.reduceOnly) return left;
    const held = this.#portfolio.quantityOf(working.instrument.index);
    const isReducing = held * signedBy(working, left) < 0;
    return isReducing ? Math.min(left, Math.abs(held)) : 0;
  }

  #priceOf({ side, instrument }: WorkingOrder, datum: Datum, { price, isLimit }: Hit, quantity: number): number {
    if (isLimit) return price;
    const by = slippageOf(this.#config.costs.slippage, instrument, price, quantity, datum);
    const slipped = worsened(price, by, side, instrument.priceScale);
    return Math.min(Math.max(slipped, datum.low), datum.high);
  }

  /** Orders of one group: what one was filled by, the others lose; nothing is left of them when it is filled in whole. */
  #tellGroup({ id, status }: WorkingOrder, group: string, quantity: number): void {
    for (const other of this.#book.working) {
      if (other.group !== group || other.id === id) continue;
      const left = plus(other.quantity, -quantity);
      if (status === 'filled' || left <= other.filled) {
        this.#book.end(other, 'cancelled', `order ${id} of its group was filled`);
      } else {
        other.quantity = left;
        this.#book.note(other);
      }
    }
  }

  /** The exits of an entry: placed with its first fill, grown with each further one. */
  #openBracket(
    working: WorkingOrder,
    bracket: NonNullable<WorkingOrder['bracket']>,
    { quantity, time }: Execution,
  ): void {
    const { instrument } = working;
    const children = this.#book.childrenOf(working);
    for (const child of children) {
      child.quantity = plus(child.quantity, quantity);
      this.#book.note(child);
    }
    if (children.length > 0) return;
    const kinds: OrderKind[] = [];
    if (bracket.stop !== undefined) kinds.push(bracket.stop);
    if (bracket.target !== undefined) kinds.push({ type: 'limit', limit: bracket.target });
    for (const kind of kinds) {
      const request: PlacedRequest = {
        side: working.side === 'buy' ? 'sell' : 'buy',
        kind,
        timeInForce: working.timeInForce === 'day' ? 'day' : 'gtc',
        group: `exits of ${working.id}`,
        reduceOnly: true,
        ...(working.tag === undefined ? {} : { tag: working.tag }),
      };
      const exit = newWorking(instrument, request, quantity, {
        id: this.#book.nextId,
        isManual: working.isManual,
        placedAt: this.#market.now,
        activeAt: time,
        parent: working.id,
      });
      this.#book.note(exit);
      this.#market.placed(this.#book.orderOf(exit));
      this.#book.work(exit);
    }
  }
}

/** What slippage cost against the price of the datum, in money. */
function slippageCost(price: number, before: number, quantity: number, multiplier: number): number {
  if (price === before) return 0;
  return Math.abs(moneyOf(price, quantity, multiplier) - moneyOf(before, quantity, multiplier));
}

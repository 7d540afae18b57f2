import type { BarColumns } from '../../../shared/market/columns.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { FillsConfig } from '../../../shared/session/trading-config.ts';
import type { FillSource } from '../../../shared/trading/fill.ts';
import { afterBar, type BarHit, comesBefore, hitOf, mayBePartners } from './bar-match.ts';
import { type BarPath, pathOf } from './bar-path.ts';
import type { BrokerMarket, QuoteSides } from './broker-market.ts';
import { Datum } from './datum.ts';
import type { Executor } from './executor.ts';
import { listWith } from './list-with.ts';
import type { OrderBook } from './order-book.ts';
import { isOpen, isStopKind, limitOf, stopOf, trailingLevel, type WorkingOrder } from './working-order.ts';

/** Finds out which orders a datum fills (S16 to S18). */
export class Matcher {
  readonly #limitRule: FillsConfig['limit'];
  readonly #book: OrderBook;
  readonly #executor: Executor;
  readonly #market: BrokerMarket;
  readonly #datum = new Datum();

  constructor(limitRule: FillsConfig['limit'], book: OrderBook, executor: Executor, market: BrokerMarket) {
    this.#limitRule = limitRule;
    this.#book = book;
    this.#executor = executor;
    this.#market = market;
  }

  /** Fills what a base bar fills: only orders that were active when it opened (S4, S17). */
  onBar(index: number, columns: BarColumns, row: number): void {
    const time = columns.time[row] as Micros;
    let eligible: WorkingOrder[] | undefined;
    for (const working of this.#book.workingOf(index)) {
      if (working.status !== 'active' || working.activeAt > time) continue;
      working.from = 0;
      working.isTried = false;
      eligible = listWith(eligible, working);
    }
    if (eligible === undefined) return;
    const high = columns.high[row] as number;
    const low = columns.low[row] as number;
    const path = pathOf(columns.open[row] as number, high, low, columns.close[row] as number);
    const datum = this.#datum.bar(time, low, high, columns.volume[row] as number);
    this.#executor.newDatum(index);
    for (;;) {
      const first = this.#firstHit(eligible, path);
      if (first === undefined) break;
      const partner = this.#partnerOf(first, eligible, path);
      // S18: the stop is taken.
      const hit = partner === undefined || isStopKind(first.order.kind) ? first : partner;
      const { order } = hit;
      order.isTried = true;
      const at = hit.source === 'open' ? time : this.#market.now;
      const isFilled = this.#executor.execute(order, datum, hit, at, partner !== undefined);
      if (!isFilled || order.bracket === undefined) continue;
      for (const child of this.#book.childrenOf(order)) {
        if (eligible.includes(child)) continue;
        child.from = hit.position;
        child.isTried = false;
        eligible.push(child);
      }
    }
    for (const working of eligible) {
      if (!isOpen(working)) continue;
      afterBar(working, path);
      this.#afterLook(working);
    }
  }

  /** Fills what a quote fills: a buy at the ask, a sell at the bid (S16). */
  onQuote(index: number, quote: QuoteSides): void {
    this.#executor.newDatum(index);
    for (const working of [...this.#book.workingOf(index)]) {
      if (working.status === 'active') this.onQuoteInForce(working, quote);
    }
  }

  /** One order and the quote in force. */
  onQuoteInForce(working: WorkingOrder, quote: QuoteSides): void {
    if (working.kind.type === 'market-on-close') return;
    const isBuy = working.side === 'buy';
    const price = isBuy ? quote.ask : quote.bid;
    if (Number.isNaN(price)) return;
    this.#datum.side(quote, isBuy);
    this.#matchPrice(working, price, isBuy ? 'ask' : 'bid');
  }

  /** Fills what a market print fills, for symbols with neither quotes nor bars. */
  onTrade(index: number, time: Micros, price: number, size: number): void {
    this.#executor.newDatum(index);
    this.#datum.print(time, price, size);
    for (const working of [...this.#book.workingOf(index)]) {
      if (working.status !== 'active' || working.kind.type === 'market-on-close') continue;
      this.#matchPrice(working, price, 'trade');
    }
  }

  /** Market-on-close orders are filled on the quote in force, else at the last bar's close or the last print, if they were active before
   * that was known (S23). */
  onClose(): void {
    for (const working of this.#book.working) {
      if (working.kind.type !== 'market-on-close' || working.status !== 'active') continue;
      const { index, fillsOn } = working.instrument;
      this.#executor.newDatum(index);
      if (fillsOn === 'quotes') {
        const quote = this.#market.quoteInForce(index);
        if (quote === undefined) continue;
        const isBuy = working.side === 'buy';
        const price = isBuy ? quote.ask : quote.bid;
        if (Number.isNaN(price)) continue;
        this.#datum.side(quote, isBuy);
        this.#fill(working, price, isBuy ? 'ask' : 'bid', false, false);
        continue;
      }
      const last = this.#market.lastDatum(index);
      if (last === undefined || working.activeAt >= last.known) continue;
      this.#datum.last(last);
      this.#fill(working, last.price, last.source.price, false, false);
    }
  }

  /** The first on the path; of several at one place the one that was placed first. */
  #firstHit(eligible: readonly WorkingOrder[], path: BarPath): BarHit | undefined {
    let first: BarHit | undefined;
    for (const working of eligible) {
      const hit = this.#hitOf(working, path);
      if (hit !== undefined && (first === undefined || comesBefore(hit, first))) first = hit;
    }
    return first;
  }

  /** S18: what could have been hit as well as `first`, the one a stop and the other a target of one position: then the exit is ambiguous. None
   * where `first` was hit by the open itself. */
  #partnerOf(first: BarHit, eligible: readonly WorkingOrder[], path: BarPath): BarHit | undefined {
    if (first.position === 0) return undefined;
    for (const working of eligible) {
      const hit = mayBePartners(first.order, working) ? this.#hitOf(working, path) : undefined;
      if (hit !== undefined) return hit;
    }
    return undefined;
  }

  #hitOf(working: WorkingOrder, path: BarPath): BarHit | undefined {
    return working.isTried || !isOpen(working) ? undefined : hitOf(working, path, this.#limitRule === 'through');
  }

  /** A limit that can be filled when it is first looked at takes the price it meets, a quote's at the limit too: it stands there to be taken.
   * One that rested is filled at its limit, when the price goes through it (S17). */
  #matchPrice(working: WorkingOrder, price: number, source: FillSource['price']): void {
    const { kind } = working;
    const sign = working.side === 'buy' ? 1 : -1;
    const stop = stopOf(working);
    if (kind.type === 'trailing-stop') {
      if (Number.isNaN(working.best) || sign * price < sign * working.best) working.best = price;
      else if (sign * price >= sign * trailingLevel(working, working.best)) {
        this.#fill(working, price, source, false, false);
      }
    } else if (stop !== undefined) {
      if (sign * price >= sign * stop) {
        if (kind.type === 'stop') this.#fill(working, price, source, false, false);
        else {
          working.isTriggered = true;
          working.isSeen = false;
        }
      }
    } else if (kind.type !== 'limit' && kind.type !== 'stop-limit') this.#fill(working, price, source, false, false);
    const limit = limitOf(working);
    if (limit !== undefined && isOpen(working)) {
      const isThere = sign * price <= sign * limit;
      const isThrough = this.#limitRule === 'touch' ? isThere : sign * price < sign * limit;
      const isTaken = this.#datum.isQuote ? isThere : isThrough;
      if (!working.isSeen && isTaken) this.#fill(working, price, source, false, true);
      else if (isThrough) this.#fill(working, limit, source, true, true);
    }
    if (isOpen(working)) this.#afterLook(working);
  }

  #fill(working: WorkingOrder, price: number, source: FillSource['price'], isMaker: boolean, isLimit: boolean): void {
    this.#executor.execute(working, this.#datum, { price, source, isMaker, isLimit }, this.#market.now, false);
  }

  /** An order that asks to be filled at once had its chance. */
  #afterLook(working: WorkingOrder): void {
    working.isSeen = true;
    const { timeInForce } = working;
    if (timeInForce === 'ioc' || timeInForce === 'fok') this.#book.end(working, 'cancelled', 'not filled at once');
  }
}

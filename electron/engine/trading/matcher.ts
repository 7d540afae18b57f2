import type { BarColumns } from '../../../shared/market/columns.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { FillsConfig } from '../../../shared/session/trading-config.ts';
import { afterBar, type BarHit, hitOf, takeStop } from './bar-match.ts';
import { type BarPath, pathOf } from './bar-path.ts';
import type { BrokerMarket, QuoteSides } from './broker-market.ts';
import type { Execution, Executor } from './executor.ts';
import type { OrderBook } from './order-book.ts';
import { isOpen, limitOf, stopOf, trailingLevel, type WorkingOrder } from './working-order.ts';

/** One price at one instant, and what it is. */
type Datum = Pick<Execution, 'source' | 'liquidity'> & { readonly range?: readonly [low: number, high: number] };

/** Finds out which orders a datum fills (S16 to S18). */
export class Matcher {
  readonly #limitRule: FillsConfig['limit'];
  readonly #book: OrderBook;
  readonly #executor: Executor;
  readonly #market: BrokerMarket;

  constructor(limitRule: FillsConfig['limit'], book: OrderBook, executor: Executor, market: BrokerMarket) {
    this.#limitRule = limitRule;
    this.#book = book;
    this.#executor = executor;
    this.#market = market;
  }

  /** Fills what a base bar fills: only orders that were active when it opened (S4, S17). */
  onBar(index: number, columns: BarColumns, row: number): void {
    const time = columns.time[row] as Micros;
    const eligible = this.#book
      .workingOf(index)
      .filter(({ order }) => order.status === 'active' && order.activeAt <= time);
    if (eligible.length === 0) return;
    const [open, high, low] = [columns.open[row] as number, columns.high[row] as number, columns.low[row] as number];
    const path = pathOf(open, high, low, columns.close[row] as number);
    const liquidity = { size: columns.volume[row] as number, range: high - low, isQuote: false };
    this.#executor.newDatum(index);
    for (const working of eligible) working.from = 0;
    const tried: WorkingOrder[] = [];
    for (;;) {
      const hits = this.#hitsOn(eligible, tried, path);
      const next = earliest(hits);
      if (next === undefined) break;
      const { hit, isAmbiguous } = takeStop(next, hits);
      tried.push(hit.order);
      const fill = this.#executor.execute(hit.order, {
        price: hit.price,
        source: { kind: 'bar', price: hit.source, time },
        time: hit.source === 'open' ? time : this.#market.now,
        isMaker: hit.isMaker,
        isLimit: hit.isLimit,
        liquidity,
        range: [low, high],
        isAmbiguous,
      });
      if (fill === undefined || hit.order.bracket === undefined) continue;
      for (const child of this.#book.childrenOf(hit.order)) {
        if (eligible.includes(child)) continue;
        child.from = hit.position;
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
      if (working.order.status === 'active') this.onQuoteInForce(working, quote);
    }
  }

  /** One order and the quote in force. */
  onQuoteInForce(working: WorkingOrder, quote: QuoteSides): void {
    if (working.order.kind.type === 'market-on-close') return;
    const { price, ...datum } = sideOf(working, quote);
    if (!Number.isNaN(price)) this.#matchPrice(working, price, datum);
  }

  /** Fills what a market print fills, for symbols with neither quotes nor bars. */
  onTrade(index: number, time: Micros, price: number, size: number): void {
    this.#executor.newDatum(index);
    for (const working of [...this.#book.workingOf(index)]) {
      if (working.order.status !== 'active' || working.order.kind.type === 'market-on-close') continue;
      this.#matchPrice(working, price, {
        source: { kind: 'trade', price: 'trade', time },
        liquidity: { size, range: 0, isQuote: false },
        range: [price, price],
      });
    }
  }

  /** Market-on-close orders are filled on the quote in force, else at the last bar's close or the last print, if they were active before
   * that was known (S23). */
  onClose(): void {
    for (const working of this.#book.working) {
      if (working.order.kind.type !== 'market-on-close' || working.order.status !== 'active') continue;
      const { index, fillsOn } = working.instrument;
      const now = { time: this.#market.now, isMaker: false, isLimit: false };
      this.#executor.newDatum(index);
      if (fillsOn === 'quotes') {
        const quote = this.#market.quoteInForce(index);
        const side = quote === undefined ? undefined : sideOf(working, quote);
        if (side !== undefined && !Number.isNaN(side.price)) this.#executor.execute(working, { ...side, ...now });
        continue;
      }
      const last = this.#market.lastDatum(index);
      if (last === undefined || working.order.activeAt >= last.known) continue;
      const { price, source, low, high, size } = last;
      this.#executor.execute(working, {
        price,
        source,
        ...now,
        liquidity: { size, range: high - low, isQuote: false },
        range: [low, high],
      });
    }
  }

  #hitsOn(eligible: readonly WorkingOrder[], tried: readonly WorkingOrder[], path: BarPath): readonly BarHit[] {
    const hits: BarHit[] = [];
    for (const working of eligible) {
      if (!isOpen(working) || tried.includes(working)) continue;
      const hit = hitOf(working, path, this.#limitRule === 'through');
      if (hit !== undefined) hits.push(hit);
    }
    return hits;
  }

  /** A limit that can be filled when it is first looked at takes the price it meets, a quote's at the limit too: it stands there to be taken.
   * One that rested is filled at its limit, when the price goes through it (S17). */
  #matchPrice(working: WorkingOrder, price: number, datum: Datum): void {
    const { side, kind } = working.order;
    const sign = side === 'buy' ? 1 : -1;
    const fill = (at: number, isMaker: boolean, isLimit: boolean): void => {
      this.#executor.execute(working, { price: at, time: this.#market.now, isMaker, isLimit, ...datum });
    };
    const stop = stopOf(working);
    if (kind.type === 'trailing-stop') {
      if (Number.isNaN(working.best) || sign * price < sign * working.best) working.best = price;
      else if (sign * price >= sign * trailingLevel(working, working.best)) fill(price, false, false);
    } else if (stop !== undefined) {
      if (sign * price >= sign * stop) {
        if (kind.type === 'stop') fill(price, false, false);
        else {
          working.isTriggered = true;
          working.isSeen = false;
        }
      }
    } else if (kind.type !== 'limit' && kind.type !== 'stop-limit') fill(price, false, false);
    const limit = limitOf(working);
    if (limit !== undefined && isOpen(working)) {
      const isThere = sign * price <= sign * limit;
      const isThrough = this.#limitRule === 'touch' ? isThere : sign * price < sign * limit;
      const isTaken = datum.liquidity.isQuote ? isThere : isThrough;
      if (!working.isSeen && isTaken) fill(price, false, true);
      else if (isThrough) fill(limit, true, true);
    }
    if (isOpen(working)) this.#afterLook(working);
  }

  /** An order that asks to be filled at once had its chance. */
  #afterLook(working: WorkingOrder): void {
    working.isSeen = true;
    const { timeInForce } = working.order;
    if (timeInForce === 'ioc' || timeInForce === 'fok') this.#book.end(working, 'cancelled', 'not filled at once');
  }
}

/** The first on the path; of several at one place the one that was placed first. */
function earliest(hits: readonly BarHit[]): BarHit | undefined {
  let first = hits[0];
  for (const hit of hits) {
    if (first === undefined || hit.position < first.position) first = hit;
    else if (hit.position === first.position && hit.order.order.id < first.order.order.id) first = hit;
  }
  return first;
}

/** The side of a quote that an order would hit. */
function sideOf({ order }: WorkingOrder, quote: QuoteSides): { readonly price: number } & Datum {
  const isBuy = order.side === 'buy';
  return {
    price: isBuy ? quote.ask : quote.bid,
    source: { kind: 'quote', price: isBuy ? 'ask' : 'bid', time: quote.time },
    liquidity: { size: isBuy ? quote.askSize : quote.bidSize, range: quote.ask - quote.bid, isQuote: true },
  };
}

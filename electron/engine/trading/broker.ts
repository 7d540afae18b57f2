import { AppError } from '../../../shared/lang/app-error.ts';
import type { BarColumns } from '../../../shared/market/columns.ts';
import { type Micros, formatIso } from '../../../shared/market/time.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';
import type { Fill, FillSource } from '../../../shared/trading/fill.ts';
import type { Order, OrderKind, OrderRequest } from '../../../shared/trading/order.ts';
import type { OrderDesk } from '../../../shared/trading/strategy-port.ts';
import { afterBar, hitOf, takeStop } from './bar-match.ts';
import { pathOf } from './bar-path.ts';
import { commissionOf, fillable, type Liquidity, slippageOf, worsened } from './costs.ts';
import { GrowingList } from './growing-list.ts';
import { type Instrument, wholeLots } from './instrument.ts';
import { MONEY, moneyOf } from './money.ts';
import { checkRequest, isWholeLots, sizeOf } from './order-check.ts';
import { type Portfolio, plus } from './portfolio.ts';
import {
  changedKind,
  isOpen,
  limitOf,
  newWorking,
  remaining,
  scaledKind,
  type SavedOrder,
  signedBy,
  stopOf,
  trailingLevel,
  withStatus,
  type WorkingOrder,
} from './working-order.ts';

/** What the broker needs to know of the moment, and whom it tells. */
export interface BrokerMarket {
  readonly now: Micros;
  /** Between a session's start and its end. */
  readonly isOpen: boolean;
  /** At a session's first instant, before its data: an order for the open is for this one. */
  readonly isAtOpen: boolean;
  /** Session time since the symbol's last datum was known, in ms (S19). */
  ageMs(index: number): number;
  /** The last known price of a symbol: what a decision can rest on. */
  lastPrice(index: number): number | undefined;
  /** The quote in force, if it is within the stale limit (S16, S23). */
  quoteInForce(index: number): QuoteSides | undefined;
  /** Volume of the account's fills this month, units. */
  readonly monthVolume: number;
  placed(order: Order): void;
  filled(fill: Fill, index: number, realised: number): void;
  ended(order: Order): void;
}

export interface QuoteSides {
  readonly time: Micros;
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

export interface BrokerState {
  readonly versions: number;
  readonly working: readonly SavedOrder[];
  readonly fills: number;
}

/** How and when a fill happened. */
interface Execution {
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

/** Takes orders and fills them as they really could have been (F2, F3, S16 to S20). It knows the market only through what it is
 * handed, one datum at a time. */
export class Broker implements OrderDesk {
  readonly #config: TradingConfig;
  readonly #instruments: readonly Instrument[];
  readonly #bySymbol: ReadonlyMap<string, Instrument>;
  readonly #portfolio: Portfolio;
  readonly #market: BrokerMarket;
  /** Every order by its id less one, as it is now. */
  #orders: Order[] = [];
  /** Every state that an order has had, in the order they came about. */
  readonly #versions = new GrowingList<Order>();
  /** Working orders in the order they were placed, one list a symbol. */
  #working: WorkingOrder[][];
  #fills = 0;
  #nextActivation = Number.POSITIVE_INFINITY;
  /** Units filled on the present datum, by symbol. */
  readonly #used: Float64Array;
  isManual = false;

  constructor(config: TradingConfig, instruments: readonly Instrument[], portfolio: Portfolio, market: BrokerMarket) {
    this.#config = config;
    this.#instruments = instruments;
    this.#bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
    this.#portfolio = portfolio;
    this.#market = market;
    this.#working = instruments.map(() => []);
    this.#used = new Float64Array(instruments.length);
  }

  /** When the next waiting order becomes active, or infinity. */
  get nextActivation(): number {
    return this.#nextActivation;
  }

  get orders(): readonly Order[] {
    return [...this.#orders];
  }

  hasWorking(index: number): boolean {
    return (this.#working[index] as WorkingOrder[]).length > 0;
  }

  place(request: OrderRequest): Order {
    checkRequest(request);
    const instrument = this.#instrumentOf(request.symbol);
    const { now } = this.#market;
    const quantity = request.quantity ?? this.#sized(instrument, request.kind);
    const order: Order = {
      id: this.#orders.length + 1,
      symbol: instrument.symbol,
      side: request.side,
      quantity,
      filled: 0,
      kind: request.kind,
      timeInForce: request.timeInForce ?? 'gtc',
      status: 'waiting',
      placedAt: now,
      activeAt: (now + this.#config.costs.latencyMs * 1_000) as Micros,
      isManual: this.isManual,
      ...(request.group === undefined ? {} : { group: request.group }),
      ...(request.tag === undefined ? {} : { tag: request.tag }),
    };
    this.#note(order);
    const refusal = this.#refusalOf(instrument, request, quantity);
    if (refusal !== undefined) {
      const refused = withStatus(order, 'refused', now, refusal);
      this.#note(refused);
      this.#market.placed(refused);
      return refused;
    }
    this.#market.placed(order);
    this.#work({
      ...newWorking(instrument, order, request),
      waitsForOpen: request.kind.type === 'market-on-open' && !this.#market.isAtOpen,
    });
    return order;
  }

  cancel(id: number, reason = 'cancelled'): boolean {
    const working = this.#find(id);
    if (working === undefined) return false;
    this.#end(working, 'cancelled', reason);
    for (const child of this.#childrenOf(id))
      if (child.order.status === 'waiting') this.#end(child, 'cancelled', reason);
    return true;
  }

  cancelAll(symbol?: string, reason?: string): number {
    const ids = this.open(symbol).map(({ id }) => id);
    return ids.filter((id) => this.cancel(id, reason)).length;
  }

  close(symbol: string): Order | undefined {
    this.cancelAll(symbol);
    const quantity = this.#portfolio.quantity(symbol);
    if (quantity === 0) return undefined;
    const side = quantity > 0 ? 'sell' : 'buy';
    return this.place({ symbol, side, quantity: Math.abs(quantity), kind: { type: 'market' }, reduceOnly: true });
  }

  /** New prices or quantity of an order that is not filled. Throws `not-found`, or `bad-request` for a price its kind does not have. */
  change(id: number, { limit, stop, quantity }: { limit?: number; stop?: number; quantity?: number }): Order {
    const working = this.#find(id);
    if (working === undefined) {
      const known = this.#orders[id - 1];
      throw new AppError('not-found', `Order ${id} is ${known?.status ?? 'unknown'}. Only open orders can be changed.`);
    }
    const { order } = working;
    const kind = changedKind(order.kind, limit, stop);
    checkRequest({ symbol: order.symbol, side: order.side, kind, quantity: quantity ?? order.quantity });
    if (quantity !== undefined && (quantity <= order.filled || !isWholeLots(quantity, working.instrument.lotSize))) {
      throw new AppError(
        'bad-request',
        `Order ${id} cannot be of ${quantity}: ${order.filled} are filled, the lot is ${working.instrument.lotSize}.`,
      );
    }
    this.#replace(working, { ...order, kind, quantity: quantity ?? order.quantity });
    working.isSeen = false;
    return working.order;
  }

  open(symbol?: string): readonly Order[] {
    const lists = symbol === undefined ? this.#working : [this.#working[this.#instrumentOf(symbol).index] ?? []];
    return lists.flatMap((list) => list.map(({ order }) => order)).sort((a, b) => a.id - b.id);
  }

  get(id: number): Order | undefined {
    return this.#orders[id - 1];
  }

  /** Orders whose time has come become active; on quotes those that can be filled by the quote in force are (S16). */
  activate(now: number): void {
    if (now < this.#nextActivation) return;
    const due: WorkingOrder[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const list of this.#working) {
      for (const working of list) {
        if (working.order.status !== 'waiting' || working.waitsForOpen || working.order.parent !== undefined) continue;
        if (working.order.activeAt <= now) due.push(working);
        else next = Math.min(next, working.order.activeAt);
      }
    }
    this.#nextActivation = next;
    for (const working of due.sort((a, b) => a.order.id - b.order.id)) {
      if (working.order.status !== 'waiting') continue;
      this.#replace(working, { ...working.order, status: 'active' });
      const { index, fillsOn } = working.instrument;
      if (fillsOn !== 'quotes' || working.order.kind.type === 'market-on-open') continue;
      const quote = this.#market.quoteInForce(index);
      if (quote !== undefined) this.#matchQuote(working, quote);
    }
  }

  /** Fills what a base bar fills: only orders that were active when it opened (S4, S17). */
  onBar(index: number, columns: BarColumns, row: number): void {
    const list = this.#working[index] as WorkingOrder[];
    const time = columns.time[row] as Micros;
    const bar = {
      open: columns.open[row] as number,
      high: columns.high[row] as number,
      low: columns.low[row] as number,
      close: columns.close[row] as number,
      volume: columns.volume[row] as number,
    };
    const path = pathOf(bar.open, bar.high, bar.low, bar.close);
    this.#used[index] = 0;
    const eligible = new Set(list.filter(({ order }) => order.status === 'active' && order.activeAt <= time));
    for (const working of eligible) working.from = 0;
    const isStrict = this.#config.fills.limit === 'through';
    const tried = new Set<WorkingOrder>();
    for (;;) {
      const hits = [...eligible].flatMap((working) =>
        tried.has(working) ? [] : (hitOf(working, path, isStrict) ?? []),
      );
      const first = hits.sort((a, b) => a.position - b.position || a.order.order.id - b.order.order.id)[0];
      if (first === undefined) break;
      const { hit, isAmbiguous } = takeStop(first, hits);
      tried.add(hit.order);
      const fill = this.#execute(hit.order, {
        price: hit.price,
        source: { kind: 'bar', time, price: hit.source },
        time: hit.source === 'open' ? time : this.#market.now,
        isMaker: hit.isMaker,
        isLimit: hit.isLimit,
        liquidity: { size: bar.volume, range: bar.high - bar.low, isQuote: false },
        range: [bar.low, bar.high],
        isAmbiguous,
      });
      for (const working of eligible) if (!isOpen(working)) eligible.delete(working);
      if (fill === undefined) continue;
      for (const child of this.#childrenOf(hit.order.order.id)) {
        if (eligible.has(child) || child.order.status !== 'active') continue;
        child.from = hit.position;
        eligible.add(child);
      }
    }
    for (const working of eligible) {
      afterBar(working, path);
      this.#afterLook(working);
    }
  }

  /** Fills what a quote fills: a buy at the ask, a sell at the bid (S16). */
  onQuote(index: number, quote: QuoteSides): void {
    this.#used[index] = 0;
    for (const working of [...(this.#working[index] as WorkingOrder[])]) {
      if (working.order.status === 'active') this.#matchQuote(working, quote);
    }
  }

  /** Fills what a market print fills, for symbols with neither quotes nor bars. */
  onTrade(index: number, time: Micros, price: number, size: number): void {
    this.#used[index] = 0;
    for (const working of [...(this.#working[index] as WorkingOrder[])]) {
      if (working.order.status !== 'active' || working.order.kind.type === 'market-on-close') continue;
      this.#matchPrice(working, price, {
        source: { kind: 'trade', time, price: 'trade' },
        liquidity: { size, range: 0, isQuote: false },
        range: [price, price],
      });
    }
  }

  /** A session starts: orders for its open wait no more. */
  sessionStarts(): void {
    for (const list of this.#working) {
      for (const working of list) {
        if (!working.waitsForOpen) continue;
        working.waitsForOpen = false;
        const activeAt = (this.#market.now + this.#config.costs.latencyMs * 1_000) as Micros;
        this.#replace(working, { ...working.order, activeAt });
        this.#nextActivation = Math.min(this.#nextActivation, activeAt);
      }
    }
  }

  /** The session's end: orders for its close are filled at the last bar's close, if they were active before it closed, or on the quote
   * in force; then day orders expire (S23). */
  sessionEnds(
    lastBars: (
      index: number,
    ) => { readonly columns: BarColumns; readonly row: number; readonly known: Micros } | undefined,
  ): void {
    for (const working of this.#working.flat()) {
      if (working.order.kind.type !== 'market-on-close' || working.order.status !== 'active') continue;
      const { index, fillsOn } = working.instrument;
      this.#used[index] = 0;
      if (fillsOn === 'quotes') {
        const quote = this.#market.quoteInForce(index);
        if (quote !== undefined) this.#fillOnQuote(working, quote, false);
        continue;
      }
      const last = lastBars(index);
      if (last === undefined || working.order.activeAt >= last.known) continue;
      const { columns, row } = last;
      const [low, high] = [columns.low[row] as number, columns.high[row] as number];
      this.#execute(working, {
        price: columns.close[row] as number,
        source: { kind: 'bar', time: columns.time[row] as Micros, price: 'close' },
        time: this.#market.now,
        isMaker: false,
        isLimit: false,
        liquidity: { size: columns.volume[row] as number, range: high - low, isQuote: false },
        range: [low, high],
      });
    }
    for (const working of this.#working.flat()) {
      if (working.order.timeInForce === 'day' && isOpen(working)) this.#end(working, 'expired', 'the session ended');
    }
  }

  /** Units and prices of working orders after a split: `ratio` new units for each old one. */
  split(index: number, ratio: number): void {
    for (const working of this.#working[index] as WorkingOrder[]) {
      const { order } = working;
      const times = (value: number): number => Number((value * ratio).toFixed(9));
      const kind = scaledKind(order.kind, 1 / ratio);
      this.#replace(working, { ...order, kind, quantity: times(order.quantity), filled: times(order.filled) });
      working.best /= ratio;
    }
  }

  save(): BrokerState {
    const working = this.#working.flat().map(({ instrument: _, from: __, ...rest }) => rest);
    return { versions: this.#versions.length, working, fills: this.#fills };
  }

  restore({ versions, working, fills }: BrokerState): void {
    this.#versions.setLength(versions);
    this.#orders = [];
    for (const order of this.#versions.slice()) this.#orders[order.id - 1] = order;
    this.#fills = fills;
    this.#working = this.#instruments.map(() => []);
    this.#nextActivation = Number.POSITIVE_INFINITY;
    for (const saved of [...working].sort((a, b) => a.order.id - b.order.id)) {
      this.#work({ ...saved, instrument: this.#instrumentOf(saved.order.symbol), from: 0 });
    }
  }

  #work(working: WorkingOrder): void {
    (this.#working[working.instrument.index] as WorkingOrder[]).push(working);
    const { order, waitsForOpen } = working;
    if (order.status === 'waiting' && !waitsForOpen && order.parent === undefined) {
      this.#nextActivation = Math.min(this.#nextActivation, order.activeAt);
    }
  }

  #matchQuote(working: WorkingOrder, quote: QuoteSides): void {
    if (working.order.kind.type === 'market-on-close') return;
    const isBuy = working.order.side === 'buy';
    const price = isBuy ? quote.ask : quote.bid;
    if (Number.isNaN(price)) return;
    this.#matchPrice(working, price, {
      source: { kind: 'quote', time: quote.time, price: isBuy ? 'ask' : 'bid' },
      liquidity: { size: isBuy ? quote.askSize : quote.bidSize, range: quote.ask - quote.bid, isQuote: true },
    });
  }

  #fillOnQuote(working: WorkingOrder, quote: QuoteSides, isMaker: boolean): void {
    const isBuy = working.order.side === 'buy';
    const price = isBuy ? quote.ask : quote.bid;
    if (Number.isNaN(price)) return;
    this.#execute(working, {
      price,
      source: { kind: 'quote', time: quote.time, price: isBuy ? 'ask' : 'bid' },
      time: this.#market.now,
      isMaker,
      isLimit: false,
      liquidity: { size: isBuy ? quote.askSize : quote.bidSize, range: quote.ask - quote.bid, isQuote: true },
    });
  }

  /** One price at one instant: the side of a quote that the order would hit, or a print. A limit that can be filled when it is first
   * looked at takes that price; one that rested is filled at its limit, when the price goes through it. */
  #matchPrice(
    working: WorkingOrder,
    price: number,
    datum: Pick<Execution, 'source' | 'liquidity'> & { readonly range?: readonly [number, number] },
  ): void {
    const { side, kind } = working.order;
    const sign = side === 'buy' ? 1 : -1;
    const fill = (at: number, isMaker: boolean, isLimit: boolean): void => {
      this.#execute(working, { price: at, time: this.#market.now, isMaker, isLimit, ...datum });
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
      const isThrough = this.#config.fills.limit === 'touch' ? isThere : sign * price < sign * limit;
      if (!working.isSeen && isThere) fill(price, false, true);
      else if (isThrough) fill(limit, true, true);
    }
    if (isOpen(working)) this.#afterLook(working);
  }

  /** An order that asks to be filled at once had its chance. */
  #afterLook(working: WorkingOrder): void {
    working.isSeen = true;
    const { timeInForce } = working.order;
    if (timeInForce === 'ioc' || timeInForce === 'fok') this.#end(working, 'cancelled', 'not filled at once');
  }

  #execute(working: WorkingOrder, execution: Execution): Fill | undefined {
    const { instrument, order } = working;
    const { index, multiplier, lotSize } = instrument;
    const { slippage, commission } = this.#config.costs;
    const wanted = this.#wanted(working);
    if (wanted === 0) {
      this.#end(working, 'cancelled', 'there is no position to make smaller');
      return undefined;
    }
    const room = fillable(slippage, execution.liquidity) - (this.#used[index] as number);
    const there = room >= wanted ? wanted : Math.max(0, wholeLots(room, lotSize));
    if (there === 0) return undefined;
    if (order.timeInForce === 'fok' && there < remaining(working)) return undefined;
    const price = this.#priceOf(working, execution, there);
    const affordable = this.#portfolio.affordable(index, signedBy(working, there), price);
    const quantity = affordable >= there ? there : wholeLots(affordable, lotSize);
    if (quantity === 0) {
      const needs = moneyOf(price, there, multiplier) / MONEY;
      const has = this.#portfolio.account.buyingPower / MONEY;
      this.#end(
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
    this.#used[index] = (this.#used[index] as number) + quantity;
    this.#fills += 1;
    const slipped = Math.abs(moneyOf(price, quantity, multiplier) - moneyOf(execution.price, quantity, multiplier));
    const fill: Fill = {
      id: this.#fills,
      order: order.id,
      symbol: order.symbol,
      side: order.side,
      quantity,
      price,
      time: execution.time,
      knownAt: this.#market.now,
      commission: fee,
      slippage: slipped,
      source: execution.source,
      isAmbiguous: execution.isAmbiguous === true,
      isManual: order.isManual,
      ...(order.tag === undefined ? {} : { tag: order.tag }),
    };
    const realised = this.#portfolio.fill(index, signedBy(working, quantity), price, fee);
    const averagePrice = Number((working.sum / filled).toFixed(9));
    this.#replace(working, { ...order, filled, averagePrice });
    if (filled === order.quantity) this.#end(working, 'filled');
    else if (quantity < there) this.#end(working, 'cancelled', 'buying power is used up');
    this.#market.filled(fill, index, realised);
    this.#tellGroup(working, quantity);
    this.#openBracket(working, fill);
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
  #tellGroup({ order }: WorkingOrder, quantity: number): void {
    const { group } = order;
    if (group === undefined) return;
    const isDone = this.#orders[order.id - 1]?.status === 'filled';
    for (const other of this.#working.flat()) {
      if (other.order.group !== group || other.order.id === order.id) continue;
      const left = plus(other.order.quantity, -quantity);
      if (isDone || left <= other.order.filled)
        this.#end(other, 'cancelled', `order ${order.id} of its group was filled`);
      else this.#replace(other, { ...other.order, quantity: left });
    }
  }

  /** The exits of an entry: placed with its first fill, grown with each further one. */
  #openBracket({ order, bracket, instrument }: WorkingOrder, fill: Fill): void {
    if (bracket === undefined) return;
    const children = this.#childrenOf(order.id);
    for (const child of children) {
      this.#replace(child, { ...child.order, quantity: plus(child.order.quantity, fill.quantity) });
    }
    if (children.length > 0) return;
    const kinds: OrderKind[] = [];
    if (bracket.stop !== undefined) kinds.push(bracket.stop);
    if (bracket.target !== undefined) kinds.push({ type: 'limit', limit: bracket.target });
    for (const kind of kinds) {
      const child: Order = {
        id: this.#orders.length + 1,
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
      this.#note(child);
      this.#market.placed(child);
      this.#work({ ...newWorking(instrument, child, {}), reduceOnly: true });
    }
  }

  #refusalOf(instrument: Instrument, request: OrderRequest, quantity: number): string | undefined {
    const { isOpen, now } = this.#market;
    if (!isOpen && request.outsideSession !== true) {
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
    const price = this.#market.lastPrice(instrument.index);
    const signed = request.side === 'buy' ? quantity : -quantity;
    if (price !== undefined && this.#portfolio.affordable(instrument.index, signed, price) < quantity) {
      const has = this.#portfolio.account.buyingPower / MONEY;
      return `${quantity} at ${price} are beyond the buying power of ${has.toFixed(2)}`;
    }
    return undefined;
  }

  #sized(instrument: Instrument, kind: OrderKind): number {
    const known =
      kind.type === 'limit' || kind.type === 'stop-limit' ? kind.limit : this.#market.lastPrice(instrument.index);
    if (known === undefined) return Number.NaN;
    return sizeOf(this.#config.sizing, instrument, this.#portfolio.equity, known);
  }

  #end(working: WorkingOrder, status: 'filled' | 'cancelled' | 'expired' | 'refused', reason?: string): void {
    this.#replace(working, withStatus(working.order, status, this.#market.now, reason));
    const list = this.#working[working.instrument.index] as WorkingOrder[];
    list.splice(list.indexOf(working), 1);
    if (status !== 'filled') this.#market.ended(working.order);
  }

  #note(order: Order): void {
    this.#orders[order.id - 1] = order;
    this.#versions.push(order);
  }

  #replace(working: WorkingOrder, order: Order): void {
    working.order = order;
    this.#note(order);
  }

  #childrenOf(id: number): readonly WorkingOrder[] {
    return this.#working.flat().filter(({ order }) => order.parent === id);
  }

  #find(id: number): WorkingOrder | undefined {
    const order = this.#orders[id - 1];
    if (order === undefined) return undefined;
    return this.#working[this.#instrumentOf(order.symbol).index]?.find((working) => working.order.id === id);
  }

  #instrumentOf(symbol: string): Instrument {
    const found = this.#bySymbol.get(symbol);
    if (found !== undefined) return found;
    const known = this.#instruments.map((instrument) => instrument.symbol).join(', ');
    throw new AppError('bad-request', `${symbol} is not in this run. It has ${known}.`);
  }
}

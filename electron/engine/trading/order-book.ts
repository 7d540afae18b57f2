import { AppError } from '../../../shared/lang/app-error.ts';
import { canonicalJson } from '../../../shared/lang/canonical-json.ts';
import { ninePlaces } from '../../../shared/market/price.ts';
import type { Order } from '../../../shared/trading/order.ts';
import type { BrokerMarket } from './broker-market.ts';
import type { Instrument } from './instrument.ts';
import { OrderVersions } from './order-versions.ts';
import { withFill, withStatus } from './order-states.ts';
import { kindOnScale, scaledKind } from './order-prices.ts';
import type { SavedOrder, WorkingOrder } from './working-order.ts';

export interface OrderBookState {
  readonly versions: number;
  readonly working: readonly SavedOrder[];
}

/** Every order of a run: the states each has had, and the working ones, one list a symbol in the order they were placed. */
export class OrderBook {
  readonly #instruments: readonly Instrument[];
  readonly #bySymbol: ReadonlyMap<string, Instrument>;
  readonly #market: BrokerMarket;
  readonly #versions = new OrderVersions();
  #working: WorkingOrder[][];
  /** Of working orders, by instrument. */
  readonly counts: Uint32Array;
  #nextActivation = Number.POSITIVE_INFINITY;

  constructor(instruments: readonly Instrument[], market: BrokerMarket) {
    this.#instruments = instruments;
    this.#bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
    this.#market = market;
    this.#working = instruments.map(() => []);
    this.counts = new Uint32Array(instruments.length);
  }

  /** When the next waiting order becomes active, or infinity. */
  get nextActivation(): number {
    return this.#nextActivation;
  }

  get nextId(): number {
    return this.#versions.orders + 1;
  }

  get all(): readonly Order[] {
    return this.#versions.all;
  }

  get(id: number): Order | undefined {
    return this.#versions.get(id);
  }

  /** The list itself: it changes as its orders end. */
  workingOf(index: number): readonly WorkingOrder[] {
    return this.#working[index] as WorkingOrder[];
  }

  /** Of all symbols, as they are now. */
  get working(): readonly WorkingOrder[] {
    return this.#working.flat();
  }

  find(id: number): WorkingOrder | undefined {
    const order = this.get(id);
    if (order === undefined) return undefined;
    return this.workingOf(this.instrumentOf(order.symbol).index).find((working) => working.order.id === id);
  }

  /** Exits of an entry. */
  childrenOf({ order, instrument }: WorkingOrder): readonly WorkingOrder[] {
    return this.workingOf(instrument.index).filter((working) => working.order.parent === order.id);
  }

  /** A new order, or another state of one. */
  note(order: Order): void {
    const before = this.ahead;
    if (before !== undefined && canonicalJson(before) !== canonicalJson(order)) this.#market.differs(before, order);
    this.#versions.note(order);
  }

  /** Takes up an order that was noted. */
  work(working: WorkingOrder): void {
    const { index } = working.instrument;
    this.counts[index] = (this.#working[index] as WorkingOrder[]).push(working);
    if (isWaiting(working)) this.#activateAt(working.order.activeAt);
  }

  /** As {@link replace}, of an order that may wait again. */
  rework(working: WorkingOrder, order: Order): void {
    this.replace(working, order);
    if (isWaiting(working)) this.#activateAt(order.activeAt);
  }

  replace(working: WorkingOrder, order: Order): void {
    working.order = order;
    this.note(order);
  }

  /** So much of it is filled now; nothing left to fill ends it. */
  fill(working: WorkingOrder, filled: number, averagePrice: number): void {
    const isWhole = filled >= working.order.quantity;
    this.replace(working, withFill(working.order, filled, averagePrice, isWhole ? this.#market.now : undefined));
    if (isWhole) this.#drop(working);
  }

  /** It ends without being filled in whole. */
  end(working: WorkingOrder, status: 'cancelled' | 'expired' | 'refused', reason: string): void {
    this.replace(working, withStatus(working.order, status, this.#market.now, reason));
    this.#drop(working);
    this.#market.ended(working.order);
  }

  /** Waiting orders whose time has come, in the order they were placed. */
  takeDue(now: number): readonly WorkingOrder[] {
    const due: WorkingOrder[] = [];
    this.#nextActivation = Number.POSITIVE_INFINITY;
    for (const list of this.#working) {
      for (const working of list) {
        if (!isWaiting(working)) continue;
        if (working.order.activeAt <= now) due.push(working);
        else this.#activateAt(working.order.activeAt);
      }
    }
    return due.sort((a, b) => a.order.id - b.order.id);
  }

  /** Orders for a session's open are active before its first data, unless their latency is not over. */
  open(): void {
    for (const list of this.#working) {
      for (const working of list) {
        if (!working.waitsForOpen) continue;
        working.waitsForOpen = false;
        const { activeAt } = working.order;
        if (activeAt < this.#market.now) {
          this.replace(working, { ...working.order, activeAt: this.#market.now, status: 'active' });
        } else this.#activateAt(activeAt);
      }
    }
  }

  /** Units and prices of working orders after a split: `ratio` new units for each old one. */
  split(index: number, ratio: number): void {
    for (const working of this.workingOf(index)) {
      const { order } = working;
      const times = (value: number): number => ninePlaces(value * ratio);
      const kind = kindOnScale(scaledKind(order.kind, 1 / ratio), order.side, working.instrument.priceScale);
      this.replace(working, { ...order, kind, quantity: times(order.quantity), filled: times(order.filled) });
      working.best /= ratio;
    }
  }

  /** Throws `bad-request` for a symbol that is not in the run. */
  instrumentOf(symbol: string): Instrument {
    const found = this.#bySymbol.get(symbol);
    if (found !== undefined) return found;
    const known = this.#instruments.map((instrument) => instrument.symbol).join(', ');
    throw new AppError('bad-request', `${symbol} is not in this run. It has ${known}.`);
  }

  /** The order, in a state of it, that came next when the run was here before. */
  get ahead(): Order | undefined {
    return this.#versions.ahead;
  }

  /** States of orders so far. */
  get versions(): number {
    return this.#versions.length;
  }

  /** The order, in a state of it, that came last. */
  get newest(): Order | undefined {
    return this.#versions.newest;
  }

  forgetAhead(): void {
    this.#versions.forgetAhead();
  }

  save(): OrderBookState {
    const working = this.working.map(({ instrument: _, from: __, ...rest }) => rest);
    return { versions: this.#versions.length, working };
  }

  restore({ versions, working }: OrderBookState): void {
    this.#versions.setLength(versions);
    this.#working = this.#instruments.map(() => []);
    this.counts.fill(0);
    this.#nextActivation = Number.POSITIVE_INFINITY;
    for (const saved of [...working].sort((a, b) => a.order.id - b.order.id)) {
      this.work({ ...saved, instrument: this.instrumentOf(saved.order.symbol), from: 0 });
    }
  }

  #drop(working: WorkingOrder): void {
    const { index } = working.instrument;
    const list = this.#working[index] as WorkingOrder[];
    list.splice(list.indexOf(working), 1);
    this.counts[index] = list.length;
  }

  #activateAt(time: number): void {
    if (time >= this.#nextActivation) return;
    this.#nextActivation = time;
    this.#market.activates(time);
  }
}

function isWaiting({ order, waitsForOpen }: WorkingOrder): boolean {
  return order.status === 'waiting' && !waitsForOpen;
}

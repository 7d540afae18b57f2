import { AppError } from '../../../shared/lang/app-error.ts';
import { ninePlaces } from '../../../shared/market/price.ts';
import type { Order } from '../../../shared/trading/order.ts';
import type { BrokerMarket } from './broker-market.ts';
import type { Instrument } from './instrument.ts';
import { listWith } from './list-with.ts';
import { OrderStates } from './order-states.ts';
import { kindOnScale, scaledKind } from './order-prices.ts';
import type { SavedOrder, WorkingOrder } from './working-order.ts';

export interface OrderBookState {
  readonly stateCount: number;
  readonly working: readonly SavedOrder[];
}

const NONE: readonly WorkingOrder[] = [];

/** Every order of a run: the states each has had, and the working ones, one list a symbol in the order they were placed. */
export class OrderBook {
  readonly #instruments: readonly Instrument[];
  readonly #bySymbol: ReadonlyMap<string, Instrument>;
  readonly #market: BrokerMarket;
  readonly #states: OrderStates;
  #working: WorkingOrder[][];
  /** Of working orders, by instrument. */
  readonly counts: Uint32Array;
  #nextActivation = Number.POSITIVE_INFINITY;

  constructor(instruments: readonly Instrument[], market: BrokerMarket) {
    this.#instruments = instruments;
    this.#bySymbol = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
    this.#market = market;
    this.#states = new OrderStates(instruments.map(({ symbol }) => symbol));
    this.#working = instruments.map(() => []);
    this.counts = new Uint32Array(instruments.length);
  }

  /** When the next waiting order becomes active, or infinity. */
  get nextActivation(): number {
    return this.#nextActivation;
  }

  get nextId(): number {
    return this.#states.orders + 1;
  }

  get all(): readonly Order[] {
    return this.#states.all;
  }

  get(id: number): Order | undefined {
    return this.#states.get(id);
  }

  orderOf({ id }: WorkingOrder): Order {
    return this.#states.get(id) as Order;
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
    const instrument = this.#states.instrumentOf(id);
    if (instrument === undefined) return undefined;
    return this.workingOf(instrument).find((working) => working.id === id);
  }

  /** Exits of an entry. */
  childrenOf({ id, instrument }: WorkingOrder): readonly WorkingOrder[] {
    return this.workingOf(instrument.index).filter((working) => working.parent === id);
  }

  /** A new order, or another state of one. */
  note(working: WorkingOrder): void {
    const states = this.#states;
    const before = states.hasAhead && !states.isAhead(working) ? states.ahead : undefined;
    states.note(working);
    if (before !== undefined) this.#market.differs(before, this.orderOf(working));
  }

  /** Takes up an order that was noted. */
  work(working: WorkingOrder): void {
    const { index } = working.instrument;
    this.counts[index] = (this.#working[index] as WorkingOrder[]).push(working);
    if (isWaiting(working)) this.#activateAt(working.activeAt);
  }

  /** It waits again, or goes on, on other terms. */
  rework(working: WorkingOrder): void {
    this.note(working);
    if (isWaiting(working)) this.#activateAt(working.activeAt);
  }

  /** So much of it is filled now; nothing left to fill ends it. */
  fill(working: WorkingOrder, filled: number, averagePrice: number): void {
    const isWhole = filled >= working.quantity;
    working.filled = filled;
    working.averagePrice = averagePrice;
    if (isWhole) {
      working.status = 'filled';
      working.endedAt = this.#market.now;
    }
    this.note(working);
    if (isWhole) this.#drop(working);
  }

  /** It ends without being filled in whole. */
  end(working: WorkingOrder, status: 'cancelled' | 'expired' | 'refused', reason: string): void {
    this.noteEnd(working, status, reason);
    this.#drop(working);
    this.#market.ended(this.orderOf(working));
  }

  /** As {@link end}, of an order that was not taken up; nobody is told. */
  noteEnd(working: WorkingOrder, status: 'cancelled' | 'expired' | 'refused', reason: string): void {
    working.status = status;
    working.endedAt = this.#market.now;
    working.reason = reason;
    this.note(working);
  }

  /** Waiting orders whose time has come, in the order they were placed. */
  takeDue(now: number): readonly WorkingOrder[] {
    let due: WorkingOrder[] | undefined;
    this.#nextActivation = Number.POSITIVE_INFINITY;
    for (const list of this.#working) {
      for (const working of list) {
        if (!isWaiting(working)) continue;
        if (working.activeAt <= now) due = listWith(due, working);
        else this.#activateAt(working.activeAt);
      }
    }
    if (due === undefined) return NONE;
    return due.length > 1 ? due.sort((a, b) => a.id - b.id) : due;
  }

  /** Orders for a session's open are active before its first data, unless their latency is not over. */
  open(): void {
    for (const list of this.#working) {
      for (const working of list) {
        if (!working.waitsForOpen) continue;
        working.waitsForOpen = false;
        if (working.activeAt < this.#market.now) {
          working.activeAt = this.#market.now;
          working.status = 'active';
          this.note(working);
        } else this.#activateAt(working.activeAt);
      }
    }
  }

  /** Units and prices of working orders after a split: `ratio` new units for each old one. */
  split(index: number, ratio: number): void {
    for (const working of this.workingOf(index)) {
      const kind = scaledKind(working.kind, 1 / ratio);
      working.kind = kindOnScale(kind, working.side, working.instrument.priceScale);
      working.quantity = ninePlaces(working.quantity * ratio);
      working.filled = ninePlaces(working.filled * ratio);
      this.note(working);
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
    return this.#states.ahead;
  }

  get hasAhead(): boolean {
    return this.#states.hasAhead;
  }

  /** States of orders so far. */
  get stateCount(): number {
    return this.#states.length;
  }

  /** The order, in a state of it, that came last. */
  get newest(): Order | undefined {
    return this.#states.newest;
  }

  forgetAhead(): void {
    this.#states.forgetAhead();
  }

  save(): OrderBookState {
    const working = this.working.map(({ instrument, from: _, isTried: __, ...rest }) => ({
      ...rest,
      symbol: instrument.symbol,
    }));
    return { stateCount: this.#states.length, working };
  }

  restore({ stateCount, working }: OrderBookState): void {
    this.#states.setLength(stateCount);
    this.#working = this.#instruments.map(() => []);
    this.counts.fill(0);
    this.#nextActivation = Number.POSITIVE_INFINITY;
    for (const saved of [...working].sort((a, b) => a.id - b.id)) {
      const { symbol, ...rest } = saved;
      this.work({ ...rest, instrument: this.instrumentOf(symbol), from: 0, isTried: false });
    }
  }

  #drop(working: WorkingOrder): void {
    const { index } = working.instrument;
    const list = this.#working[index] as WorkingOrder[];
    if (list.length === 1) list.pop();
    else list.splice(list.indexOf(working), 1);
    this.counts[index] = list.length;
  }

  #activateAt(time: number): void {
    if (time >= this.#nextActivation) return;
    this.#nextActivation = time;
    this.#market.activates(time);
  }
}

function isWaiting({ status, waitsForOpen }: WorkingOrder): boolean {
  return status === 'waiting' && !waitsForOpen;
}

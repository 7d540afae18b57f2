import { canonicalJson } from '../../../shared/lang/canonical-json.ts';
import type { Micros } from '../../../shared/market/time.ts';
import {
  MARKET,
  type Order,
  type OrderKind,
  type OrderStatus,
  type Side,
  type TimeInForce,
} from '../../../shared/trading/order.ts';
import { codeOf, SIDES, STATUSES, TIMES_IN_FORCE } from '../trading-codes.ts';
import { NumberRows } from './number-rows.ts';
import { SparseList } from './sparse-list.ts';
import type { WorkingOrder } from './working-order.ts';

/** Numbers of one state: a line of the processor's cache. */
const STRIDE = 8;
/** Its order's place among all, and the state before it of the same order, -1 for the first. */
const PLACE = 0;
const BEFORE = 1;
const STATUS = 2;
const QUANTITY = 3;
const FILLED = 4;
const ACTIVE_AT = 5;
/** NaN before the first fill, and while it works. The quantity is NaN where it could not be reckoned. */
const AVERAGE_PRICE = 6;
const ENDED_AT = 7;

/** Numbers of one order: what never changes of it, and its state. */
const ORDER_STRIDE = 7;
const CURRENT = 0;
const INSTRUMENT = 1;
const SIDE = 2;
const TIME_IN_FORCE = 3;
const PLACED_AT = 4;
/** 0 for none. */
const PARENT = 5;
const IS_MANUAL = 6;

type Writable = { -readonly [Key in keyof Order]: Order[Key] };

/** Every state that the orders of a run have had, in the order they came about, and of each order the one it is in. Set back, and to where it
 * was before, in the time that the states between take; those ahead stay until others are noted. */
export class OrderStates {
  readonly #symbols: readonly string[];
  readonly #states = new NumberRows(STRIDE);
  readonly #kinds = new SparseList<OrderKind>(MARKET);
  readonly #reasons = new SparseList<string | undefined>(undefined);
  /** States with those ahead. */
  #known = 0;
  readonly #orders = new NumberRows(ORDER_STRIDE);
  readonly #groups = new SparseList<string | undefined>(undefined);
  readonly #tags = new SparseList<string | undefined>(undefined);

  /** `symbols` by instrument. */
  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
  }

  get length(): number {
    return this.#states.length;
  }

  /** Number of orders; their ids count from 1. */
  get orders(): number {
    return this.#orders.length;
  }

  get all(): readonly Order[] {
    return Array.from({ length: this.#orders.length }, (_, place) => this.#orderIn(this.#currentOf(place)));
  }

  /** The one noted last. */
  get newest(): Order | undefined {
    return this.length === 0 ? undefined : this.#orderIn(this.length - 1);
  }

  /** The one that came next when the run was here before. */
  get ahead(): Order | undefined {
    return this.hasAhead ? this.#orderIn(this.length) : undefined;
  }

  get hasAhead(): boolean {
    return this.length < this.#known;
  }

  get(id: number): Order | undefined {
    return this.#isKnown(id) ? this.#orderIn(this.#currentOf(id - 1)) : undefined;
  }

  /** Index of the instrument of an order. */
  instrumentOf(id: number): number | undefined {
    if (!this.#isKnown(id)) return undefined;
    return this.#orders.partOf(id - 1)[this.#orders.placeOf(id - 1) + INSTRUMENT];
  }

  /** What was noted next when the run was here before is this one's state. */
  isAhead(working: WorkingOrder): boolean {
    const { length } = this;
    const values = this.#states.partOf(length);
    const at = this.#states.placeOf(length);
    const place = working.id - 1;
    return (
      values[at + PLACE] === place &&
      values[at + BEFORE] === (this.#isPlaced(place) ? this.#currentOf(place) : -1) &&
      values[at + STATUS] === codeOf(STATUSES, working.status) &&
      Object.is(values[at + QUANTITY], working.quantity) &&
      values[at + FILLED] === working.filled &&
      values[at + ACTIVE_AT] === working.activeAt &&
      Object.is(values[at + AVERAGE_PRICE], working.averagePrice) &&
      Object.is(values[at + ENDED_AT], working.endedAt) &&
      this.#reasons.at(length) === working.reason &&
      isSame(this.#kinds.at(length), working.kind) &&
      this.#isAsPlaced(place, working)
    );
  }

  /** A new order, whose id is the next one, or another state of one. */
  note(working: WorkingOrder): void {
    const place = working.id - 1;
    const isNew = !this.#isPlaced(place);
    if (isNew) this.#place(working);
    const states = this.#states;
    const state = states.add();
    const values = states.partOf(state);
    const at = states.placeOf(state);
    values[at + PLACE] = place;
    values[at + BEFORE] = isNew ? -1 : this.#currentOf(place);
    values[at + STATUS] = codeOf(STATUSES, working.status);
    values[at + QUANTITY] = working.quantity;
    values[at + FILLED] = working.filled;
    values[at + ACTIVE_AT] = working.activeAt;
    values[at + AVERAGE_PRICE] = working.averagePrice;
    values[at + ENDED_AT] = working.endedAt;
    this.#kinds.set(state, working.kind);
    this.#reasons.set(state, working.reason);
    this.#setCurrent(place, state);
    if (state === this.#known) this.#known += 1;
  }

  forgetAhead(): void {
    this.#known = this.length;
  }

  setLength(length: number): void {
    for (let state = this.length - 1; state >= length; state--) {
      const place = this.#placeIn(state);
      const before = this.#states.partOf(state)[this.#states.placeOf(state) + BEFORE] as number;
      if (before < 0) this.#orders.setLength(place);
      else this.#setCurrent(place, before);
    }
    for (let state = this.length; state < length; state++) {
      const place = this.#placeIn(state);
      if (!this.#isPlaced(place)) this.#orders.setLength(place + 1);
      this.#setCurrent(place, state);
    }
    this.#states.setLength(length);
  }

  /** An id as a strategy may give it: as text too, where it was the key of an object. */
  #isKnown(id: number): boolean {
    return Number.isInteger(id - 1) && id > 0 && this.#isPlaced(id - 1);
  }

  #isPlaced(place: number): boolean {
    return place < this.#orders.length;
  }

  #currentOf(place: number): number {
    return this.#orders.partOf(place)[this.#orders.placeOf(place) + CURRENT] as number;
  }

  #setCurrent(place: number, state: number): void {
    this.#orders.partOf(place)[this.#orders.placeOf(place) + CURRENT] = state;
  }

  /** Which order a state is of. */
  #placeIn(state: number): number {
    return this.#states.partOf(state)[this.#states.placeOf(state) + PLACE] as number;
  }

  #place(order: WorkingOrder): void {
    const orders = this.#orders;
    const place = orders.add();
    const values = orders.partOf(place);
    const at = orders.placeOf(place);
    this.#groups.set(place, order.group);
    this.#tags.set(place, order.tag);
    values[at + INSTRUMENT] = order.instrument.index;
    values[at + SIDE] = codeOf(SIDES, order.side);
    values[at + TIME_IN_FORCE] = codeOf(TIMES_IN_FORCE, order.timeInForce);
    values[at + PLACED_AT] = order.placedAt;
    values[at + PARENT] = order.parent ?? 0;
    values[at + IS_MANUAL] = order.isManual ? 1 : 0;
  }

  /** What never changes of an order is as it was when the run was here before. */
  #isAsPlaced(place: number, order: WorkingOrder): boolean {
    const values = this.#orders.partOf(place);
    const at = this.#orders.placeOf(place);
    return (
      values[at + INSTRUMENT] === order.instrument.index &&
      values[at + SIDE] === codeOf(SIDES, order.side) &&
      values[at + TIME_IN_FORCE] === codeOf(TIMES_IN_FORCE, order.timeInForce) &&
      values[at + PLACED_AT] === order.placedAt &&
      values[at + PARENT] === (order.parent ?? 0) &&
      values[at + IS_MANUAL] === (order.isManual ? 1 : 0) &&
      this.#groups.at(place) === order.group &&
      this.#tags.at(place) === order.tag
    );
  }

  /** The order in one of its states, keys in their canonical order as far as a literal allows. */
  #orderIn(state: number): Order {
    const states = this.#states.partOf(state);
    const at = this.#states.placeOf(state);
    const place = states[at + PLACE] as number;
    const orders = this.#orders.partOf(place);
    const of = this.#orders.placeOf(place);
    const averagePrice = states[at + AVERAGE_PRICE] as number;
    const endedAt = states[at + ENDED_AT] as number;
    const parent = orders[of + PARENT] as number;
    const group = this.#groups.at(place);
    const reason = this.#reasons.at(state);
    const tag = this.#tags.at(place);
    const order: Writable = {
      activeAt: states[at + ACTIVE_AT] as Micros,
      filled: states[at + FILLED] as number,
      id: place + 1,
      isManual: orders[of + IS_MANUAL] === 1,
      kind: this.#kinds.at(state),
      placedAt: orders[of + PLACED_AT] as Micros,
      quantity: states[at + QUANTITY] as number,
      side: SIDES[orders[of + SIDE] as number] as Side,
      status: STATUSES[states[at + STATUS] as number] as OrderStatus,
      symbol: this.#symbols[orders[of + INSTRUMENT] as number] as string,
      timeInForce: TIMES_IN_FORCE[orders[of + TIME_IN_FORCE] as number] as TimeInForce,
    };
    if (!Number.isNaN(averagePrice)) order.averagePrice = averagePrice;
    if (!Number.isNaN(endedAt)) order.endedAt = endedAt as Micros;
    if (group !== undefined) order.group = group;
    if (parent !== 0) order.parent = parent;
    if (reason !== undefined) order.reason = reason;
    if (tag !== undefined) order.tag = tag;
    return order;
  }
}

function isSame(before: object | undefined, now: object): boolean {
  return before === now || canonicalJson(before) === canonicalJson(now);
}

import { canonicalJson } from '../../../shared/lang/canonical-json.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { Order, OrderKind, OrderStatus } from '../../../shared/trading/order.ts';
import type { WorkingOrder } from './working-order.ts';

const STATUSES: readonly OrderStatus[] = ['waiting', 'active', 'filled', 'cancelled', 'expired', 'refused'];

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

type Writable = { -readonly [Key in keyof Order]: Order[Key] };

/** Every state that the orders of a run have had, in the order they came about, and of each order the one it is in. Set back, and to where it
 * was before, in the time that the states between take; those ahead stay until others are noted. Numbers in a column: an object a state is
 * what a run with many orders would spend its time on. */
export class OrderStates {
  #numbers = new Float64Array(1_024 * STRIDE);
  readonly #kinds: OrderKind[] = [];
  readonly #reasons: (string | undefined)[] = [];
  #length = 0;
  /** With those ahead. */
  #known = 0;
  /** By order: as it was placed, and its state. */
  readonly #placed: Order[] = [];
  readonly #current: number[] = [];

  get length(): number {
    return this.#length;
  }

  /** Number of orders; their ids count from 1. */
  get orders(): number {
    return this.#current.length;
  }

  get all(): readonly Order[] {
    return this.#current.map((state) => this.#orderIn(state));
  }

  /** The one noted last. */
  get newest(): Order | undefined {
    return this.#length === 0 ? undefined : this.#orderIn(this.#length - 1);
  }

  /** The one that came next when the run was here before. */
  get ahead(): Order | undefined {
    return this.hasAhead ? this.#orderIn(this.#length) : undefined;
  }

  get hasAhead(): boolean {
    return this.#length < this.#known;
  }

  get(id: number): Order | undefined {
    const state = this.#current[id - 1];
    return state === undefined ? undefined : this.#orderIn(state);
  }

  /** What was noted next when the run was here before is this one's state. */
  isAhead(working: WorkingOrder): boolean {
    const { order } = working;
    const numbers = this.#numbers;
    const at = this.#length * STRIDE;
    const place = order.id - 1;
    return (
      numbers[at + PLACE] === place &&
      numbers[at + BEFORE] === (this.#current[place] ?? -1) &&
      numbers[at + STATUS] === STATUSES.indexOf(working.status) &&
      Object.is(numbers[at + QUANTITY], working.quantity) &&
      numbers[at + FILLED] === working.filled &&
      numbers[at + ACTIVE_AT] === working.activeAt &&
      Object.is(numbers[at + AVERAGE_PRICE], working.averagePrice) &&
      Object.is(numbers[at + ENDED_AT], working.endedAt) &&
      this.#reasons[this.#length] === working.reason &&
      isSame(this.#kinds[this.#length], working.kind) &&
      isSame(this.#placed[place], order)
    );
  }

  /** A new order, whose id is the next one, or another state of one. */
  note(working: WorkingOrder): void {
    const { order } = working;
    const state = this.#length++;
    if (state * STRIDE === this.#numbers.length) this.#grow();
    const numbers = this.#numbers;
    const at = state * STRIDE;
    const place = order.id - 1;
    const before = this.#current[place];
    if (before === undefined) this.#placed[place] = order;
    numbers[at + PLACE] = place;
    numbers[at + BEFORE] = before ?? -1;
    numbers[at + STATUS] = STATUSES.indexOf(working.status);
    numbers[at + QUANTITY] = working.quantity;
    numbers[at + FILLED] = working.filled;
    numbers[at + ACTIVE_AT] = working.activeAt;
    numbers[at + AVERAGE_PRICE] = working.averagePrice;
    numbers[at + ENDED_AT] = working.endedAt;
    this.#kinds[state] = working.kind;
    this.#reasons[state] = working.reason;
    this.#current[place] = state;
    if (state === this.#known) this.#known += 1;
  }

  forgetAhead(): void {
    this.#known = this.#length;
  }

  setLength(length: number): void {
    const numbers = this.#numbers;
    for (let state = this.#length - 1; state >= length; state--) {
      const place = numbers[state * STRIDE + PLACE] as number;
      const before = numbers[state * STRIDE + BEFORE] as number;
      if (before < 0) this.#current.length = place;
      else this.#current[place] = before;
    }
    for (let state = this.#length; state < length; state++) {
      this.#current[numbers[state * STRIDE + PLACE] as number] = state;
    }
    this.#length = length;
  }

  /** The order in one of its states, keys in their canonical order as far as a literal allows. */
  #orderIn(state: number): Order {
    const numbers = this.#numbers;
    const at = state * STRIDE;
    const placed = this.#placed[numbers[at + PLACE] as number] as Order;
    const averagePrice = numbers[at + AVERAGE_PRICE] as number;
    const endedAt = numbers[at + ENDED_AT] as number;
    const reason = this.#reasons[state];
    const order: Writable = {
      activeAt: numbers[at + ACTIVE_AT] as Micros,
      filled: numbers[at + FILLED] as number,
      id: placed.id,
      isManual: placed.isManual,
      kind: this.#kinds[state] as OrderKind,
      placedAt: placed.placedAt,
      quantity: numbers[at + QUANTITY] as number,
      side: placed.side,
      status: STATUSES[numbers[at + STATUS] as number] as OrderStatus,
      symbol: placed.symbol,
      timeInForce: placed.timeInForce,
    };
    if (!Number.isNaN(averagePrice)) order.averagePrice = averagePrice;
    if (!Number.isNaN(endedAt)) order.endedAt = endedAt as Micros;
    if (placed.group !== undefined) order.group = placed.group;
    if (placed.parent !== undefined) order.parent = placed.parent;
    if (reason !== undefined) order.reason = reason;
    if (placed.tag !== undefined) order.tag = placed.tag;
    return order;
  }

  #grow(): void {
    const grown = new Float64Array(this.#numbers.length * 2);
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}

function isSame(before: object | undefined, now: object): boolean {
  return before === now || canonicalJson(before) === canonicalJson(now);
}

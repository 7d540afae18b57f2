import type { Order } from '../../../shared/trading/order.ts';
import { GrowingList } from './growing-list.ts';

/** Every state that the orders of a run have had, in the order they came about, and of each order the one it is in. Set back, and to where it
 * was before, in the time that the states between take; those ahead stay until others are noted. */
export class OrderVersions {
  readonly #states = new GrowingList<Order>();
  /** By state: its order's place among all, and the state before it of the same order, -1 for the first. Beside the states: to read these from
   * thousands of objects takes milliseconds. */
  readonly #placeOf: number[] = [];
  readonly #before: number[] = [];
  /** By order, its state. */
  readonly #current: number[] = [];

  get length(): number {
    return this.#states.length;
  }

  /** Number of orders; their ids count from 1. */
  get orders(): number {
    return this.#current.length;
  }

  get all(): readonly Order[] {
    return this.#current.map((state) => this.#states.at(state) as Order);
  }

  /** The last one noted. */
  get newest(): Order | undefined {
    return this.#states.at(this.length - 1);
  }

  /** The one that came next when the run was here before. */
  get ahead(): Order | undefined {
    return this.#states.at(this.length);
  }

  get(id: number): Order | undefined {
    const state = this.#current[id - 1];
    return state === undefined ? undefined : this.#states.at(state);
  }

  /** A new order, whose id is the next one, or another state of one. */
  note(order: Order): void {
    const state = this.length;
    const place = order.id - 1;
    this.#placeOf[state] = place;
    this.#before[state] = this.#current[place] ?? -1;
    this.#current[place] = state;
    this.#states.push(order);
  }

  forgetAhead(): void {
    this.#states.forgetAhead();
  }

  setLength(length: number): void {
    for (let state = this.length - 1; state >= length; state--) {
      const place = this.#placeOf[state] as number;
      const before = this.#before[state] as number;
      if (before < 0) this.#current.length = place;
      else this.#current[place] = before;
    }
    for (let state = this.length; state < length; state++) this.#current[this.#placeOf[state] as number] = state;
    this.#states.setLength(length);
  }
}

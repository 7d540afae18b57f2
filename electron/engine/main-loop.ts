import type { RunLayout } from './run-layout.ts';
import type { EngineListener } from './engine-listener.ts';
import type { EventLog } from './event-log.ts';
import type { EventWatch } from './event-watch.ts';
import type { SessionClock } from './session-clock.ts';
import { invariant } from '../../shared/lang/invariant.ts';
import { lowerBound } from '../../shared/market/columns.ts';

/** Rows of one slot in the current session. */
export interface SlotRows {
  /** Ascending instants; a slot's delay makes them the instants at which rows are known. */
  readonly stamps: Float64Array;
  /** The first row that belongs to the session. */
  readonly first: number;
}

/** As {@link EngineListener} says of these. */
type EventHearer = Required<Pick<EngineListener, 'marketEvent' | 'derivedBar'>>;

const NEVER = Number.POSITIVE_INFINITY;
/** In place of a market slot: derived bars are due first. */
const DERIVED = -1;

/** The main loop: delivers the rows of all slots by the instant they are known (S2), at one instant in the order of S3. It moves
 * one index a slot and allocates nothing; rows of one slot that stand before those of all others go without another look at these.
 * Stopped anywhere, also between two events of one instant, it goes on exactly there: what is left of an instant is what its heads
 * still show. */
export class MainLoop {
  /** Per slot the rows delivered: the next row's index. */
  readonly positions: Int32Array;
  readonly #layout: RunLayout;
  readonly #clock: SessionClock;
  readonly #log: EventLog;
  readonly #listener: EngineListener;
  #first: EventHearer | undefined;
  readonly #streams: Int32Array;
  /** Market slots alone, in the order of S3. */
  readonly #marketOrder: Int32Array;
  readonly #delays: Float64Array;
  readonly #stamps: Float64Array[];
  readonly #firsts: Int32Array;
  /** Per slot how many rows it has. */
  readonly #ends: Int32Array;
  /** Per slot the instant at which its next row is known. */
  readonly #heads: Float64Array;
  #until = NEVER;
  #watch: EventWatch | undefined;
  #isHalted = false;

  constructor(layout: RunLayout, clock: SessionClock, log: EventLog, listener: EngineListener) {
    const count = layout.slots.length;
    this.#layout = layout;
    this.#clock = clock;
    this.#log = log;
    this.#listener = listener;
    this.positions = new Int32Array(count);
    this.#marketOrder = Int32Array.from({ length: layout.marketCount }, (_, slot) => slot);
    this.#streams = Int32Array.from(layout.slots, ({ stream }) => stream);
    this.#delays = Float64Array.from(layout.slots, ({ delay }) => delay);
    this.#stamps = layout.slots.map(() => new Float64Array(0));
    this.#firsts = new Int32Array(count);
    this.#ends = new Int32Array(count);
    this.#heads = new Float64Array(count).fill(NEVER);
  }

  /** Puts the loop before the first row of a session that lasts from `open` to `close`; no row may be known outside of it. */
  load(rows: readonly SlotRows[], open: number, close: number): void {
    this.#takeRows(rows, open, close);
    this.moveTo(this.#firsts);
  }

  /** The loaded session goes on with rows that begin with those it had. */
  goOnWith(rows: readonly SlotRows[], open: number, close: number): void {
    this.#takeRows(rows, open, close);
    this.moveTo(this.positions);
  }

  /** Rows known before `time` count as delivered, and no others. */
  skipTo(time: number): void {
    this.#stamps.forEach((stamps, slot) => {
      const first = this.#firsts[slot] as number;
      this.positions[slot] = lowerBound(stamps, time - (this.#delays[slot] as number), first);
      this.#setHead(slot);
    });
  }

  /** Takes the positions of an earlier moment of the loaded session. */
  moveTo(positions: Int32Array): void {
    this.positions.set(positions);
    for (let slot = 0; slot < this.positions.length; slot++) this.#setHead(slot);
  }

  /** The instant at which the last market row of the session is known; `undefined` when the session holds none. */
  lastKnown(): number | undefined {
    let last: number | undefined;
    for (let slot = 0; slot < this.#layout.marketCount; slot++) {
      const known = this.#lastKnownOf(slot);
      if (known !== undefined && (last === undefined || known > last)) last = known;
    }
    return last;
  }

  /** Rows of a slot delivered in this session. */
  deliveredOf(slot: number): number {
    return (this.positions[slot] as number) - (this.#firsts[slot] as number);
  }

  /** Rows of a slot still to come in this session. */
  remainingOf(slot: number): number {
    return (this.#stamps[slot] as Float64Array).length - (this.positions[slot] as number);
  }

  /** Who hears each delivery before the listener does. */
  hearFirst(first: EventHearer): void {
    this.#first = first;
  }

  /** Who may stop the loop from now on; nobody has yet. */
  watch(watch: EventWatch | undefined): void {
    this.#watch = watch;
    this.#isHalted = false;
  }

  /** The one who watches has stopped the loop: nothing more is delivered before the next {@link watch}. */
  get isHalted(): boolean {
    return this.#isHalted;
  }

  halt(): void {
    this.#isHalted = true;
    this.#until = Number.NEGATIVE_INFINITY;
  }

  /** Delivers what is known at or before `until`, at most `limit` market events, and returns how many those were. Market slots
   * stand in the order of S3, so the first slot with the smallest head is next. */
  run(until: number, limit: number): number {
    const heads = this.#heads;
    const { marketCount, tieOrder } = this.#layout;
    this.#until = until;
    let events = 0;
    let nextDerived = this.#nextDerived();
    while (events < limit) {
      let now = nextDerived;
      let next = DERIVED;
      let others = nextDerived;
      for (let slot = 0; slot < marketCount; slot++) {
        const head = heads[slot] as number;
        if (head < now) {
          others = now;
          now = head;
          next = slot;
        } else if (head < others) others = head;
      }
      if (now > this.#until || now === NEVER) break;
      if (next === DERIVED) {
        events += this.#deliverInstant(now, tieOrder, limit - events);
        nextDerived = this.#nextDerived();
      } else if (others === now) events += this.#deliverInstant(now, this.#marketOrder, limit - events);
      else events += this.#deliverBefore(others, next, limit - events);
    }
    return events;
  }

  /** The run under way delivers nothing that is known after `time`. */
  stopAt(time: number): void {
    if (time < this.#until) this.#until = time;
  }

  /** Delivers the derived bars that come before the next market event of the instant the clock stands on. A step by one event
   * ends so: with all that the event closes. */
  settle(): void {
    const { tieOrder, marketCount } = this.#layout;
    for (const slot of tieOrder) {
      if (this.#heads[slot] !== this.#clock.now) continue;
      if (slot < marketCount) return;
      this.#deliverDerived(slot);
    }
  }

  #takeRows(rows: readonly SlotRows[], open: number, close: number): void {
    rows.forEach(({ stamps, first }, slot) => {
      this.#stamps[slot] = stamps;
      this.#firsts[slot] = first;
      this.#ends[slot] = stamps.length;
      const from = first < stamps.length ? this.#knownAt(slot, first) : open;
      const to = this.#lastKnownOf(slot) ?? open;
      invariant(from >= open && to <= close, `slot ${slot} is known ${from} to ${to}, its session ${open} to ${close}`);
    });
  }

  /** The rows of an instant of these slots, which stand in the order of S3; of an instant at which no derived bar closes, market slots do. */
  #deliverInstant(now: number, slots: Int32Array, limit: number): number {
    const heads = this.#heads;
    const { marketCount } = this.#layout;
    let events = 0;
    this.#clock.moveTo(now);
    for (let place = 0; place < slots.length; place++) {
      const slot = slots[place] as number;
      while (heads[slot] === now) {
        if (slot >= marketCount) {
          this.#deliverDerived(slot);
          continue;
        }
        this.#deliverMarket(slot);
        events += 1;
        if (events === limit || this.#isHalted) return events;
      }
    }
    return events;
  }

  /** The next row of a slot, and those after it that are known before `others`: most rows of a run. What {@link #take} looks up at each row is
   * looked up once here. */
  #deliverBefore(others: number, slot: number, limit: number): number {
    const { positions } = this;
    const heads = this.#heads;
    const clock = this.#clock.cell;
    const log = this.#log;
    const first = this.#first;
    const isHeard = this.#watch !== undefined || this.#listener.marketEvent !== undefined;
    const stamps = this.#stamps[slot] as Float64Array;
    const delay = this.#delays[slot] as number;
    const end = this.#ends[slot] as number;
    const stream = this.#streams[slot] as number;
    // A number, not an object with one: a comparison in the loop would look into it each time.
    const before = others - 0;
    const begin = positions[slot] as number;
    const last = limit < end - begin ? begin + limit : end;
    let row = begin;
    let head = heads[slot] as number;
    let now = clock[0] as number;
    try {
      do {
        if (head < now) this.#clock.moveTo(head);
        now = head;
        clock[0] = now;
        const delivered = row;
        row += 1;
        positions[slot] = row;
        head = row < end ? (stamps[row] as number) + delay : NEVER;
        log.marketEvent(stream);
        first?.marketEvent(stream, delivered);
        if (isHeard) this.#tellOthers(stream, delivered);
      } while (row < last && head < before && head <= this.#until);
    } finally {
      heads[slot] = head;
    }
    return row - begin;
  }

  #deliverMarket(slot: number): void {
    const row = this.#take(slot);
    const stream = this.#streams[slot] as number;
    this.#log.marketEvent(stream);
    this.#first?.marketEvent(stream, row);
    this.#tellOthers(stream, row);
  }

  #tellOthers(stream: number, row: number): void {
    this.#listener.marketEvent?.(stream, row);
    if (this.#watch?.marketEvent(stream, row) === true) this.halt();
  }

  #deliverDerived(slot: number): void {
    const row = this.#take(slot);
    this.#first?.derivedBar(slot, row);
    this.#listener.derivedBar?.(slot, row);
  }

  #take(slot: number): number {
    const row = this.positions[slot] as number;
    this.positions[slot] = row + 1;
    this.#setHead(slot);
    return row;
  }

  #setHead(slot: number): void {
    const row = this.positions[slot] as number;
    this.#heads[slot] = row < (this.#ends[slot] as number) ? this.#knownAt(slot, row) : NEVER;
  }

  #nextDerived(): number {
    let next = NEVER;
    for (let slot = this.#layout.marketCount; slot < this.#heads.length; slot++) {
      const head = this.#heads[slot] as number;
      if (head < next) next = head;
    }
    return next;
  }

  #knownAt(slot: number, row: number): number {
    return ((this.#stamps[slot] as Float64Array)[row] as number) + (this.#delays[slot] as number);
  }

  #lastKnownOf(slot: number): number | undefined {
    const rows = (this.#stamps[slot] as Float64Array).length;
    return rows > (this.#firsts[slot] as number) ? this.#knownAt(slot, rows - 1) : undefined;
  }
}

import { BAR_FILLED, type BarColumns, lowerBound } from '../../../shared/market/columns.ts';
import { SLOT_FILLED, SLOT_MISSING, SLOT_PRESENT, SLOT_VERIFIED_EMPTY } from '../../../shared/quality/quality.ts';
import type { SlotGrid } from '../../../shared/quality/slot-grid.ts';
import type { FeedCondition } from '../../../shared/session/feed.ts';
import { type Micros, micros } from '../../../shared/market/time.ts';

interface Away {
  readonly from: number;
  /** Absent: still away. */
  to?: number;
}

/** States of the base slots of one live session, settled as the clock passes them. An empty slot is verified empty where the feed lists every traded slot and
 * was connected from its start to its end (S13); else it is missing. */
export class LiveSlots {
  readonly #grid: SlotGrid;
  readonly #listsEveryTrade: boolean;
  /** What was proved of the stored part. */
  readonly #stored: Uint8Array;
  /** Ascending, disjoint. */
  readonly #away: Away[];
  #states: Uint8Array;
  #settled = 0;
  #isUnsettled = false;

  /** `stored`: the states of a session that is partly stored already. The feed counts as away from the session's open on. */
  constructor(grid: SlotGrid, stored: Uint8Array, listsEveryTrade: boolean) {
    this.#grid = grid;
    this.#stored = stored;
    this.#listsEveryTrade = listsEveryTrade;
    this.#states = new Uint8Array(grid.slots).fill(SLOT_MISSING);
    this.#away = [{ from: grid.spans[0]?.from ?? 0 }];
  }

  /** Changes only slots that have not been settled, until {@link change} makes new ones. */
  get states(): Uint8Array {
    return this.#states;
  }

  /** Slots whose state is known. */
  get settled(): number {
    return this.#settled;
  }

  /** True where what was settled up to the clock is no longer right. */
  get isUnsettled(): boolean {
    return this.#isUnsettled;
  }

  /** Spans before `at` in which the feed was away. */
  outages(at: number): { readonly from: Micros; readonly to: Micros }[] {
    return this.#away
      .map(({ from, to }) => ({ from: micros(from), to: micros(Math.min(to ?? at, at)) }))
      .filter(({ from, to }) => from < to);
  }

  /** The feed's condition from `since` on. */
  condition(condition: FeedCondition, since: number, clock: number): void {
    const last = this.#away.at(-1);
    const isAway = last !== undefined && last.to === undefined;
    if ((condition === 'connected') !== isAway) return;
    if (isAway) last.to = Math.max(since, last.from);
    else this.#away.push({ from: Math.max(since, last?.to ?? Number.NEGATIVE_INFINITY) });
    if (since < clock && this.#settled > 0) this.#isUnsettled = true;
  }

  /** States of slots that have ended by `to`, as the bars say. */
  settle(columns: BarColumns, to: number): void {
    const end = this.#grid.slotsUntil(to);
    this.#mark(columns, this.#settled, end);
    this.#settled = Math.max(this.#settled, end);
  }

  /** Settles anew, in memory of its own, what ended before `at`: bars were put in behind the clock, or the feed's condition there was told late. True
   * where that changed a state. */
  change(columns: BarColumns, at: number): boolean {
    const before = this.#states;
    this.#states = before.slice();
    this.#isUnsettled = false;
    this.#mark(columns, 0, this.#grid.slotsUntil(at - 1));
    return this.#states.some((state, slot) => state !== before[slot]);
  }

  #mark(columns: BarColumns, first: number, end: number): void {
    if (first >= end) return;
    let row = lowerBound(columns.time, this.#grid.slotTime(first));
    let away = 0;
    for (let slot = first; slot < end; slot++) {
      const time = this.#grid.slotTime(slot);
      while (away < this.#away.length && ((this.#away[away] as Away).to ?? Number.POSITIVE_INFINITY) <= time) away += 1;
      if (columns.time[row] === time) {
        this.#states[slot] = columns.flags[row] === BAR_FILLED ? SLOT_FILLED : SLOT_PRESENT;
        row += 1;
      } else if (this.#stored[slot] === SLOT_VERIFIED_EMPTY) this.#states[slot] = SLOT_VERIFIED_EMPTY;
      else {
        const isCovered = (this.#away[away]?.from ?? Number.POSITIVE_INFINITY) >= time + this.#grid.step;
        this.#states[slot] = isCovered && this.#listsEveryTrade ? SLOT_VERIFIED_EMPTY : SLOT_MISSING;
      }
    }
  }
}

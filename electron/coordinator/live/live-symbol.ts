import { deriveBars } from '../../engine/derive/cascade.ts';
import { gridLength, nextClose } from '../../engine/derive/bar-grid.ts';
import { allocateDerived } from '../../engine/derive/derived-columns.ts';
import { weekBar } from '../../engine/derive/week.ts';
import { derivedIntervalsOf } from '../../engine/run-layout.ts';
import { ONE_DAY, ONE_WEEK, type Interval, intervalMicros } from '../../../shared/market/interval.ts';
import { SlotGrid } from '../../../shared/quality/slot-grid.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import type { BarStreamBlock, DerivedBlock, SymbolBlock } from '../../../shared/session/block.ts';
import type { FeedCondition } from '../../../shared/session/feed.ts';
import type { PlannedSession, PlannedStream, RunPlan } from '../../../shared/session/plan.ts';
import { LiveBars, type LiveChange } from './live-bars.ts';
import { LiveSlots } from './live-slots.ts';

/** One symbol with bars in a live session: its base bars, their slots, and the bars derived from them. */
export class LiveSymbol {
  readonly bars: LiveBars;
  readonly slots: LiveSlots;
  readonly #session: PlannedSession;
  readonly #stream: PlannedStream;
  readonly #seed: SymbolBlock;
  readonly #grid: SlotGrid;
  readonly #intervals: readonly Interval[];
  #derived: readonly DerivedBlock[];
  readonly #shortMinutes: Uint8Array;
  #block: SymbolBlock | undefined;
  /** Derived bars that close up to here are right. */
  #derivedTo: number;

  /** Begins with what is stored of the session. */
  constructor(
    plan: RunPlan,
    session: PlannedSession,
    seed: SymbolBlock,
    base: BarStreamBlock,
    listsEveryTrade: boolean,
  ) {
    this.#session = session;
    this.#stream = ensure(plan.streams[seed.stream], 'stream of a symbol');
    this.#seed = seed;
    this.#grid = new SlotGrid(session.spans, intervalMicros(base.interval));
    this.bars = new LiveBars(this.#grid, base.source, base.columns);
    this.slots = new LiveSlots(this.#grid, seed.slots, listsEveryTrade);
    this.#intervals = derivedIntervalsOf(base.interval, plan.derivedIntervals);
    this.#derived = [];
    this.#shortMinutes = new Uint8Array(seed.shortMinutes.length);
    this.#derivedTo = session.open;
    this.#derive(session.open);
  }

  condition(condition: FeedCondition, since: number, clock: number): void {
    this.slots.condition(condition, since, clock);
  }

  /** Takes up what is known at or before `to`; true where the block has changed. */
  settle(to: number): boolean {
    const isGrown = this.bars.settle(to);
    const closes = this.#intervals.some((interval) => {
      const next = nextClose(this.#session, gridLength(interval), this.#derivedTo);
      return next !== undefined && next <= to;
    });
    this.slots.settle(this.bars.columns, to);
    if (closes) this.#derive(to);
    return isGrown || closes;
  }

  hasChanges(at: number): boolean {
    return this.slots.isUnsettled || this.bars.hasChanges(at);
  }

  /** Puts in what waits for `at` and derives anew (D3). `isSettled` where an outage was found or ended behind the clock. */
  change(at: number): { readonly bars: readonly LiveChange[]; readonly isSettled: boolean } {
    const bars = this.bars.change(at);
    const isSettled = this.slots.change(this.bars.columns, at);
    if (bars.length > 0 || isSettled) this.#derive(at - 1);
    return { bars, isSettled };
  }

  /** The same object while derived bars and slots are. */
  block(): SymbolBlock {
    const { states } = this.slots;
    if (this.#block?.derived !== this.#derived || this.#block.slots !== states)
      this.#block = { ...this.#seed, derived: this.#derived, slots: states, shortMinutes: this.#shortMinutes };
    return this.#block;
  }

  #derive(to: number): void {
    const { columns } = this.bars;
    const wanted = this.#intervals.includes(ONE_WEEK) ? [...this.#intervals, ONE_DAY] : this.#intervals;
    const derived = deriveBars({
      base: columns,
      baseInterval: ensure(this.#stream.interval, 'base interval'),
      intervals: wanted.filter((interval) => interval !== ONE_WEEK),
      grid: this.#session,
      slots: this.slots.states,
      ...(this.#stream.sizeScale === undefined ? {} : { volumeScale: this.#stream.sizeScale }),
    });
    this.#derived = this.#intervals.map((interval) =>
      interval === ONE_WEEK
        ? this.#week(derived)
        : ensure(
            derived.find((block) => block.interval === interval),
            interval,
          ),
    );
    this.#derivedTo = to;
  }

  #week(derived: readonly DerivedBlock[]): DerivedBlock {
    const day = derived.find(({ interval }) => interval === ONE_DAY)?.columns ?? allocateDerived(0);
    const days = [...(this.#seed.weekBefore ?? []), { day, expected: this.#grid.slots }];
    const columns = this.#session.endsWeek === true ? weekBar(days, this.#session.close) : allocateDerived(0);
    return { interval: ONE_WEEK, columns };
  }
}

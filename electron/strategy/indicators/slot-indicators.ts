import { NO_BARS, type ReadColumns } from '../../../shared/market/columns.ts';
import type { Bar } from '../api/data.ts';
import type { BarSource } from './bar-source.ts';
import { ColumnIndicator, type Indicator } from './indicator.ts';
import type { PriceColumn } from './price-source.ts';

/** Bars that are computed at once. */
const AHEAD = 512;

/** One that is computed ahead, and its state before the bars that were. */
interface Ahead {
  readonly indicator: ColumnIndicator;
  readonly column: PriceColumn;
  before: readonly Float64Array[];
}

/** The indicators in use by one slot of bars. Those of one column are computed for many bars at once, as derived bars are; like these they are
 * shown as of the clock (B3), and their state is taken back to it before anybody looks. */
export class SlotIndicators {
  readonly #bars: BarSource | undefined;
  readonly #shown = { at: 0 };
  #ahead: readonly Ahead[] = [];
  #others: readonly Indicator[] = [];
  /** The rows computed last, of columns as they were then. */
  #columns: ReadColumns = NO_BARS;
  #version = -1;
  #first = 0;
  #end = 0;

  /** Without `bars` each bar is computed when it is handed over. */
  constructor(bars: BarSource | undefined) {
    this.#bars = bars;
  }

  /** Only between {@link goBack} and {@link begin}, as {@link add}. */
  use(indicators: readonly Indicator[]): void {
    for (const { indicator } of this.#ahead) indicator.leave();
    this.#ahead = [];
    this.#others = [];
    for (const indicator of indicators) this.add(indicator);
  }

  add(indicator: Indicator): void {
    if (this.#bars !== undefined && indicator instanceof ColumnIndicator && indicator.column !== undefined) {
      indicator.follow(this.#shown, AHEAD);
      this.#ahead = [...this.#ahead, { indicator, column: indicator.column, before: [] }];
    } else this.#others = [...this.#others, indicator];
  }

  /** The bar of a row has closed. */
  bar(row: number, bar: Bar): void {
    if (this.#ahead.length > 0) {
      const shown = this.#shown;
      if (row === this.#first + shown.at && row < this.#end && this.#bars?.version === this.#version) shown.at += 1;
      else this.#compute(row);
    }
    for (let i = 0; i < this.#others.length; i++) (this.#others[i] as Indicator).update(bar);
  }

  /** Takes the state back to the bar that closed last. */
  goBack(): void {
    const end = this.#first + this.#shown.at;
    if (end >= this.#end) return;
    for (const ahead of this.#ahead) {
      ahead.indicator.restore(ahead.before);
      this.#run(ahead, end);
    }
    this.#end = end;
  }

  /** The state as it is now is what is shown. */
  begin(): void {
    for (const { indicator } of this.#ahead) indicator.begin();
    this.#shown.at = 0;
    this.#first = 0;
    this.#end = 0;
  }

  #compute(row: number): void {
    const bars = this.#bars;
    if (bars === undefined) return;
    this.goBack();
    this.#columns = bars.columns;
    this.#version = bars.version;
    this.#first = row;
    this.#end = bars.isWhole ? Math.min(row + AHEAD, bars.columns.time.length) : row + 1;
    for (const ahead of this.#ahead) {
      if (this.#end > row + 1) ahead.before = ahead.indicator.save();
      this.#run(ahead, this.#end);
    }
    this.#shown.at = 1;
  }

  #run({ indicator, column }: Ahead, end: number): void {
    indicator.run(this.#columns[column], this.#first, end);
  }
}

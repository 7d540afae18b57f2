import { ensure } from '../../../shared/lang/invariant.ts';
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

  /** Takes up for the first time an indicator that will be in {@link use} here. */
  adopt(indicator: Indicator): void {
    if (this.#columnOf(indicator) !== undefined) (indicator as ColumnIndicator).follow(this.#shown, AHEAD);
  }

  /** Only between {@link goBack} and {@link begin}. */
  use(indicators: readonly Indicator[]): void {
    this.#ahead = indicators.flatMap((indicator) => {
      const column = this.#columnOf(indicator);
      return column === undefined ? [] : [{ indicator: indicator as ColumnIndicator, column, before: [] }];
    });
    this.#others = indicators.filter((indicator) => this.#columnOf(indicator) === undefined);
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
    this.#end = this.#first;
  }

  #columnOf(indicator: Indicator): PriceColumn | undefined {
    return this.#bars !== undefined && indicator instanceof ColumnIndicator ? indicator.column : undefined;
  }

  #compute(row: number): void {
    const bars = ensure(this.#bars, 'bars of indicators that are computed ahead');
    this.goBack();
    this.#columns = bars.columns;
    this.#version = bars.version;
    this.#first = row;
    this.#end = bars.isWhole ? Math.min(row + AHEAD, bars.columns.time.length) : row + 1;
    for (const ahead of this.#ahead) {
      ahead.before = ahead.indicator.save();
      this.#run(ahead, this.#end);
    }
    this.#shown.at = 1;
  }

  #run({ indicator, column }: Ahead, end: number): void {
    indicator.run(this.#columns[column], this.#first, end);
  }
}

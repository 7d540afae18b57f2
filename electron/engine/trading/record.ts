import type { Micros } from '../../../shared/market/time.ts';
import type { Fill } from '../../../shared/trading/fill.ts';
import type { EquityCurve, Plot, StrategyLogLine } from '../../../shared/trading/result.ts';
import type { PlotLine } from '../../../shared/trading/strategy-port.ts';
import { Column } from './column.ts';

export interface RecordState {
  readonly fills: number;
  readonly points: number;
  /** The last point: it is replaced while the clock stands. */
  readonly last: readonly [equity: number, cash: number, exposure: number];
  readonly logs: number;
  readonly plots: readonly number[];
  readonly ambiguousExits: number;
}

interface PlotColumns {
  readonly line: PlotLine;
  readonly time: Column;
  readonly value: Column;
}

/** Lines that a strategy may write to its log; later ones are counted and dropped. */
const MOST_LOG_LINES = 10_000;

/** What a run leaves behind, growing with its clock and cut back when an earlier moment is taken up. */
export class TradingRecords {
  readonly fills: Fill[] = [];
  readonly logs: StrategyLogLine[] = [];
  ambiguousExits = 0;
  readonly #time = new Column();
  readonly #equity = new Column();
  readonly #cash = new Column();
  readonly #exposure = new Column();
  readonly #plots: PlotColumns[] = [];

  get points(): number {
    return this.#time.length;
  }

  /** The account at an instant; a later one of the same instant takes its place. */
  point(time: number, equity: number, cash: number, exposure: number): void {
    if (this.#time.last() === time) {
      this.#equity.setLast(equity);
      this.#cash.setLast(cash);
      this.#exposure.setLast(exposure);
      return;
    }
    this.#time.push(time);
    this.#equity.push(equity);
    this.#cash.push(cash);
    this.#exposure.push(exposure);
  }

  /** A second has passed since the last point. */
  isDue(time: number): boolean {
    return time >= (this.#time.last() ?? 0) + 1e6;
  }

  log(time: Micros, level: StrategyLogLine['level'], text: string): void {
    if (this.logs.length < MOST_LOG_LINES) this.logs.push({ time, level, text });
  }

  plot(line: PlotLine, time: number, value: number): void {
    let plot = this.#plots.find((one) => one.line.name === line.name && one.line.symbol === line.symbol);
    if (plot === undefined) {
      plot = { line, time: new Column(), value: new Column() };
      this.#plots.push(plot);
    }
    if (plot.time.last() === time) plot.value.setLast(value);
    else {
      plot.time.push(time);
      plot.value.push(value);
    }
  }

  curve(from = 0): EquityCurve {
    return {
      time: this.#time.slice(from),
      equity: this.#equity.slice(from),
      cash: this.#cash.slice(from),
      exposure: this.#exposure.slice(from),
    };
  }

  /** Every plot; those that have no point as of the clock are left out. */
  plots(): readonly Plot[] {
    return this.#plots
      .filter(({ time }) => time.length > 0)
      .map(({ line, time, value }) => ({ ...line, time: time.slice(), value: value.slice() }));
  }

  save(): RecordState {
    return {
      fills: this.fills.length,
      points: this.#time.length,
      last: [this.#equity.last() ?? 0, this.#cash.last() ?? 0, this.#exposure.last() ?? 0],
      logs: this.logs.length,
      plots: this.#plots.map(({ time }) => time.length),
      ambiguousExits: this.ambiguousExits,
    };
  }

  restore(state: RecordState): void {
    this.fills.length = state.fills;
    this.logs.length = state.logs;
    this.ambiguousExits = state.ambiguousExits;
    for (const column of [this.#time, this.#equity, this.#cash, this.#exposure]) column.truncate(state.points);
    if (state.points > 0) {
      this.#equity.setLast(state.last[0]);
      this.#cash.setLast(state.last[1]);
      this.#exposure.setLast(state.last[2]);
    }
    this.#plots.forEach(({ time, value }, index) => {
      time.truncate(state.plots[index] ?? 0);
      value.truncate(state.plots[index] ?? 0);
    });
  }
}

import type { Micros } from '../../../shared/market/time.ts';
import type { Fill } from '../../../shared/trading/fill.ts';
import type { EquityCurve, Plot, SessionMark, StrategyLogLine } from '../../../shared/trading/result.ts';
import type { PlotLine } from '../../../shared/trading/strategy-port.ts';
import { Column } from './column.ts';
import { GrowingList } from './growing-list.ts';

export interface RecordState {
  readonly fills: number;
  readonly sessions: number;
  readonly points: number;
  readonly logs: number;
  readonly plots: readonly number[];
  readonly ambiguousExits: number;
}

/** The points of a line, `time` ascending; of several at one instant the last counts. */
export interface PlotColumns {
  readonly line: PlotLine;
  readonly time: Column;
  readonly value: Column;
}

/** Lines that a strategy may write to its log; later ones are counted and dropped. */
const MOST_LOG_LINES = 10_000;

/** What a run leaves behind, growing with its clock and cut back when an earlier moment is taken up. */
export class TradingRecords {
  readonly fills = new GrowingList<Fill>();
  readonly sessions = new GrowingList<SessionMark>();
  readonly logs = new GrowingList<StrategyLogLine>();
  ambiguousExits = 0;
  readonly #time = new Column();
  readonly #equity = new Column();
  readonly #cash = new Column();
  readonly #exposure = new Column();
  readonly #plots: PlotColumns[] = [];

  get points(): number {
    return this.#time.length;
  }

  /** The account at an instant. Of several at one instant the last counts. */
  point(time: number, equity: number, cash: number, exposure: number): void {
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
    plot.time.push(time);
    plot.value.push(value);
  }

  curve(from = 0): EquityCurve {
    const [time, rows] = lastOfEach(this.#time.slice(from));
    const of = (column: Column): Float64Array => pick(column.slice(from), rows);
    return { time, equity: of(this.#equity), cash: of(this.#cash), exposure: of(this.#exposure) };
  }

  /** Every plot; those that have no point as of the clock are left out. */
  plots(): readonly Plot[] {
    return this.#plots
      .filter(({ time }) => time.length > 0)
      .map((plot) => {
        const [time, rows] = lastOfEach(plot.time.slice());
        return { ...plot.line, time, value: pick(plot.value.slice(), rows) };
      });
  }

  plotColumns(symbol: string): readonly PlotColumns[] {
    return this.#plots.filter(({ line }) => line.symbol === symbol);
  }

  save(): RecordState {
    return {
      fills: this.fills.length,
      sessions: this.sessions.length,
      points: this.#time.length,
      logs: this.logs.length,
      plots: this.#plots.map(({ time }) => time.length),
      ambiguousExits: this.ambiguousExits,
    };
  }

  restore(state: RecordState): void {
    this.fills.setLength(state.fills);
    this.sessions.setLength(state.sessions);
    this.logs.setLength(state.logs);
    this.ambiguousExits = state.ambiguousExits;
    for (const column of [this.#time, this.#equity, this.#cash, this.#exposure]) column.setLength(state.points);
    this.#plots.forEach(({ time, value }, index) => {
      time.setLength(state.plots[index] ?? 0);
      value.setLength(state.plots[index] ?? 0);
    });
  }
}

/** The distinct times of an ascending column, and the last row of each. */
function lastOfEach(time: Float64Array): readonly [Float64Array, readonly number[]] {
  const rows: number[] = [];
  for (let row = 0; row < time.length; row++) if (time[row] !== time[row + 1]) rows.push(row);
  return [pick(time, rows), rows];
}

function pick(column: Float64Array, rows: readonly number[]): Float64Array {
  if (rows.length === column.length) return column;
  const picked = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i] as number] as number;
  return picked;
}

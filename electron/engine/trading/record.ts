import type { Micros } from '../../../shared/market/time.ts';
import type { Plot, SessionMark, StrategyLogLine } from '../../../shared/trading/result.ts';
import type { PlotLine } from '../../../shared/trading/strategy-port.ts';
import { Column, lastOfEach, pick } from './column.ts';
import { EquityPoints } from './equity-points.ts';
import { FillList } from './fill-list.ts';
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
  readonly fills: FillList;
  readonly sessions = new GrowingList<SessionMark>();
  readonly logs = new GrowingList<StrategyLogLine>();
  readonly points = new EquityPoints();
  ambiguousExits = 0;
  readonly #plots: PlotColumns[] = [];

  /** `symbols` by instrument. */
  constructor(symbols: readonly string[]) {
    this.fills = new FillList(symbols);
  }

  /** A second has passed since the last point. */
  isDue(time: number): boolean {
    return time >= this.points.lastTime + 1e6;
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
      points: this.points.length,
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
    this.points.setLength(state.points);
    this.#plots.forEach(({ time, value }, index) => {
      time.setLength(state.plots[index] ?? 0);
      value.setLength(state.plots[index] ?? 0);
    });
  }
}

import type { Engine } from '../engine/engine.ts';
import type { PlotRows } from '../../shared/session/replay.ts';
import { packPlot, rowAfter } from './plot-rows.ts';

/** What one chart was sent of the lines on its symbol, and what it is to be sent next. */
export class PlotFeed {
  readonly #engine: Engine;
  readonly #symbol: string;
  readonly #step: number;
  /** Rows sent, by pane and name. */
  readonly #sent = new Map<string, number>();

  /** `step` is the length of the chart's bars, in micros. */
  constructor(engine: Engine, symbol: string, step: number) {
    this.#engine = engine;
    this.#symbol = symbol;
    this.#step = step;
  }

  /** Points after `from` where the window is replaced, else those since the last time. */
  next(reset: boolean, from: number): PlotRows[] {
    const lines = this.#engine.trading?.records.plotColumns(this.#symbol) ?? [];
    if (reset) this.#sent.clear();
    return lines.flatMap((columns) => {
      const { line, time } = columns;
      const key = `${line.pane} ${line.name}`;
      const first = this.#sent.get(key) ?? rowAfter(columns, from);
      this.#sent.set(key, time.length);
      return first < time.length ? [packPlot(columns, first, Number.POSITIVE_INFINITY, this.#step)] : [];
    });
  }
}

import type { RowSpan } from '../engine/past-bars.ts';
import { BAR_FILLED } from '../../shared/market/columns.ts';
import { type Interval, intervalMicros } from '../../shared/market/interval.ts';
import { type Micros, micros, MICROS_PER_DAY } from '../../shared/market/time.ts';
import { type ChartIndicator, parseChartIndicator } from '../../shared/session/chart-indicators.ts';
import type { PlotRows } from '../../shared/session/replay.ts';
import { type IndicatorLines, indicatorLines, type Place } from './indicator-lines.ts';

/** Bars before a window that indicators which carry over begin with, so that they have settled where it begins; for long ones as many
 * times their length. An exponential mean of n bars that began 5 n bars before holds e^-10 of where it began. */
const PRIMING_BARS = 500;
const PRIMING_LENGTHS = 5;

/** Indicators over the bars of one chart, in the order of time. */
export class ChartIndicators {
  readonly #shown: readonly IndicatorLines[];
  /** The largest figure of any of them. */
  readonly #longest: number;
  readonly #step: number;
  readonly #opens: readonly number[];
  readonly #moment = { sessionStart: micros(0), clock: micros(0), session: 0 };
  #session = Number.NaN;
  /** The session's bars were fed from its first on. */
  #isWhole = false;

  /** `opens` are the starts of the run's sessions: some indicators begin with each. */
  constructor(
    ids: readonly ChartIndicator[],
    interval: Interval,
    opens: readonly number[],
    deltaAt: Place['deltaAt'] = () => undefined,
  ) {
    const place = { moment: this.#moment, interval, deltaAt };
    this.#shown = ids.map((id) => indicatorLines(id, place));
    this.#longest = Math.max(0, ...ids.flatMap((id) => parseChartIndicator(id)?.figures ?? []));
    this.#step = intervalMicros(interval);
    this.#opens = opens;
  }

  /** Bars before a window to begin with: those of a session need all of it. */
  get priming(): number {
    if (this.#shown.length === 0) return 0;
    const settled = Math.max(PRIMING_BARS, PRIMING_LENGTHS * this.#longest);
    return this.#shown.some(({ indicator }) => indicator.isOfSession)
      ? Math.max(settled, Math.ceil(MICROS_PER_DAY / this.#step))
      : settled;
  }

  /** Goes on with closed bars; returns the values at those that opened at or after `from`. Indicators of a session have none in one whose
   * first bars were not fed; `isFromFirst` says of the first call that there are no older bars. */
  feed(spans: readonly RowSpan[], from: number, isFromFirst = false): PlotRows[] {
    if (Number.isNaN(this.#session)) this.#isWhole = isFromFirst;
    const lines = this.#shown.flatMap(({ indicator: { isOfSession }, pane, lines }) =>
      lines.map(([name, line]) => ({ name, pane, line, isOfSession, rows: [] as number[] })),
    );
    if (lines.length === 0) return [];
    for (const { columns, from: first, to } of spans) {
      for (let row = first; row < to; row++) {
        const time = columns.time[row] as number;
        this.#update(columns, row, time);
        if (time < from) continue;
        for (const { line, isOfSession, rows } of lines) {
          if (line.value !== undefined && (this.#isWhole || !isOfSession)) rows.push(time + this.#step, line.value);
        }
      }
    }
    return lines.flatMap(({ name, pane, rows }) =>
      rows.length === 0 ? [] : [{ name, pane, rows: Float64Array.from(rows) }],
    );
  }

  #update(columns: RowSpan['columns'], row: number, time: number): void {
    const session = this.#sessionOf(time);
    if (time === this.#opens[session] || (session !== this.#session && !Number.isNaN(this.#session)))
      this.#isWhole = true;
    this.#moment.sessionStart = (this.#opens[session] ?? Number.NaN) as Micros;
    this.#moment.clock = micros(time + this.#step);
    this.#moment.session = session;
    const field = (column: Float64Array): number => column[row] as number;
    const bar = {
      time: time as Micros,
      open: field(columns.open),
      high: field(columns.high),
      low: field(columns.low),
      close: field(columns.close),
      volume: field(columns.volume),
      isFilled: columns.flags[row] === BAR_FILLED,
      ...{ isComplete: true, expected: 1, present: 1 },
    };
    for (const { indicator } of this.#shown) {
      if (indicator.isOfSession && session !== this.#session) indicator.reset();
      indicator.update(bar);
    }
    this.#session = session;
  }

  /** Bars before the run's first session count by their UTC date. */
  #sessionOf(time: number): number {
    const index = this.#opens.findLastIndex((open) => open <= time);
    return index >= 0 ? index : -1 - Math.floor(time / MICROS_PER_DAY);
  }
}

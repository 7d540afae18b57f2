import { NO_BARS, type ReadColumns, lowerBound } from '../../shared/market/columns.ts';
import type { Interval } from '../../shared/market/interval.ts';
import type { Micros } from '../../shared/market/time.ts';
import { BarCursor, type BarReading, type BarView, BarWindow } from './bar-view.ts';
import { PastBars, type PastSession, type RowSpan, joinRows, keepSession } from './past-bars.ts';

/** Bars of one symbol and interval as far as the main loop has delivered them: rows beyond its position do not exist yet (B3). */
export class BarSeries {
  readonly interval: Interval;
  /** Index in the run's layout. */
  readonly slot: number;
  readonly #positions: Int32Array;
  readonly #keptRows: number;
  readonly #past = new PastBars();
  #pastSessions = 0;
  /** The newest bar before the current session. */
  #before: RowSpan | undefined;
  #columns: ReadColumns = NO_BARS;
  #version = 0;
  #isWhole = false;
  readonly #cursor = new BarCursor(NO_BARS);

  /** `keptRows` bars of each finished session stay reachable. */
  constructor(interval: Interval, slot: number, positions: Int32Array, keptRows: number) {
    this.interval = interval;
    this.slot = slot;
    this.#positions = positions;
    this.#keptRows = keptRows;
  }

  /** Shows the bars of a session that has `pastSessions` sessions before it, loaded history counted as one. `isWhole`: there will be no others. */
  show(columns: ReadColumns, pastSessions: number, isWhole: boolean): void {
    this.#columns = columns;
    this.#version += 1;
    this.#isWhole = isWhole;
    this.#pastSessions = pastSessions;
    this.#before = this.#past.last(1, pastSessions)[0];
  }

  /** The first thing kept: history loaded before the run's first session, oldest first. */
  keepHistory(spans: readonly RowSpan[]): void {
    if (this.#past.length === 0) this.#past.append({ columns: joinRows(spans), isCut: false });
  }

  /** Today becomes history (C5). `sessionIndex` counts the run's sessions from 0. */
  keepSession(sessionIndex: number): void {
    if (this.#past.length === sessionIndex + 1) this.#past.append(keepSession(this.#columns, this.#keptRows));
  }

  /** Bars closed in the current session. */
  get count(): number {
    return this.#positions[this.slot] as number;
  }

  /** All rows of the session, closed or not: for those who know the position and keep to it. */
  get columns(): ReadColumns {
    return this.#columns;
  }

  /** Counts up whenever {@link columns} are others. */
  get version(): number {
    return this.#version;
  }

  /** All rows of the session are there, and stay as they are. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** The newest closed bar, of an earlier session if this one has none yet. */
  latest(): BarReading | undefined {
    const count = this.#positions[this.slot] as number;
    if (count > 0) return this.#cursor.show(this.#columns, count - 1);
    const before = this.#before;
    return before === undefined ? undefined : this.#cursor.show(before.columns, before.from);
  }

  /** The last up to `n` closed bars (S27). A window where the session has enough, else a copy that reaches back. */
  last(n: number): BarView {
    const count = this.#positions[this.slot] as number;
    if (n <= count) return new BarWindow(this.#columns, count - n, count);
    const spans = this.lastSpans(n);
    const only = spans[0];
    if (only === undefined) return new BarWindow(NO_BARS, 0, 0);
    if (spans.length === 1) return new BarWindow(only.columns, only.from, only.to);
    const joined = joinRows(spans);
    return new BarWindow(joined, 0, joined.time.length);
  }

  /** The rows of {@link last}, oldest first, without copying. */
  lastSpans(n: number): RowSpan[] {
    const { count } = this;
    if (n <= count) return n === 0 ? [] : [{ columns: this.#columns, from: count - n, to: count }];
    const spans = this.#past.last(n - count, this.#pastSessions);
    if (count > 0) spans.push({ columns: this.#columns, from: 0, to: count });
    return spans;
  }

  /** True where bars exist before the last `n`: known ones, or such as were not kept. */
  reachesBeyond(n: number): boolean {
    if (this.count > n || this.#past.isCut(this.#pastSessions)) return true;
    return this.lastSpans(n + 1).reduce((rows, { from, to }) => rows + to - from, 0) > n;
  }

  /** What was kept of an earlier session of the run; -1 is history loaded before the first one. */
  pastSession(index: number): PastSession | undefined {
    return index + 1 < this.#pastSessions ? this.#past.session(index + 1) : undefined;
  }

  /** Closed bars of the current session that opened at or after `time`. */
  since(time: Micros): BarView {
    const { count } = this;
    return new BarWindow(this.#columns, lowerBound(this.#columns.time, time, 0, count), count);
  }

  /** Close of the newest bar of earlier sessions. */
  previousClose(): number | undefined {
    return this.#before?.columns.close[this.#before.from];
  }
}

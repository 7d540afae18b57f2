import type { ErrorShape } from '../lang/app-error.ts';
import type { Interval } from '../market/interval.ts';
import type { Micros, SessionDate } from '../market/time.ts';
import type { TradingView } from '../trading/trading-view.ts';
import type { QualityCounts } from '../quality/quality.ts';
import type { FeedCondition, FeedCounts } from './feed.ts';
import type { Breakpoint, BreakpointHit } from './breakpoint.ts';
import type { ChartIndicator } from './chart-indicators.ts';

/** States of a run (C6). `seeking` also covers the wait for a session block. */
export type ReplayStatus = 'stopped' | 'running' | 'paused' | 'seeking' | 'ended' | 'failed';

/** Session seconds per wall second, or as fast as possible. Numbers lie in 0.1 to 10,000 (C3). */
export type Speed = number | 'max';
export const MIN_SPEED = 0.1;
export const MAX_SPEED = 10_000;

/** What one step moves over: one event, one bar of an interval on the clock, a minute, a session. */
export type StepUnit = 'event' | 'minute' | 'session' | Interval;

export type ReplayCommand =
  | { readonly type: 'play' }
  | { readonly type: 'pause' }
  | { readonly type: 'speed'; readonly speed: Speed }
  | { readonly type: 'step'; readonly unit: StepUnit; readonly direction: 1 | -1 }
  | { readonly type: 'seek'; readonly time: Micros }
  /** Replaces all breakpoints. */
  | { readonly type: 'breakpoints'; readonly breakpoints: readonly Breakpoint[] };

export interface ReplayState {
  readonly status: ReplayStatus;
  readonly clock: Micros;
  readonly sessionIndex: number;
  readonly date: SessionDate;
  readonly speed: Speed;
  /** Session seconds per wall second over the last wall second; 0 while not running. */
  readonly measuredSpeed: number;
  /** How far the session clock is behind its schedule, in wall milliseconds. */
  readonly lagMs: number;
  /** The current session ran out of data 60 s before its end (C4). */
  readonly timerExpired: boolean;
  /** The session whose block is awaited, if play is held up by loading. */
  readonly waitingFor?: SessionDate;
  /** Indices of sessions whose blocks are resident. */
  readonly loaded: readonly number[];
  readonly events: number;
  readonly symbols: readonly SymbolState[];
  readonly streams: readonly StreamState[];
  /** Absent before the first session has started. */
  readonly trading?: TradingView;
  /** Absent: none. */
  readonly breakpoints?: readonly Breakpoint[];
  /** The breakpoint that paused play, until play, a step or a seek goes on. */
  readonly pausedBy?: BreakpointHit;
  readonly error?: ErrorShape;
}

/** One symbol in the session panel (G4), as of the clock. Numbers that do not exist yet are absent. */
export interface SymbolState {
  readonly symbol: string;
  readonly base: string;
  readonly bars: number;
  readonly volume: number;
  readonly last?: number;
  /** Fraction against the previous session's last close. */
  readonly change?: number;
  readonly high?: number;
  readonly low?: number;
  readonly bid?: number;
  readonly ask?: number;
  readonly priceScale: number;
  /** Up to the clock. */
  readonly quality: QualityCounts;
  readonly lastUpdate?: Micros;
}

export interface StreamState {
  readonly label: string;
  readonly delivered: number;
  /** Events of the loaded sessions not yet delivered. */
  readonly queue: number;
  /** Only of a live run. */
  readonly feed?: FeedState;
}

/** A stream of a live run as its feed has it. */
export interface FeedState extends FeedCounts {
  readonly condition: FeedCondition;
  /** From when on; absent before the feed has said anything: it counts as lost. */
  readonly since?: Micros;
}

/** One chart the window shows: the newest `bars` closed bars as of the clock are kept up to date. */
export interface ChartSubscription {
  readonly id: string;
  readonly symbol: string;
  readonly interval: Interval;
  readonly bars: number;
  /** Lines over these bars or in panes beneath; absent: none. */
  readonly indicators?: readonly ChartIndicator[] | undefined;
  /** Only a line is drawn of them: no bars, gaps, quotes or lines but one plot of their opens and closes. */
  readonly asLine?: boolean | undefined;
}

/** Bars packed row by row: time (open, micros), open, high, low, close, volume, expected, present, flags. */
export const BAR_STRIDE = 9;
export const PACKED = {
  time: 0,
  open: 1,
  high: 2,
  low: 3,
  close: 4,
  volume: 5,
  expected: 6,
  present: 7,
  flags: 8,
} as const;

/** Quotes packed row by row: time known, bid, ask. */
export const QUOTE_STRIDE = 3;

/** Fills packed row by row: when it happened in the market (micros; of a fill by a bar that bar's open), the symbol's index in
 * {@link OpenRun.symbols}, units (below 0 for a sale), price. */
export const FILL_STRIDE = 4;
export const PACKED_FILL = { time: 0, symbol: 1, quantity: 2, price: 3 } as const;

/** How the run's fills up to the clock follow from those told before: the first `keep` stay, `rows` come after them. */
export interface FillTail {
  readonly keep: number;
  readonly rows: Float64Array;
}

/** Points packed row by row: the session clock at which the value was plotted (micros), the value. */
export const PLOT_STRIDE = 2;

/** Points of one plotted line, ascending; of those in one {@link plotSlot} the last. */
export interface PlotRows {
  readonly name: string;
  /** `price`: over the bars; anything else names a pane beneath. */
  readonly pane: string;
  readonly rows: Float64Array;
}

/** Number of the slot that holds a point of a line on a chart whose bars are `step` micros long. A value plotted as a bar closes belongs to that bar. Slots
 * are at most half an hour, so that they fit into bars that begin with a session. */
export function plotSlot(time: number, step: number): number {
  return Math.floor((time - 1) / Math.min(step, 1_800_000_000));
}

export interface ChartFrame {
  readonly id: string;
  /** True: `bars` replaces the window; false: `bars` is appended to it. */
  readonly reset: boolean;
  readonly bars: Float64Array;
  /** The forming bar as one packed row, or empty when there is none. */
  readonly forming: Float64Array;
  /** Missing spans `[from, to)` in pairs: with `reset` those of the window, else new ones. Base intervals only. */
  readonly gaps: Float64Array;
  /** Quotes that became known, packed, at most one a second: with `reset` those of the window. Base intervals only. */
  readonly quotes: Float64Array;
  /** Lines of the strategy on the symbol, then the chart's indicators: with `reset` those of the window, else what came; a point takes the place of one in its slot. */
  readonly plots: readonly PlotRows[];
  /** True where older bars exist before the window's first. */
  readonly hasOlder: boolean;
}

/** At most one a display frame; holds only what the visible charts need (architecture, idea 5). */
export interface ReplayFrame {
  readonly sequence: number;
  readonly state: ReplayState;
  readonly charts: readonly ChartFrame[];
  /** Absent where no fill came and none went, and while the clock is on its way to another moment. */
  readonly fills?: FillTail;
}

/** A session of an open run, for the scrub bar. */
export interface RunSession {
  readonly index: number;
  readonly date: SessionDate;
  readonly open: Micros;
  readonly close: Micros;
  readonly isEarlyClose: boolean;
}

export interface OpenRun {
  readonly runId: string;
  readonly name: string;
  readonly timeZone: string;
  readonly calendar: string;
  readonly sessions: readonly RunSession[];
  readonly symbols: readonly RunSymbol[];
  readonly upkeepEnabled: boolean;
  readonly remarks: readonly string[];
}

export interface RunSymbol {
  readonly symbol: string;
  readonly base?: Interval;
  readonly intervals: readonly Interval[];
  readonly priceScale: number;
  readonly hasQuotes: boolean;
  /** Absent: no. */
  readonly hasTrades?: boolean;
}

/** Quality of one session in five-minute cells, over all its symbols' base bars: percent per cell, -1 where nothing is expected. */
export interface SessionStrip {
  readonly index: number;
  readonly quality: number;
  readonly cells: readonly number[];
}

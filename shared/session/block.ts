import type { Bar, BarColumns, DerivedColumns, QuoteColumns, TradeColumns } from '../market/columns.ts';
import type { BaseInterval, Interval } from '../market/interval.ts';
import type { Sampling } from '../market/series.ts';
import type { Micros, SessionDate } from '../market/time.ts';
import type { SessionSpan } from '../market/calendar/slots.ts';

/** A session block: every stream of one session as columns, loaded, checked, filled and derived by upkeep, then handed to
 * the coordinator, which alone reads it from then on (architecture, ideas 1 and 2). Plain data: it survives structured clone. */
export interface SessionBlock {
  readonly date: SessionDate;
  /** Position among the run's sessions, from 0. */
  readonly index: number;
  /** The clock's range: session start and end after `hours` and `session` were applied. */
  readonly open: Micros;
  readonly close: Micros;
  readonly isEarlyClose: boolean;
  readonly spans: readonly SessionSpan[];
  /** In the order of the configuration. */
  readonly streams: readonly StreamBlock[];
  /** One entry a symbol that has bars, in order of first appearance. */
  readonly symbols: readonly SymbolBlock[];
  /** Only of a session that is played while it happens. */
  readonly live?: LiveSpan;
}

/** The block of a live session holds what has come so far; the engine is given another one when there is more. Its digests are
 * empty texts until the session's data are over. */
export interface LiveSpan {
  /** When the data of every stream ran out: their feeds have said that no more comes. Absent while data may come. */
  readonly ranOutAt?: Micros;
}

/** What upkeep put behind the clock of a live session: an event of its own (S26). */
export interface Revision {
  /** A session minute; it comes before the market events of this instant. */
  readonly at: Micros;
  /** Bars put in by stream: where they come from, how many, SHA-256 (hex) of their columns. */
  readonly bars: readonly {
    readonly stream: number;
    readonly origin: string;
    readonly rows: number;
    readonly digest: string;
  }[];
  /** Spans by stream in which its feed turned out to have been away: empty slots in them are missing, not proved empty. */
  readonly outages: readonly { readonly stream: number; readonly from: Micros; readonly to: Micros }[];
}

export interface BarStreamBlock {
  readonly kind: 'bars';
  readonly symbol: string;
  readonly interval: BaseInterval;
  readonly source: string;
  readonly priceScale: number;
  readonly columns: BarColumns;
  /** SHA-256 (hex) of the columns: the event log names it instead of repeating values (S24). */
  readonly digest: string;
  /** Where each filled bar comes from (D3): open times by origin. */
  readonly fills?: readonly { readonly origin: string; readonly times: Float64Array }[];
}

export interface QuoteStreamBlock {
  readonly kind: 'quotes';
  readonly symbol: string;
  readonly sampled: Sampling;
  readonly source: string;
  readonly priceScale: number;
  readonly columns: QuoteColumns;
  /** Row index of the session's first quote; the row before it, if any, is the last one before the open (S23). */
  readonly first: number;
  readonly digest: string;
}

export interface TradeStreamBlock {
  readonly kind: 'trades';
  readonly symbol: string;
  readonly source: string;
  readonly priceScale: number;
  readonly columns: TradeColumns;
  readonly digest: string;
}

export type StreamBlock = BarStreamBlock | QuoteStreamBlock | TradeStreamBlock;

export interface SymbolBlock {
  readonly symbol: string;
  /** Index of its base bars in `streams`. */
  readonly stream: number;
  readonly derived: readonly DerivedBlock[];
  /** What earlier sessions of this ISO week bring to the forming `1w` bar; only where `1w` is derived. */
  readonly weekSoFar?: Bar;
  /** Those sessions, oldest first: their `1d` bars (no row where nothing is stored) and the base slots they should hold; only where `1w` is derived. */
  readonly weekBefore?: readonly { readonly day: DerivedColumns; readonly expected: number }[];
  /** Slot states of the base bars (see `quality.ts`), for quality up to the clock. */
  readonly slots: Uint8Array;
  readonly shortMinutes: Uint8Array;
  /** Bars of trailing sessions before this one (D4), oldest first. */
  readonly history: readonly HistoryBlock[];
}

export interface DerivedBlock {
  readonly interval: Interval;
  /** A `1w` block holds its bar in the week's last session only, then opened in an earlier session. */
  readonly columns: DerivedColumns;
}

export interface HistoryBlock {
  readonly date: SessionDate;
  readonly interval: Interval;
  readonly columns: DerivedColumns;
}

import type { SessionSpan } from '../market/calendar/slots.ts';
import type { BaseInterval, Interval } from '../market/interval.ts';
import type { Sampling, SeriesKind } from '../market/series.ts';
import type { Micros, SessionDate } from '../market/time.ts';
import type { CorporateAction } from '../trading/corporate-action.ts';
import type { SessionConfig } from './config.ts';

/** What a configuration resolves to against a store: which series, which sessions (`session show`). */
export interface RunPlan {
  readonly config: SessionConfig;
  readonly streams: readonly PlannedStream[];
  readonly sessions: readonly PlannedSession[];
  /** Sessions before the first one that are read and not played, oldest first, for trailing days (D4) and the week of the
   * first session. Their indices count up to -1. */
  readonly earlier?: readonly PlannedSession[];
  /** Every derived interval that is kept per base interval, ascending. */
  readonly derivedIntervals: readonly Interval[];
  readonly historicalIntervals: readonly Interval[];
  /** Things a person should know: a session where a stream has no data, a 1m series that disagrees with its 1s base (S12). */
  readonly remarks: readonly string[];
  /** Splits and dividends of its symbols (F4), from the tables that the configuration names. */
  readonly actions?: readonly CorporateAction[];
}

export interface PlannedStream {
  readonly type: SeriesKind;
  readonly symbol: string;
  readonly interval?: BaseInterval;
  readonly sampled?: Sampling;
  readonly source: string;
  readonly priceScale: number;
  /** Decimal places of volumes and sizes. */
  readonly sizeScale?: number;
  readonly calendar: string;
  readonly timeZone: string;
  readonly rows: number;
}

export interface PlannedSession {
  readonly index: number;
  readonly date: SessionDate;
  readonly open: Micros;
  readonly close: Micros;
  readonly isEarlyClose: boolean;
  /** Ascending, disjoint, not empty; the first starts at `open`, the last ends at `close`. */
  readonly spans: readonly SessionSpan[];
  /** What derived bars are aligned to (S7): the session's open, with `clock` alignment midnight of `date` in the calendar's zone. */
  readonly anchor: Micros;
  /** True for the calendar's last session of an ISO week: its block holds the week's `1w` bar. */
  readonly endsWeek?: boolean;
}

import type { SessionDate } from '../market/time.ts';
import type { Fill } from './fill.ts';
import type { Order } from './order.ts';
import type { RoundTrip } from './position.ts';
import type { Finding, ResultSummary, Statistics } from './result.ts';

/** A stored result as the Results view shows it (`results.get`). Money is in 1/10,000 of `currency`. */
export interface ResultDetail {
  readonly summary: ResultSummary;
  readonly currency: string;
  readonly timeZone: string;
  readonly calendar: string;
  readonly statistics: Statistics;
  readonly findings: readonly Finding[];
  readonly curve: ResultCurve;
  /** One entry a session played, ascending. */
  readonly sessions: readonly SessionReturn[];
  readonly roundTrips: readonly RoundTrip[];
  readonly orders: readonly Order[];
  readonly fills: readonly Fill[];
  readonly ambiguousExits: number;
  /** The session configuration it was run with, to run it again or to open it in Replay. */
  readonly config: unknown;
}

/** The equity curve thinned for display to at most a few thousand points, extremes kept: columns of one length, `time` ascending. */
export interface ResultCurve {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  /** Fraction below the peak so far, 0 or less. */
  readonly drawdown: Float64Array;
  readonly exposure: Float64Array;
}

export interface SessionReturn {
  readonly date: SessionDate;
  /** At the session's end. */
  readonly equity: number;
  /** Fraction of the equity at the session's start. */
  readonly return: number;
}

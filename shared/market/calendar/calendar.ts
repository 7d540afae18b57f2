import type { Micros, SessionDate } from '../time.ts';

/** One trading session of a calendar, as instants. Regular hours are `[open, close)`; extended ones `[extendedOpen, extendedClose)`. */
export interface TradingSession {
  readonly date: SessionDate;
  readonly open: Micros;
  readonly close: Micros;
  readonly extendedOpen: Micros;
  readonly extendedClose: Micros;
  /** Breaks inside the regular hours (CME-like calendars), half-open, ascending; no slot is expected in them. */
  readonly breaks: readonly { readonly from: Micros; readonly to: Micros }[];
  readonly isEarlyClose: boolean;
}

/** An exchange calendar (S6). Every method throws `outside-calendar` for dates it does not cover: a date outside is an error, not a guess. */
export interface Calendar {
  readonly id: string;
  readonly label: string;
  /** IANA zone of its dates and hours. */
  readonly timeZone: string;
  /** First and last date covered, inclusive. */
  readonly coverage: { readonly from: SessionDate; readonly to: SessionDate };
  /** Trading days a year for annualisation: 252 or 365 (S22). */
  readonly sessionsPerYear: number;
  /** The session of a date, or `undefined` when the exchange is closed that day. */
  session(date: SessionDate): TradingSession | undefined;
  /** Sessions with `from <= date <= to`, ascending (S23). */
  sessions(from: SessionDate, to: SessionDate): readonly TradingSession[];
  /** The session that an instant belongs to: the one whose extended hours hold it, else `undefined`. */
  sessionAt(time: Micros): TradingSession | undefined;
  /** The calendar's civil date at an instant. */
  dateAt(time: Micros): SessionDate;
}

import type { Fill } from '../../../shared/trading/fill.ts';
import type { RoundTrip } from '../../../shared/trading/position.ts';
import type { EquityCurve, SessionMark, TradingRecord } from '../../../shared/trading/result.ts';

/** What statistics are reckoned from. Money is in 1/10,000 of the account's currency. */
export interface Sample {
  readonly curve: EquityCurve;
  readonly sessions: readonly SessionMark[];
  readonly trips: readonly RoundTrip[];
  readonly fills: readonly Fill[];
  readonly startEquity: number;
  readonly endEquity: number;
  /** Of each session, as fractions. */
  readonly returns: readonly number[];
  /** Of the first symbol, session by session; 0 where it had no data. */
  readonly marketReturns: readonly number[];
  readonly sessionsPerYear: number;
  readonly multiplierOf: (symbol: string) => number;
}

export interface SampleOptions {
  /** Money at the start. */
  readonly startEquity: number;
  /** 252, or 365 for markets without nights (S22). */
  readonly sessionsPerYear: number;
  readonly multiplierOf: (symbol: string) => number;
}

export function sampleOf(record: TradingRecord, options: SampleOptions): Sample {
  const { sessions } = record;
  let equity = options.startEquity;
  let price: number | undefined;
  const returns: number[] = [];
  const marketReturns: number[] = [];
  for (const session of sessions) {
    returns.push(session.equity / equity - 1);
    equity = session.equity;
    const before = price ?? session.firstPrice;
    marketReturns.push(session.lastPrice === undefined || before === undefined ? 0 : session.lastPrice / before - 1);
    price = session.lastPrice ?? price;
  }
  return {
    ...options,
    curve: record.equity,
    sessions,
    trips: record.roundTrips,
    fills: record.fills,
    endEquity: equity,
    returns,
    marketReturns,
  };
}

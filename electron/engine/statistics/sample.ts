import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';
import type { Fill } from '../../../shared/trading/fill.ts';
import type { RoundTrip } from '../../../shared/trading/position.ts';
import type { EquityCurve, SessionMark, TradingRecord } from '../../../shared/trading/result.ts';
import { CorporateActions } from '../trading/corporate-actions.ts';

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
  /** Of a holder of the first symbol, session by session, splits and dividends included; 0 where it had no data. */
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
  /** Of the first symbol. */
  readonly actions: readonly CorporateAction[];
}

export function sampleOf(record: TradingRecord, options: SampleOptions): Sample {
  const { sessions } = record;
  const actions = new CorporateActions(options.actions);
  let equity = options.startEquity;
  let price: number | undefined;
  let date: SessionMark['date'] | undefined;
  let [units, paid] = [1, 0];
  const returns: number[] = [];
  const marketReturns: number[] = [];
  for (const session of sessions) {
    returns.push(session.equity / equity - 1);
    equity = session.equity;
    for (const { split = 1, dividend = 0 } of price === undefined ? [] : actions.between(date, session.date)) {
      paid += dividend * units;
      units *= split;
    }
    date = session.date;
    const before = price ?? session.firstPrice;
    if (session.lastPrice === undefined || before === undefined) {
      marketReturns.push(0);
      continue;
    }
    marketReturns.push((session.lastPrice * units + paid) / before - 1);
    price = session.lastPrice;
    [units, paid] = [1, 0];
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

import type { Micros, SessionDate } from '../market/time.ts';
import type { LoggedCommand } from './command.ts';
import type { Fill } from './fill.ts';
import type { Order } from './order.ts';
import type { RoundTrip } from './position.ts';

/** What the engine's trading part recorded of a run, up to its clock. Money is in 1/10,000 of the account's currency. */
export interface TradingRecord {
  readonly orders: readonly Order[];
  readonly fills: readonly Fill[];
  readonly roundTrips: readonly RoundTrip[];
  readonly equity: EquityCurve;
  readonly sessions: readonly SessionMark[];
  readonly commands: readonly LoggedCommand[];
  readonly logs: readonly StrategyLogLine[];
  readonly plots: readonly Plot[];
  readonly ambiguousExits: number;
}

/** The account at each session's start, after every base bar in which something was held or changed, and at each session's end:
 * columns of the same length, `time` ascending. */
export interface EquityCurve {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly cash: Float64Array;
  /** Value of all positions without sign over equity. */
  readonly exposure: Float64Array;
}

/** A session that has ended, as the account and the market stood then. */
export interface SessionMark {
  readonly date: SessionDate;
  readonly open: Micros;
  readonly close: Micros;
  readonly equity: number;
  /** First price of the first symbol in the session and its last one: the open of the first base bar and the close of the last. Absent
   * without data. */
  readonly firstPrice?: number;
  readonly lastPrice?: number;
}

export interface StrategyLogLine {
  readonly time: Micros;
  readonly level: 'info' | 'warning';
  readonly text: string;
}

export interface Plot {
  readonly name: string;
  readonly symbol: string;
  readonly pane: 'price' | 'own';
  readonly time: Float64Array;
  readonly value: Float64Array;
}

/** Names of `cli.md`, in its order. A ratio or return is a fraction, a duration milliseconds; `null` where it is undefined. */
export const STATISTICS = [
  ...['totalReturn', 'cagr', 'volatility', 'sharpe', 'sortino', 'calmar', 'maxDrawdown', 'avgDrawdown'],
  ...['maxDrawdownDuration', 'avgDrawdownDuration', 'exposure', 'trades', 'winRate', 'bestTrade', 'worstTrade'],
  ...['avgTrade', 'avgWin', 'avgLoss', 'maxTradeDuration', 'avgTradeDuration', 'profitFactor', 'expectancy'],
  ...['sqn', 'kelly', 'payoffRatio', 'maxConsecutiveWins', 'maxConsecutiveLosses', 'turnover', 'fees', 'slippage'],
  ...['mae', 'mfe', 'valueAtRisk95', 'conditionalValueAtRisk95', 'ulcerIndex', 'recoveryFactor', 'skewness'],
  ...['kurtosis', 'psr', 'buyAndHoldReturn', 'alpha', 'beta'],
] as const;

export type Statistics = Readonly<Record<string, number | null>>;

/** What makes a result doubtful (issue: automatic review). */
export interface Finding {
  readonly code:
    | 'stale-fills'
    | 'outside-session-fills'
    | 'ambiguous-exits'
    | 'few-trades'
    | 'flat-equity'
    | 'gap-jumps'
    | 'low-quality'
    | 'edge-parameters'
    | 'few-trades-carry'
    | 'open-positions';
  readonly severity: 'note' | 'warning';
  /** States the fact with its figures. */
  readonly message: string;
  readonly count: number;
  readonly roundTrips?: readonly number[];
}

/** One stored result as a list shows it. */
export interface ResultSummary {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly symbols: readonly string[];
  readonly from: SessionDate;
  readonly to: SessionDate;
  /** Wall time at which it was stored, micros. */
  readonly createdAt: number;
  readonly equityStart: number;
  readonly equityEnd: number;
  readonly totalReturn: number | null;
  readonly sharpe: number | null;
  readonly maxDrawdown: number | null;
  readonly trades: number;
  readonly findings: number;
  readonly eventLogSha256: string;
  readonly reportSha256: string;
}

import { createHash } from 'node:crypto';

import { canonicalJson } from '../../shared/lang/canonical-json.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { SessionDate } from '../../shared/market/time.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { RunFingerprint } from '../../shared/session/coordinator-messages.ts';
import type { LoggedCommand } from '../../shared/trading/command.ts';
import type { Fill } from '../../shared/trading/fill.ts';
import type { Order } from '../../shared/trading/order.ts';
import type { RoundTrip } from '../../shared/trading/position.ts';
import type { Finding, Statistics, StrategyLogLine, TradingRecord } from '../../shared/trading/result.ts';
import type { SessionReturn } from '../../shared/trading/result-detail.ts';
import type { ParameterDeclaration, ParameterValue } from '../../shared/trading/strategy.ts';
import { sampleOf } from '../engine/statistics/sample.ts';
import { statisticsOf } from '../engine/statistics/statistics.ts';
import { reviewOf } from './review.ts';

/** Of the form of the document: raised whenever what it holds changes, so that equal runs of two forms are not taken for different ones.
 * 2: the slots under each round trip. */
export const RESULT_VERSION = 2;

/** What ran: absent in a run without a strategy. */
export interface StrategyOfResult {
  readonly name: string;
  readonly params: Readonly<Record<string, ParameterValue>>;
  /** Of a file: SHA-256 over its sources. */
  readonly sha256?: string;
}

/** Everything a run came to: a function of data, configuration and commands alone, so that the same run has the same text (C8). Money is in
 * 1/10,000 of `currency`; columns are arrays of one length. */
export interface ResultDocument {
  readonly format: 'tapedeck-result';
  readonly version: number;
  readonly name: string;
  readonly config: unknown;
  readonly strategy?: StrategyOfResult;
  readonly symbols: readonly string[];
  readonly from: SessionDate;
  readonly to: SessionDate;
  readonly currency: string;
  readonly timeZone: string;
  readonly calendar: string;
  readonly figures: {
    readonly sessions: number;
    readonly events: number;
    readonly bars: number;
    readonly quotes: number;
    readonly trades: number;
    readonly timerExpired: number;
    readonly ambiguousExits: number;
  };
  readonly eventLogSha256: string;
  readonly equityStart: number;
  readonly equityEnd: number;
  readonly statistics: Statistics;
  readonly findings: readonly Finding[];
  readonly sessions: readonly SessionReturn[];
  readonly roundTrips: readonly RoundTrip[];
  readonly orders: readonly Order[];
  readonly fills: readonly Fill[];
  readonly commands: readonly LoggedCommand[];
  readonly log: readonly StrategyLogLine[];
  readonly curve: {
    readonly time: readonly number[];
    readonly equity: readonly number[];
    readonly cash: readonly number[];
    readonly exposure: readonly number[];
  };
}

export interface ResultInput {
  readonly plan: RunPlan;
  /** The configuration as it was written. */
  readonly config: unknown;
  readonly fingerprint: RunFingerprint;
  readonly record: TradingRecord;
  readonly strategy?: StrategyOfResult;
  /** Of the strategy's parameters, for the review. */
  readonly parameters?: Readonly<Record<string, ParameterDeclaration>>;
}

export function resultOf(input: ResultInput): ResultDocument {
  const { plan, config, fingerprint, record, strategy } = input;
  const trading = ensure(plan.config.trading, 'trading part of the configuration');
  const startEquity = Math.round(trading.cash * 10_000);
  const [stream] = plan.streams;
  const calendar = stream?.calendar ?? '';
  const sample = sampleOf(record, {
    startEquity,
    sessionsPerYear: calendar === '24x7' ? 365 : 252,
    multiplierOf: (symbol) => trading.instruments[symbol]?.multiplier ?? 1,
    actions: plan.actions?.filter(({ symbol }) => symbol === stream?.symbol) ?? [],
  });
  const { sessions, events, bars, quotes, trades, timerExpired, eventLogSha256 } = fingerprint;
  const { ambiguousExits, roundTrips, orders, fills, commands } = record;
  return {
    format: 'tapedeck-result',
    version: RESULT_VERSION,
    name: plan.config.sessionName,
    config,
    ...(strategy === undefined ? {} : { strategy }),
    symbols: [...new Set(plan.streams.map(({ symbol }) => symbol))],
    from: ensure(plan.sessions[0], 'first session').date,
    to: ensure(plan.sessions.at(-1), 'last session').date,
    currency: trading.currency,
    timeZone: stream?.timeZone ?? 'UTC',
    calendar,
    figures: { sessions, events, bars, quotes, trades, timerExpired, ambiguousExits },
    eventLogSha256,
    equityStart: startEquity,
    equityEnd: sample.endEquity,
    statistics: statisticsOf(sample),
    findings: reviewOf(record, strategy?.params ?? {}, input.parameters ?? {}),
    sessions: record.sessions.map(({ date, equity }, index) => ({
      date,
      equity,
      return: ensure(sample.returns[index], 'return of the session'),
    })),
    ...{ roundTrips, orders, fills, commands },
    log: record.logs,
    curve: {
      time: [...record.equity.time],
      equity: [...record.equity.equity],
      cash: [...record.equity.cash],
      exposure: [...record.equity.exposure],
    },
  };
}

/** The document's text and its SHA-256 (hex): equal runs have equal bytes. */
export function encodeResult(document: ResultDocument): { readonly text: string; readonly sha256: string } {
  const text = canonicalJson(document);
  return { text, sha256: createHash('sha256').update(text).digest('hex') };
}

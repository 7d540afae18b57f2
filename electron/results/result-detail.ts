import type { ResultSummary } from '../../shared/trading/result.ts';
import type { ResultCurve, ResultDetail } from '../../shared/trading/result-detail.ts';
import { drawdownColumn } from '../engine/statistics/drawdowns.ts';
import type { ResultDocument } from './result-document.ts';
import { thinRows } from './thin-rows.ts';

const MOST_POINTS = 4_000;

/** What a list says of a result; `createdAt` is wall time in micros. */
export function summaryOf(
  document: ResultDocument,
  stored: { readonly id: string; readonly createdAt: number; readonly reportSha256: string },
): ResultSummary {
  const { name, strategy, symbols, from, to, equityStart, equityEnd, statistics, eventLogSha256 } = document;
  return {
    ...stored,
    name,
    strategy: strategy?.name ?? '',
    params: strategy?.params ?? {},
    symbols,
    from,
    to,
    equityStart,
    equityEnd,
    totalReturn: statistics['totalReturn'] ?? null,
    sharpe: statistics['sharpe'] ?? null,
    maxDrawdown: statistics['maxDrawdown'] ?? null,
    trades: document.roundTrips.length,
    findings: document.findings.length,
    eventLogSha256,
  };
}

export function detailOf(document: ResultDocument, summary: ResultSummary): ResultDetail {
  const { currency, timeZone, calendar, statistics, findings, sessions, roundTrips, orders, fills, config } = document;
  return {
    summary,
    ...{ currency, timeZone, calendar, statistics, findings, sessions, roundTrips, orders, fills, config },
    curve: thinCurve(document.curve),
    ambiguousExits: document.figures.ambiguousExits,
  };
}

/** Drawdown is reckoned from every point before any is left out. */
function thinCurve({ time, equity, exposure }: ResultDocument['curve']): ResultCurve {
  const drawdown = drawdownColumn(Float64Array.from(equity));
  const rows = thinRows(equity, MOST_POINTS);
  const pick = (column: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => column[row] as number);
  return { time: pick(time), equity: pick(equity), drawdown: pick(drawdown), exposure: pick(exposure) };
}

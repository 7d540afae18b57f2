import { ensure } from '../../shared/lang/invariant.ts';
import { type Interval, compareIntervals, intervalMicros, isSessionInterval } from '../../shared/market/interval.ts';
import type { PlannedStream, RunPlan } from '../../shared/session/plan.ts';
import type { OpenRun, RunSymbol } from '../../shared/session/replay.ts';

/** A plan as the window shows it. */
export function describeRun(plan: RunPlan, run: number): OpenRun {
  const clock = ensure(plan.streams[0], 'a stream of the plan');
  return {
    runId: String(run),
    name: plan.config.sessionName,
    timeZone: clock.timeZone,
    calendar: clock.calendar,
    sessions: plan.sessions.map(({ index, date, open, close, isEarlyClose }) => ({
      index,
      date,
      open,
      close,
      isEarlyClose,
    })),
    symbols: [...new Set(plan.streams.map(({ symbol }) => symbol))].map((symbol) => describeSymbol(symbol, plan)),
    upkeepEnabled: plan.config.upkeep.enabled,
    remarks: plan.remarks,
  };
}

function describeSymbol(symbol: string, plan: RunPlan): RunSymbol {
  const streams = plan.streams.filter((stream) => stream.symbol === symbol);
  const base = streams.find(({ type }) => type === 'bars')?.interval;
  return {
    symbol,
    ...(base === undefined ? {} : { base }),
    intervals: base === undefined ? [] : intervalsOn(base, plan.derivedIntervals),
    priceScale: Math.max(...streams.map(({ priceScale }: PlannedStream) => priceScale)),
    hasQuotes: streams.some(({ type }) => type === 'quotes'),
    hasTrades: streams.some(({ type }) => type === 'trades'),
  };
}

/** The base and what is derived from it (A5), ascending. */
function intervalsOn(base: Interval, derived: readonly Interval[]): Interval[] {
  const isDerived = (interval: Interval): boolean =>
    isSessionInterval(interval) ||
    (compareIntervals(interval, base) > 0 && intervalMicros(interval) % intervalMicros(base) === 0);
  return [base, ...derived.filter(isDerived)];
}

import { compareIntervals, intervalMicros, parseInterval, type Interval } from '../../shared/market/interval.ts';
import type { OpenRun, StepUnit } from '../../shared/session/replay.ts';

const CLOCK_STEPS = ['1s', '5s', '10s', '30s', '1m', '5m', '15m', '30m', '1h'] as const;

/** Units a run can be stepped by: an event, intervals from its finest base on, a session. */
export function stepUnits(run: OpenRun): readonly StepUnit[] {
  const bases = run.symbols.flatMap(({ base }) => base ?? []);
  const finest = [...bases].sort(compareIntervals)[0];
  const least = finest === undefined ? 0 : intervalMicros(finest);
  const intervals = new Set<Interval>();
  for (const text of CLOCK_STEPS) intervals.add(parseInterval(text) as Interval);
  for (const { intervals: own } of run.symbols) for (const interval of own) intervals.add(interval);
  const clock = [...intervals]
    .filter((interval) => intervalMicros(interval) >= least && !/[dw]$/.test(interval))
    .sort(compareIntervals);
  return ['event', ...clock, 'session'];
}

/** The unit to use: the remembered one where the run has it, else its finest bar. */
export function stepUnit(units: readonly StepUnit[], remembered: string): StepUnit {
  return units.find((unit) => unit === remembered) ?? units[1] ?? 'event';
}

import { type Interval, compareIntervals, intervalMicros, isSessionInterval } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS, type SeriesKind } from '../../shared/market/series.ts';
import type { PlannedStream, RunPlan } from '../../shared/session/plan.ts';
import { compareTies } from './tie-rules.ts';

/** One sequence of events that the main loop merges: a configured stream, or derived bars of one symbol and interval. */
export interface Slot {
  readonly kind: SeriesKind;
  readonly symbol: string;
  /** Bars only. */
  readonly interval?: Interval;
  /** Position in the configuration; a derived interval has its base's. */
  readonly stream: number;
  readonly isDerived: boolean;
  /** From a row's stamp to the instant it is known (S2); 0 for derived bars, whose known instants are a column. */
  readonly delay: number;
}

/** Which slots a run has, the same for all its sessions. */
export interface RunLayout {
  /** Market streams first, in the order of S3 among themselves, then derived bars, likewise. */
  readonly slots: readonly Slot[];
  readonly marketCount: number;
  /** All slot indices in the order of S3. */
  readonly tieOrder: Int32Array;
}

export function layOutRun(plan: Pick<RunPlan, 'streams' | 'derivedIntervals'>): RunLayout {
  const market = plan.streams.map(marketSlot).sort(compareTies);
  const derived = plan.streams.flatMap((stream, index) => derivedSlots(stream, index, plan.derivedIntervals));
  const slots = [...market, ...derived.sort(compareTies)];
  const order = slots.map((slot, index) => ({ ...slot, index })).sort(compareTies);
  return { slots, marketCount: market.length, tieOrder: Int32Array.from(order, ({ index }) => index) };
}

function marketSlot(stream: PlannedStream, index: number): Slot {
  const { type: kind, symbol, interval, sampled = 'event' } = stream;
  const delay = interval !== undefined ? intervalMicros(interval) : kind === 'quotes' ? SAMPLING_MICROS[sampled] : 0;
  const slot = { kind, symbol, stream: index, isDerived: false, delay };
  return interval === undefined ? slot : { ...slot, interval };
}

function derivedSlots(stream: PlannedStream, index: number, intervals: readonly Interval[]): Slot[] {
  const base = stream.interval;
  if (stream.type !== 'bars' || base === undefined) return [];
  return derivedIntervalsOf(base, intervals).map((interval) => {
    return { kind: 'bars', symbol: stream.symbol, interval, stream: index, isDerived: true, delay: 0 };
  });
}

/** Those of `intervals` that can be derived from `base`, ascending: its whole multiples, and those counted in sessions (A5). */
export function derivedIntervalsOf(base: Interval, intervals: readonly Interval[]): Interval[] {
  const step = intervalMicros(base);
  const isDerivable = (interval: Interval): boolean =>
    isSessionInterval(interval) || (intervalMicros(interval) > step && intervalMicros(interval) % step === 0);
  return [...new Set(intervals)].filter(isDerivable).sort(compareIntervals);
}

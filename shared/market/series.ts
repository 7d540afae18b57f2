import type { Interval } from './interval.ts';

export type SeriesKind = 'bars' | 'quotes' | 'trades';
/** How quotes were taken: every change, or the last one of each second or minute (S2). */
export type Sampling = 'event' | '1s' | '1m';

/** What makes a series one series (E1): bars have an interval, quotes a sampling, trades neither. */
export interface SeriesKey {
  readonly kind: SeriesKind;
  readonly symbol: string;
  readonly interval?: Interval;
  readonly sampled?: Sampling;
  readonly source: string;
}

/** A stable text for maps and logs: `bars/1s/SPY/lean`. Symbol and source are percent-encoded. */
export function seriesId(key: SeriesKey): string {
  const grid = key.kind === 'bars' ? `${key.interval}/` : key.kind === 'quotes' ? `${key.sampled}/` : '';
  return `${key.kind}/${grid}${encodeURIComponent(key.symbol)}/${encodeURIComponent(key.source)}`;
}

/** Microseconds between a row's stamp and the moment it is known (S2), for quotes by their sampling. */
export const SAMPLING_MICROS: Readonly<Record<Sampling, number>> = { event: 0, '1s': 1_000_000, '1m': 60_000_000 };

import { type Interval, intervalMicros, isSessionInterval } from '../../shared/market/interval.ts';
import type { SeriesKind } from '../../shared/market/series.ts';

/** What decides the place of a stream among events known at one instant. */
export interface TieKey {
  readonly kind: SeriesKind;
  /** Bars only. */
  readonly interval?: Interval;
  /** Position in the configuration; a derived interval has its base's. */
  readonly stream: number;
}

const KIND_ORDER: Readonly<Record<SeriesKind, number>> = { bars: 0, quotes: 1, trades: 2 };

/** The total order of events at one instant (S3): bars that close then, fine interval before coarse, then quotes, then trades;
 * within a kind in the order of the configuration, then by row. Bars in `1d` and `1w` are coarser than any in clock time. */
export function compareTies(a: TieKey, b: TieKey): number {
  return (
    KIND_ORDER[a.kind] - KIND_ORDER[b.kind] ||
    coarseness(a) - coarseness(b) ||
    lengthOf(a) - lengthOf(b) ||
    a.stream - b.stream
  );
}

function coarseness({ interval }: TieKey): number {
  return interval !== undefined && isSessionInterval(interval) ? 1 : 0;
}

function lengthOf({ interval }: TieKey): number {
  return interval === undefined ? 0 : intervalMicros(interval);
}

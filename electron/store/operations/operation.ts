import type { CancelSignal } from '../../../shared/lang/cancel.ts';
import type { ReportProgress } from '../../../shared/store/job.ts';
import type { SeriesChange, StorePlan } from '../../../shared/store/operations.ts';

/** What every operation on the store takes beside what it is about. */
export interface OperationOptions {
  readonly signal?: CancelSignal;
  readonly progress?: ReportProgress;
}

/** Changes with their sums. */
export function sumOf(series: readonly SeriesChange[]): StorePlan {
  const total = (of: (change: SeriesChange) => number): number => series.reduce((sum, change) => sum + of(change), 0);
  return {
    series,
    files: total(({ files }) => files),
    rows: total(({ rows }) => rows),
    bytes: total(({ bytes }) => bytes),
  };
}

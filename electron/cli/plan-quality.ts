import { count, percentText } from '../../shared/lang/number-text.ts';
import type { BaseInterval } from '../../shared/market/interval.ts';
import { seriesId } from '../../shared/market/series.ts';
import { coverageOf, qualityOf } from '../../shared/quality/count.ts';
import type { PlannedStream, RunPlan } from '../../shared/session/plan.ts';
import { keyOf } from '../upkeep/plan-run.ts';
import type { QualityService } from '../upkeep/quality-service.ts';

/** What a stream of a plan is made of; quality and coverage are percent, of bars only: quotes and trades have no slots. */
export interface StreamQuality {
  readonly type: PlannedStream['type'];
  readonly symbol: string;
  readonly interval?: BaseInterval;
  readonly sampled?: string;
  readonly source: string;
  readonly calendar: string;
  /** Of all its stored sessions. */
  readonly rows: number;
  readonly quality?: number;
  readonly coverage?: number;
}

/** Each planned stream with its quality over the planned sessions (D9): regular hours, nothing filled. */
export async function planQuality(plan: RunPlan, quality: QualityService): Promise<StreamQuality[]> {
  const bars = plan.streams.filter(({ type }) => type === 'bars').map((stream) => seriesId(keyOf(stream)));
  const dates = new Set<string>(plan.sessions.map(({ date }) => date));
  const counts = await quality.countsOf(bars, dates);
  return plan.streams.map((stream) => {
    const { type, symbol, interval, sampled, source, calendar, rows } = stream;
    const own = counts.get(seriesId(keyOf(stream)));
    return {
      type,
      symbol,
      ...(interval === undefined ? {} : { interval }),
      ...(sampled === undefined ? {} : { sampled }),
      ...{ source, calendar, rows },
      ...(own === undefined ? {} : { quality: qualityOf(own), coverage: coverageOf(own) }),
    };
  });
}

/** `SPY 1s bars of sample: quality 99.81 %, coverage 73.90 %.` */
export function qualityLine({ type, symbol, interval, source, rows, quality, coverage }: StreamQuality): string {
  const name = [symbol, interval, type, 'of', source].filter((part) => part !== undefined).join(' ');
  return quality === undefined
    ? `${name}: ${count(rows)} rows.`
    : `${name}: quality ${percentText(quality)} %, coverage ${percentText(coverage)} %.`;
}

import { seriesId } from '../../shared/market/series.ts';
import { addCounts, coverageOf, NO_QUALITY, qualityOf } from '../../shared/quality/count.ts';
import type { QualityCounts } from '../../shared/quality/quality.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { keyOf } from '../upkeep/plan-run.ts';
import type { QualityService } from '../upkeep/quality-service.ts';

/** Quality of each planned stream over the planned sessions, regular hours, nothing filled; empty for quotes and trades. */
export async function planQuality(
  plan: RunPlan,
  quality: QualityService,
): Promise<readonly { readonly quality?: number; readonly coverage?: number }[]> {
  const dates = new Set(plan.sessions.map(({ date }) => date));
  const days = await quality.days({
    from: plan.sessions.at(0)?.date,
    to: plan.sessions.at(-1)?.date,
  });
  const byId = new Map(days.map((series) => [series.id, series.days]));
  return plan.streams.map((stream) => {
    const own = byId.get(seriesId(keyOf(stream)));
    if (own === undefined) return {};
    const counts = own.filter(({ date }) => dates.has(date)).reduce<QualityCounts>(addCounts, NO_QUALITY);
    return { quality: qualityOf(counts), coverage: coverageOf(counts) };
  });
}

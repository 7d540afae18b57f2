import { count } from '../../shared/lang/number-text.ts';
import { ONE_SECOND } from '../../shared/market/interval.ts';
import { seriesId } from '../../shared/market/series.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import { keyOf } from './plan-run.ts';
import type { QualityService } from './quality-service.ts';

/** A remark for each 1s base of a plan that stored 1m bars of the symbol disagree with, over the planned sessions in regular hours (S12). */
export async function disagreementRemarks(plan: RunPlan, quality: QualityService): Promise<string[]> {
  const bases = plan.streams.filter(({ type, interval }) => type === 'bars' && interval === ONE_SECOND);
  if (bases.length === 0) return [];
  const dates = new Set<string>(plan.sessions.map(({ date }) => date));
  const found = await quality.disagreements(
    bases.map((stream) => seriesId(keyOf(stream))),
    dates,
  );
  return bases.flatMap((stream) => {
    const { compared, differing } = found.get(seriesId(keyOf(stream))) ?? { compared: 0, differing: 0 };
    if (differing === 0) return [];
    return [
      `${stream.symbol}: ${count(differing)} of ${count(compared)} stored 1m bars differ from what its 1s bars come to. The 1s base rules.`,
    ];
  });
}

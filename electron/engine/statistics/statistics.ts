import { type Statistics, STATISTICS } from '../../../shared/trading/result.ts';
import { activityStatistics } from './activity.ts';
import { drawdownStatistics } from './drawdowns.ts';
import { marketStatistics } from './market.ts';
import { returnStatistics } from './returns.ts';
import type { Sample } from './sample.ts';
import { tripStatistics } from './trips.ts';

/** Every statistic of `cli.md`, in its order; `null` where the formula has no value: a ratio to 0, a deviation of one session, a mean of no
 * round trips (S22). */
export function statisticsOf(sample: Sample): Statistics {
  const values: Record<string, number> = {
    ...returnStatistics(sample),
    ...drawdownStatistics(sample),
    ...activityStatistics(sample),
    ...tripStatistics(sample),
    ...marketStatistics(sample),
  };
  return Object.fromEntries(
    STATISTICS.map((name) => {
      const value = values[name];
      return [name, value === undefined || !Number.isFinite(value) ? null : value];
    }),
  );
}

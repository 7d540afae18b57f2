import type { Market } from './markets.ts';
import type { MinuteColumns } from './stamp-scan.ts';
import { busyShare } from './zone-fit.ts';

const MINUTES_PER_DAY = 1_440;
const STEP = 30;
const WIDEST = 14 * 60;

/** The best score that an exchange's hours reach under any shift of the stamps by half hours, whatever zone that would be, and without looking at days.
 * Where it is higher than that of every zone that was tried, the right zone was not among them. */
export function bestShiftScore(minutes: MinuteColumns, market: Market, step: number): number {
  const hasVolume = minutes.volume.some((volume) => volume > 0);
  const byMinute = new Float64Array(MINUTES_PER_DAY);
  let total = 0;
  minutes.minute.forEach((minute, index) => {
    const weight = (hasVolume ? minutes.volume : minutes.rows)[index] ?? 0;
    const ofDay = ((minute % MINUTES_PER_DAY) + MINUTES_PER_DAY) % MINUTES_PER_DAY;
    byMinute[ofDay] = (byMinute[ofDay] as number) + weight;
    total += weight;
  });
  if (total === 0) return 0;
  let best = 0;
  for (let shift = -WIDEST; shift <= WIDEST; shift += STEP) {
    const shifted = byMinute.map(
      (_, minute) => byMinute[(minute - shift + 2 * MINUTES_PER_DAY) % MINUTES_PER_DAY] as number,
    );
    const inside = shifted.slice(market.open, market.close).reduce((sum, weight) => sum + weight, 0);
    const slots = Math.max(1, Math.floor((market.close - market.open) / step));
    best = Math.max(best, (inside / total) * busyShare(shifted, market, step, inside / slots));
  }
  return best;
}

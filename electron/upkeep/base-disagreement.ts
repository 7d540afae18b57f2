import type { BarColumns } from '../../shared/market/columns.ts';
import { MICROS_PER_MINUTE } from '../../shared/market/time.ts';

/** Stored 1m bars that could be compared with a 1s base, and those of them that differ from what its seconds come to (S12). */
export interface Disagreement {
  readonly compared: number;
  readonly differing: number;
}

type Compared = Pick<BarColumns, 'time' | 'open' | 'high' | 'low' | 'close' | 'volume'>;

/** Volumes are sums of doubles nearest to decimals: apart by less than this fraction they are the same. */
const SAME_VOLUME = 1e-9;

/** Compares 1m bars with the seconds inside of each; a minute without seconds says nothing. Both ascend by time. */
export function compareBases(seconds: Compared, minutes: Compared): Disagreement {
  let compared = 0;
  let differing = 0;
  let row = 0;
  for (let minute = 0; minute < minutes.time.length; minute++) {
    const from = minutes.time[minute] as number;
    while (row < seconds.time.length && (seconds.time[row] as number) < from) row += 1;
    const first = row;
    let high = Number.NEGATIVE_INFINITY;
    let low = Number.POSITIVE_INFINITY;
    let volume = 0;
    for (; row < seconds.time.length && (seconds.time[row] as number) < from + MICROS_PER_MINUTE; row++) {
      high = Math.max(high, seconds.high[row] as number);
      low = Math.min(low, seconds.low[row] as number);
      volume += seconds.volume[row] as number;
    }
    if (row === first) continue;
    compared += 1;
    const whole = minutes.volume[minute] as number;
    const isEqual =
      seconds.open[first] === minutes.open[minute] &&
      high === minutes.high[minute] &&
      low === minutes.low[minute] &&
      seconds.close[row - 1] === minutes.close[minute] &&
      Math.abs(whole - volume) <= SAME_VOLUME * Math.max(whole, volume);
    differing += Number(!isEqual);
  }
  return { compared, differing };
}

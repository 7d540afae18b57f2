import { isBar, type ChartItem } from './chart-item.ts';

/** How far wicks may reach beyond the bodies of what is visible, as a part of the bodies' range. */
const WICK_SLACK = 0.3;

export interface PriceRange {
  readonly low: number;
  readonly high: number;
}

/** Prices that a scale must hold for the items from `first` up to and including `last`: all bodies, and wicks unless they are
 * outliers. `undefined` where there is no bar. */
export function priceRange(
  items: readonly (ChartItem | undefined)[],
  first: number,
  last: number,
): PriceRange | undefined {
  let bodyHigh = Number.NEGATIVE_INFINITY;
  let bodyLow = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let low = Number.POSITIVE_INFINITY;
  for (let index = Math.max(0, first); index <= Math.min(last, items.length - 1); index++) {
    const item = items[index];
    if (!isBar(item)) continue;
    bodyHigh = Math.max(bodyHigh, item.open, item.close);
    bodyLow = Math.min(bodyLow, item.open, item.close);
    high = Math.max(high, item.high);
    low = Math.min(low, item.low);
  }
  if (bodyHigh < bodyLow) return undefined;
  const slack = bodyHigh === bodyLow ? Number.POSITIVE_INFINITY : (bodyHigh - bodyLow) * WICK_SLACK;
  return { low: Math.max(bodyLow - slack, low), high: Math.min(bodyHigh + slack, high) };
}

/** The range of the bars, made wider for lines drawn over them, by at most a quarter of it to either side: one far away must not flatten the bars. */
export function withLines({ low, high }: PriceRange, values: Iterable<number>): PriceRange {
  const slack = (high - low) / 4;
  let [lowest, highest] = [low, high];
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return { low: Math.max(low - slack, lowest), high: Math.min(high + slack, highest) };
}

/** The volume whose column is as high as the band: the 98th percentile, so that one print does not flatten the others (linear). */
export function volumeCap(volumes: readonly number[]): number {
  if (volumes.length === 0) return 1;
  const sorted = Float64Array.from(volumes).sort();
  return Math.max(sorted[Math.floor((sorted.length - 1) * 0.98)] as number, Number.MIN_VALUE);
}

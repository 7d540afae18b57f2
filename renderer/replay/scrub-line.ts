import { compareIntervals, intervalMicros, type Interval } from '../../shared/market/interval.ts';
import { PLOT_STRIDE, type ChartFrame, type ChartSubscription, type OpenRun } from '../../shared/session/replay.ts';
import type { PriceLine } from './scrub-paint.ts';

/** Most bars of the price line; a subscription may ask for 20,000. */
const MOST_BARS = 20_000;
const WANTED = 5 * 60_000_000;

/** What the scrub bar's price line is drawn from: the first symbol with bars, at 5m or the nearest interval that fits the whole run. */
export function scrubSubscription(run: OpenRun): ChartSubscription | undefined {
  const symbol = run.symbols.find(({ base }) => base !== undefined);
  if (symbol?.base === undefined) return undefined;
  const length = run.sessions.reduce((sum, { open, close }) => sum + close - open, 0);
  const fitting = symbol.intervals.filter(
    (interval) => length / intervalMicros(interval) <= MOST_BARS && !/[dw]$/.test(interval),
  );
  const distance = (interval: Interval): number => Math.abs(Math.log(intervalMicros(interval) / WANTED));
  const interval =
    [...fitting].sort((a, b) => distance(a) - distance(b))[0] ?? [...symbol.intervals].sort(compareIntervals).at(-1);
  if (interval === undefined) return undefined;
  return { id: 'scrub', symbol: symbol.symbol, interval, bars: MOST_BARS, asLine: true };
}

/** The price line up to the clock, kept up with frames. */
export class ScrubLine implements PriceLine {
  times: number[] = [];
  closes: number[] = [];

  take({ reset, plots }: ChartFrame): void {
    if (reset) {
      this.times = [];
      this.closes = [];
    }
    for (const { rows } of plots) {
      for (let at = 0; at < rows.length; at += PLOT_STRIDE) {
        this.times.push(rows[at] as number);
        this.closes.push(rows[at + 1] as number);
      }
    }
  }
}

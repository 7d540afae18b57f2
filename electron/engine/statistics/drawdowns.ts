import { largest, mean } from './moments.ts';
import type { Sample } from './sample.ts';

interface Drawdown {
  /** Fraction of the peak. */
  depth: number;
  /** Fall from the peak in money. */
  money: number;
  readonly from: number;
  to: number;
}

/** Statistics of falls of equity from its peak. Sampling: every point of the equity curve. A drawdown lasts from the peak to the point at
 * which it is reached again, or to the end of the run. Without any they are 0. */
export function drawdownStatistics({
  curve,
  startEquity,
  endEquity,
  returns,
  sessionsPerYear,
}: Sample): Record<string, number> {
  const falls = drawdownsOf(curve);
  const depths = falls.map(({ depth }) => depth);
  const lengths = falls.map(({ from, to }) => (to - from) / 1_000);
  const deepest = largest(depths);
  const cagr = (endEquity / startEquity) ** (sessionsPerYear / returns.length) - 1;
  return {
    /** Largest of 1 - equity / peak before it: a fraction, 0 or more. */
    maxDrawdown: deepest,
    /** Mean of each drawdown's largest depth. */
    avgDrawdown: depths.length === 0 ? 0 : mean(depths),
    /** Wall time from the peak to its recovery, nights included. */
    maxDrawdownDuration: largest(lengths),
    avgDrawdownDuration: lengths.length === 0 ? 0 : mean(lengths),
    /** CAGR / deepest drawdown (Young 1991, over the whole run). */
    calmar: cagr / deepest,
    /** Net profit / deepest fall in money. */
    recoveryFactor: (endEquity - startEquity) / largest(falls.map(({ money }) => money)),
    /** Root of the mean squared depth at each session's end (Martin and McCann 1989). */
    ulcerIndex: ulcerIndex(startEquity, returns),
  };
}

/** How far each point lies below the peak so far: fractions, 0 or less. */
export function drawdownColumn(equity: Float64Array): Float64Array {
  let peak = Number.NEGATIVE_INFINITY;
  return equity.map((value) => {
    peak = Math.max(peak, value);
    return peak > 0 ? value / peak - 1 : 0;
  });
}

function drawdownsOf({ time, equity }: Sample['curve']): readonly Drawdown[] {
  const falls: Drawdown[] = [];
  let peak = equity[0] ?? 0;
  let peakAt = time[0] ?? 0;
  let current: Drawdown | undefined;
  for (let row = 0; row < equity.length; row++) {
    const value = equity[row] as number;
    const at = time[row] as number;
    if (value >= peak) {
      if (current !== undefined) current.to = at;
      current = undefined;
      peak = value;
      peakAt = at;
      continue;
    }
    if (current === undefined) {
      current = { depth: 0, money: 0, from: peakAt, to: at };
      falls.push(current);
    }
    current.depth = Math.max(current.depth, 1 - value / peak);
    current.money = Math.max(current.money, peak - value);
    current.to = at;
  }
  return falls;
}

function ulcerIndex(start: number, returns: readonly number[]): number {
  let [equity, peak] = [start, start];
  const squares = returns.map((value) => {
    equity *= 1 + value;
    peak = Math.max(peak, equity);
    return (1 - equity / peak) ** 2;
  });
  return Math.sqrt(mean(squares));
}

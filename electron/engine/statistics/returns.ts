import { deviation, excessKurtosis, mean, normalDistribution, quantile, skewness } from './moments.ts';
import type { Sample } from './sample.ts';

/** Statistics of session returns. Sampling: per session, equity at its end over equity at its start, less 1. A year has
 * `sessionsPerYear` sessions. All are undefined where a deviation of 0 or too few sessions leave the formula without a value. */
export function returnStatistics({ returns, startEquity, endEquity, sessionsPerYear }: Sample): Record<string, number> {
  const average = mean(returns);
  const spread = deviation(returns);
  const year = Math.sqrt(sessionsPerYear);
  const downside = Math.sqrt(mean(returns.map((value) => Math.min(value, 0) ** 2)));
  const ratio = average / spread;
  const atRisk = quantile(returns, 0.05);
  return {
    /** Equity at the end over equity at the start, less 1. */
    totalReturn: endEquity / startEquity - 1,
    /** (1 + total return) ^ (sessions a year / sessions) - 1. */
    cagr: (endEquity / startEquity) ** (sessionsPerYear / returns.length) - 1,
    /** Sample standard deviation x sqrt(sessions a year). */
    volatility: spread * year,
    /** Mean / sample standard deviation x sqrt(sessions a year), no risk-free rate (Sharpe 1994). */
    sharpe: ratio * year,
    /** Mean / sqrt(mean of squared returns below 0) x sqrt(sessions a year) (Sortino and Price 1994, target 0). */
    sortino: (average / downside) * year,
    /** The 5 % quantile of returns. */
    valueAtRisk95: atRisk,
    /** Mean of the returns at or below it. */
    conditionalValueAtRisk95: mean(returns.filter((value) => value <= atRisk)),
    /** m3 / m2^1.5. */
    skewness: skewness(returns),
    /** m4 / m2^2 - 3. */
    kurtosis: excessKurtosis(returns),
    psr: probabilisticSharpe(ratio, returns),
  };
}

/** Probability that the true Sharpe ratio is above 0 (Bailey and Lopez de Prado 2012): N(SR sqrt(n - 1) / sqrt(1 - g3 SR + (g4 - 1) / 4 SR^2)),
 * SR a session, g4 not in excess. */
function probabilisticSharpe(ratio: number, returns: readonly number[]): number {
  const spread = 1 - skewness(returns) * ratio + ((excessKurtosis(returns) + 2) / 4) * ratio ** 2;
  return normalDistribution((ratio * Math.sqrt(returns.length - 1)) / Math.sqrt(spread));
}

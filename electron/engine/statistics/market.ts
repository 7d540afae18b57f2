import { covariance, mean } from './moments.ts';
import type { Sample } from './sample.ts';

/** Statistics against the run's first symbol. Sampling: per session, its last price over the one of the session before (in the first
 * session over its first price), less 1. */
export function marketStatistics({ returns, marketReturns, sessionsPerYear }: Sample): Record<string, number> {
  const beta = covariance(returns, marketReturns) / covariance(marketReturns, marketReturns);
  return {
    /** Last price over the first price of the run, less 1. */
    buyAndHoldReturn: marketReturns.reduce((product, value) => product * (1 + value), 1) - 1,
    /** (Mean return - beta x mean market return) x sessions a year (Jensen 1968, no risk-free rate). */
    alpha: (mean(returns) - beta * mean(marketReturns)) * sessionsPerYear,
    /** Covariance with the market / variance of the market. */
    beta,
  };
}

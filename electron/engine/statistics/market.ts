import { covariance, mean } from './moments.ts';
import type { Sample } from './sample.ts';

/** Statistics against the run's first symbol. Sampling: per session, what a holder has at its last price over what it was worth at the one of
 * the session before (in the first session over its first price), splits and dividends in between included, less 1. Without a session, or
 * with a market that stood still, `alpha` and `beta` are undefined. */
export function marketStatistics({ returns, marketReturns, sessionsPerYear }: Sample): Record<string, number> {
  const beta = covariance(returns, marketReturns) / covariance(marketReturns, marketReturns);
  return {
    /** Product of 1 + market return, less 1: without splits and dividends the last price over the run's first, less 1. */
    buyAndHoldReturn: marketReturns.reduce((product, value) => product * (1 + value), 1) - 1,
    /** (Mean return - beta x mean market return) x sessions a year (Jensen 1968, no risk-free rate). */
    alpha: (mean(returns) - beta * mean(marketReturns)) * sessionsPerYear,
    /** Covariance with the market / variance of the market. */
    beta,
  };
}

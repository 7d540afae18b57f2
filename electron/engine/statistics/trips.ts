import type { RoundTrip } from '../../../shared/trading/position.ts';
import { deviation, mean } from './moments.ts';
import type { Sample } from './sample.ts';

const MONEY = 10_000;

/** Statistics of closed round trips, after fees. Money is in units of the account's currency. `trades` and the runs of wins and losses are 0
 * without any, the others undefined. */
export function tripStatistics({ trips, multiplierOf }: Sample): Record<string, number> {
  const returns = trips.map((trip) => trip.return);
  const profits = trips.map(({ profit }) => profit / MONEY);
  const wins = trips.filter(({ profit }) => profit > 0);
  const losses = trips.filter(({ profit }) => profit < 0);
  const won = sumOf(wins);
  const lost = -sumOf(losses);
  const winRate = wins.length / trips.length;
  const payoffRatio = won / wins.length / (lost / losses.length);
  const lengths = trips.map(({ entryTime, exitTime }) => (exitTime - entryTime) / 1_000);
  const share = (trip: RoundTrip, money: number): number =>
    money / MONEY / (trip.entryPrice * trip.quantity * multiplierOf(trip.symbol));
  return {
    trades: trips.length,
    /** Round trips with a profit above 0 / all. */
    winRate,
    /** Largest and smallest return of a round trip on its value at entry. */
    bestTrade: most(returns, Math.max),
    worstTrade: most(returns, Math.min),
    /** Mean return of a round trip on its value at entry. */
    avgTrade: mean(returns),
    /** The same of those with a profit above 0, and of those below 0. */
    avgWin: mean(wins.map((trip) => trip.return)),
    avgLoss: mean(losses.map((trip) => trip.return)),
    /** Wall time from entry to exit. */
    maxTradeDuration: most(lengths, Math.max),
    avgTradeDuration: mean(lengths),
    /** Sum of wins / sum of losses. */
    profitFactor: won / lost,
    /** Mean profit of a round trip, in currency. */
    expectancy: mean(profits),
    /** sqrt(n) x mean profit / sample deviation of profits (Tharp). */
    sqn: (Math.sqrt(trips.length) * mean(profits)) / deviation(profits),
    /** Win rate - (1 - win rate) / payoff ratio (Kelly 1956, two outcomes). */
    kelly: winRate - (1 - winRate) / payoffRatio,
    /** Mean win / mean loss, in currency. */
    payoffRatio,
    /** Longest run, by order of exit; a round trip of profit 0 ends either. */
    maxConsecutiveWins: longestRun(trips, (profit) => profit > 0),
    maxConsecutiveLosses: longestRun(trips, (profit) => profit < 0),
    /** Mean worst and best open profit on the value at entry. */
    mae: mean(trips.map((trip) => share(trip, trip.adverse))),
    mfe: mean(trips.map((trip) => share(trip, trip.favourable))),
  };
}

const sumOf = (trips: readonly RoundTrip[]): number => trips.reduce((sum, { profit }) => sum + profit / MONEY, 0);

function most(values: readonly number[], choose: (...values: number[]) => number): number {
  return values.length === 0 ? Number.NaN : values.reduce((a, b) => choose(a, b));
}

function longestRun(trips: readonly RoundTrip[], is: (profit: number) => boolean): number {
  let [longest, current] = [0, 0];
  for (const { profit } of trips) {
    current = is(profit) ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

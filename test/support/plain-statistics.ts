import type { RoundTrip } from '../../shared/trading/position.ts';
import type { TradingRecord } from '../../shared/trading/result.ts';

const sum = (list: readonly number[]): number => {
  let all = 0;
  for (const one of list) all += one;
  return all;
};
const average = (list: readonly number[]): number => sum(list) / list.length;
const central = (list: readonly number[], power: number): number =>
  average(list.map((one) => Number((one - average(list)).toFixed(14)) ** power));
const sampleDeviation = (list: readonly number[]): number =>
  Math.sqrt((central(list, 2) * list.length) / (list.length - 1));

/** Every statistic of a run whose units cost their price once, written down as a person would reckon it: slow, and by no function of the
 * program. `null` where there is no such number. */
export function plainStatistics(
  record: TradingRecord,
  startEquity: number,
  sessionsPerYear: number,
): Record<string, number | null> {
  const { sessions, roundTrips, fills, equity: curve } = record;
  const ends = [startEquity, ...sessions.map(({ equity }) => equity)];
  const returns = ends.slice(1).map((equity, i) => equity / ends[i]! - 1);
  const prices = [sessions[0]?.firstPrice ?? 0, ...sessions.map(({ lastPrice }) => lastPrice ?? 0)];
  const market = prices.slice(1).map((price, i) => price / prices[i]! - 1);
  const last = ends.at(-1)!;
  const growth = (last / startEquity) ** (sessionsPerYear / sessions.length) - 1;
  const sharpeOfSession = average(returns) / sampleDeviation(returns);
  const atRisk = lowestTwentieth(returns);
  const skew = central(returns, 3) / central(returns, 2) ** 1.5;
  const kurtosis = central(returns, 4) / central(returns, 2) ** 2;
  const beta =
    (sum(returns.map((one, i) => one * market[i]!)) / returns.length - average(returns) * average(market)) /
    central(market, 2);
  const falls = fallsOf([...curve.time], [...curve.equity]);
  const depths = falls.map(({ peak, lowest }) => (peak - lowest) / peak);
  const depthsAtEnds = ends.slice(1).map((equity, i) => 1 - equity / Math.max(...ends.slice(0, i + 2)));
  const profits = roundTrips.map(({ profit }) => profit / 10_000);
  const wins = roundTrips.filter(({ profit }) => profit > 0);
  const losses = roundTrips.filter(({ profit }) => profit < 0);
  const moneyOf = (trips: readonly RoundTrip[]): number => sum(trips.map(({ profit }) => profit / 10_000));
  const ofTrips = (value: (trip: RoundTrip) => number, trips = roundTrips): readonly number[] => trips.map(value);
  const duration = (trip: RoundTrip): number => (trip.exitTime - trip.entryTime) / 1_000;
  const payoff = moneyOf(wins) / wins.length / -(moneyOf(losses) / losses.length);
  const onEntry = (trip: RoundTrip, money: number): number => money / 10_000 / (trip.entryPrice * trip.quantity);
  const plain: Record<string, number> = {
    totalReturn: (last - startEquity) / startEquity,
    cagr: growth,
    volatility: sampleDeviation(returns) * Math.sqrt(sessionsPerYear),
    sharpe: sharpeOfSession * Math.sqrt(sessionsPerYear),
    sortino:
      (average(returns) / Math.sqrt(average(returns.map((one) => (one < 0 ? one * one : 0))))) *
      Math.sqrt(sessionsPerYear),
    calmar: growth / Math.max(0, ...depths),
    maxDrawdown: Math.max(0, ...depths),
    avgDrawdown: depths.length === 0 ? 0 : average(depths),
    maxDrawdownDuration: Math.max(0, ...falls.map(({ from, to }) => (to - from) / 1_000)),
    avgDrawdownDuration: falls.length === 0 ? 0 : average(falls.map(({ from, to }) => (to - from) / 1_000)),
    exposure: secondsHeld(record) / sum(sessions.map(({ open, close }) => (close - open) / 1e6)),
    trades: roundTrips.length,
    winRate: wins.length / roundTrips.length,
    bestTrade: Math.max(...ofTrips((trip) => trip.return)),
    worstTrade: Math.min(...ofTrips((trip) => trip.return)),
    avgTrade: average(ofTrips((trip) => trip.return)),
    avgWin: average(ofTrips((trip) => trip.return, wins)),
    avgLoss: average(ofTrips((trip) => trip.return, losses)),
    maxTradeDuration: Math.max(...ofTrips(duration)),
    avgTradeDuration: average(ofTrips(duration)),
    profitFactor: moneyOf(wins) / -moneyOf(losses),
    expectancy: average(profits),
    sqn: (average(profits) / sampleDeviation(profits)) * Math.sqrt(profits.length),
    kelly: wins.length / roundTrips.length - (1 - wins.length / roundTrips.length) / payoff,
    payoffRatio: payoff,
    maxConsecutiveWins: longest(profits.map((profit) => (profit > 0 ? '+' : '.')).join('')),
    maxConsecutiveLosses: longest(profits.map((profit) => (profit < 0 ? '+' : '.')).join('')),
    turnover: sum(fills.map(({ price, quantity }) => price * quantity)) / (average(ends.slice(1)) / 10_000),
    fees: sum(fills.map(({ commission }) => commission)) / 10_000,
    slippage: sum(fills.map(({ slippage }) => slippage)) / 10_000,
    mae: average(ofTrips((trip) => onEntry(trip, trip.adverse))),
    mfe: average(ofTrips((trip) => onEntry(trip, trip.favourable))),
    valueAtRisk95: atRisk,
    conditionalValueAtRisk95: average(returns.filter((one) => one <= atRisk)),
    ulcerIndex: Math.sqrt(average(depthsAtEnds.map((depth) => depth * depth))),
    recoveryFactor: (last - startEquity) / Math.max(0, ...falls.map(({ peak, lowest }) => peak - lowest)),
    skewness: skew,
    kurtosis: kurtosis - 3,
    psr: normalArea(
      (sharpeOfSession * Math.sqrt(returns.length - 1)) /
        Math.sqrt(1 - skew * sharpeOfSession + ((kurtosis - 1) / 4) * sharpeOfSession ** 2),
    ),
    buyAndHoldReturn: prices.at(-1)! / prices[0]! - 1,
    alpha: (average(returns) - beta * average(market)) * sessionsPerYear,
    beta,
  };
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
}

/** The 5 % quantile, between the two neighbours of rank 1 + (n - 1) / 20. */
function lowestTwentieth(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  const rank = (list.length - 1) / 20;
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  return below + (above - below) * (rank - Math.floor(rank));
}

interface Fall {
  readonly peak: number;
  readonly lowest: number;
  readonly from: number;
  readonly to: number;
}

/** Each stretch below an earlier peak: from the last point at the peak to the first at or above it again, or to the last point. */
function fallsOf(times: readonly number[], equity: readonly number[]): readonly Fall[] {
  const falls: Fall[] = [];
  let start = 0;
  while (start < equity.length - 1) {
    const peak = equity[start]!;
    const after = equity.findIndex((value, row) => row > start && value >= peak);
    const end = after === -1 ? equity.length - 1 : after;
    const lowest = Math.min(...equity.slice(start + 1, end + 1));
    if (lowest < peak) falls.push({ peak, lowest, from: times[start]!, to: times[end]! });
    start = end;
  }
  return falls;
}

/** Second by second: held where the last point at or before it says so. */
function secondsHeld({ sessions, equity: { time, exposure } }: TradingRecord): number {
  let held = 0;
  for (const { open, close } of sessions) {
    for (let second: number = open; second < close; second += 1e6) {
      const row = [...time].findLastIndex((one) => one <= second);
      if (row >= 0 && exposure[row]! > 0) held += 1;
    }
  }
  return held;
}

function longest(marks: string): number {
  return Math.max(0, ...marks.split('.').map(({ length }) => length));
}

/** The area under the normal curve up to `x`, by Simpson's rule. */
function normalArea(x: number): number {
  const [from, steps] = [-12, 4_000];
  const width = (x - from) / steps;
  let area = 0;
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    area += weight * Math.exp(-((from + i * width) ** 2) / 2);
  }
  return (area * width) / 3 / Math.sqrt(2 * Math.PI);
}

import type { Statistics } from '../../shared/trading/result.ts';
import { formatCount, formatFixed, formatPercent, NONE } from '../ui/format.ts';

type Form = 'percent' | 'ratio' | 'money' | 'count' | 'duration' | 'times';

export interface StatisticText {
  readonly name: string;
  readonly label: string;
  readonly form: Form;
  /** How it is reckoned, for the tooltip. */
  readonly hint: string;
}

export interface StatisticGroup {
  readonly title: string;
  readonly rows: readonly StatisticText[];
}

const row = (name: string, label: string, form: Form, hint: string): StatisticText => ({ name, label, form, hint });

/** The statistics of `cli.md` as a trader reads them, in columns. */
export const STATISTIC_GROUPS: readonly StatisticGroup[] = [
  {
    title: 'Return',
    rows: [
      row('totalReturn', 'Total return', 'percent', 'Equity at the end over equity at the start, less 1.'),
      row('cagr', 'CAGR', 'percent', 'Total return compounded to a year.'),
      row('buyAndHoldReturn', 'Buy and hold', 'percent', 'Last close over first close of the first symbol, less 1.'),
      row('alpha', 'Alpha', 'ratio', 'Return a year that beta does not explain, by regression on the symbol.'),
      row('beta', 'Beta', 'ratio', 'Slope of session returns against those of the symbol.'),
      row('exposure', 'Exposure', 'percent', 'Part of the time in which a position was held.'),
      row('turnover', 'Turnover', 'times', 'Value traded over average equity.'),
      row('volatility', 'Volatility', 'percent', 'Standard deviation of session returns, a year.'),
    ],
  },
  {
    title: 'Risk',
    rows: [
      row('maxDrawdown', 'Max drawdown', 'percent', 'Deepest fall of equity from its peak.'),
      row('avgDrawdown', 'Avg drawdown', 'percent', 'Mean depth of all drawdowns.'),
      row('maxDrawdownDuration', 'Max DD time', 'duration', 'Longest time from a peak to its recovery or the end.'),
      row('avgDrawdownDuration', 'Avg DD time', 'duration', 'Mean time from a peak to its recovery.'),
      row('valueAtRisk95', 'VaR 95', 'percent', 'Session return that 95 % of sessions exceed.'),
      row('conditionalValueAtRisk95', 'CVaR 95', 'percent', 'Mean of the session returns at or below VaR 95.'),
      row('ulcerIndex', 'Ulcer index', 'percent', 'Root of the mean squared drawdown.'),
      row('skewness', 'Skewness', 'ratio', 'Third standardised moment of session returns.'),
      row('kurtosis', 'Kurtosis', 'ratio', 'Fourth standardised moment of session returns, less 3.'),
    ],
  },
  {
    title: 'Ratios',
    rows: [
      row('sharpe', 'Sharpe', 'ratio', 'Mean session return over its standard deviation, a year.'),
      row('sortino', 'Sortino', 'ratio', 'Mean session return over its downside deviation, a year.'),
      row('calmar', 'Calmar', 'ratio', 'CAGR over max drawdown.'),
      row('psr', 'PSR', 'percent', 'Probability that the true Sharpe ratio is above 0.'),
      row('sqn', 'SQN', 'ratio', 'Root of the number of round trips times mean over deviation of their profit.'),
      row('recoveryFactor', 'Recovery factor', 'ratio', 'Net profit over the deepest fall in money.'),
      row('profitFactor', 'Profit factor', 'ratio', 'Sum of wins over sum of losses.'),
      row('payoffRatio', 'Payoff ratio', 'ratio', 'Average win over average loss.'),
      row('kelly', 'Kelly', 'percent', 'Win rate less loss rate over payoff ratio.'),
    ],
  },
  {
    title: 'Round trips',
    rows: [
      row('trades', 'Count', 'count', 'Closed round trips.'),
      row('winRate', 'Win rate', 'percent', 'Part of the round trips with a profit after fees.'),
      row('expectancy', 'Expectancy', 'money', 'Mean profit of a round trip after fees, in account currency.'),
      row('avgWin', 'Average win', 'percent', 'Mean return of those with a profit.'),
      row('avgLoss', 'Average loss', 'percent', 'Mean return of those with a loss.'),
      row('bestTrade', 'Best', 'percent', 'Highest return of a round trip.'),
      row('worstTrade', 'Worst', 'percent', 'Lowest return of a round trip.'),
      row('maxConsecutiveWins', 'Longest wins', 'count', 'Most round trips in a row with a profit.'),
      row('maxConsecutiveLosses', 'Longest losses', 'count', 'Most round trips in a row with a loss.'),
    ],
  },
  {
    title: 'Trading',
    rows: [
      row('fees', 'Fees', 'money', 'Commissions, in account currency.'),
      row('slippage', 'Slippage', 'money', 'Cost of slippage against the source prices, in account currency.'),
      row('avgTrade', 'Average return', 'percent', 'Mean return of a round trip on its value at entry.'),
      row('avgTradeDuration', 'Avg held', 'duration', 'Mean time from entry to exit.'),
      row('maxTradeDuration', 'Max held', 'duration', 'Longest time from entry to exit.'),
      row('mae', 'Avg MAE', 'percent', 'Mean worst excursion against the position.'),
      row('mfe', 'Avg MFE', 'percent', 'Mean best excursion in its favour.'),
    ],
  },
];

/** A statistic as text; an en dash where it is undefined. */
export function statisticValue(statistics: Statistics, { name, form }: StatisticText): string {
  const value = statistics[name] ?? null;
  if (value === null) return NONE;
  switch (form) {
    case 'percent':
      return formatPercent(value * 100, 2);
    case 'ratio':
      return formatFixed(value, 2);
    case 'money':
      return formatFixed(value, 2);
    case 'count':
      return formatCount(value);
    case 'times':
      return `${formatFixed(value, 1)}\u00d7`;
    case 'duration':
      return durationText(value);
  }
}

/** `2d 21h`, `3h 00m`, `15m`, `12s` of milliseconds; two units at most. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor((seconds % 86_400) / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  if (days > 0) return `${formatCount(days)}d ${hours}h`;
  if (hours > 0) return `${hours}h ${String(minutes).padStart(2, '0')}m`;
  if (minutes > 0) return `${minutes}m`;
  return `${seconds}s`;
}

/** Indicators that a chart can show by itself, beside the lines of a strategy: what settings and subscriptions call them, and how they read. */
export const CHART_INDICATORS = {
  'sma-20': 'SMA 20',
  'sma-50': 'SMA 50',
  'sma-200': 'SMA 200',
  'ema-9': 'EMA 9',
  'ema-20': 'EMA 20',
  vwap: 'VWAP of the session',
  'opening-range-5': 'Opening range, 5 minutes',
  'opening-range-15': 'Opening range, 15 minutes',
  'opening-range-30': 'Opening range, 30 minutes',
  bollinger: 'Bollinger 20, 2',
  keltner: 'Keltner 20, 2, 10',
  rsi: 'RSI 14',
  macd: 'MACD 12, 26, 9',
  stochastic: 'Stochastic 14, 3, 3',
  atr: 'ATR 14',
  adx: 'ADX 14',
} as const;

export type ChartIndicator = keyof typeof CHART_INDICATORS;

export const CHART_INDICATOR_IDS = Object.keys(CHART_INDICATORS) as [ChartIndicator, ...ChartIndicator[]];

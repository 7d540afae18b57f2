/** A line of values, one a bar. `undefined` while it warms up. */
export interface Line {
  /** At the newest closed bar. */
  readonly value: number | undefined;
  /** One bar earlier. */
  readonly previous: number | undefined;
  /** Whether it stands above another line, or above a level; `undefined` while one of them warms up. */
  isAbove(other: Line | number): boolean | undefined;
}

/** Upper and lower line around a middle one. */
export interface Bands {
  readonly upper: Line;
  readonly middle: Line;
  readonly lower: Line;
}

/** What of a bar an indicator is computed from. */
export type PriceSource = 'open' | 'high' | 'low' | 'close' | 'volume' | 'hl2' | 'hlc3' | 'ohlc4';

/** Indicators by name. Each is kept up to date as bars close, before `onBar` of its interval, and carries over from session to session.
 * Asking again with the same arguments gives the same object: make them in `onStart`, keep them, read `value`. One that is asked for
 * later starts from the bars that are known then. Lengths are in bars. */
export interface Indicators {
  /** Simple moving average. */
  sma(symbol: string, interval: string, length: number, source?: PriceSource): Line;
  /** Exponential moving average, seeded with the simple one. */
  ema(symbol: string, interval: string, length: number, source?: PriceSource): Line;
  /** Linearly weighted moving average. */
  wma(symbol: string, interval: string, length: number, source?: PriceSource): Line;
  /** Volume-weighted average price of the session so far. */
  vwap(symbol: string, interval: string): Line;
  /** Relative strength index, smoothed as Wilder does, 0 to 100. */
  rsi(symbol: string, interval: string, length?: number, source?: PriceSource): Line;
  /** Difference of two exponential averages, its own average, and how far they are apart. Default 12, 26, 9. */
  macd(symbol: string, interval: string, fast?: number, slow?: number, signal?: number): MacdLines;
  /** Simple average and `deviations` population standard deviations around it. Default 20, 2. */
  bollinger(symbol: string, interval: string, length?: number, deviations?: number): Bands;
  /** Exponential average and `multiple` average true ranges around it. Default 20, 2, 10. */
  keltner(symbol: string, interval: string, length?: number, multiple?: number, rangeLength?: number): Bands;
  /** Average true range, smoothed as Wilder does. Default 14. */
  atr(symbol: string, interval: string, length?: number): Line;
  /** Average directional index and the directional indicators, 0 to 100. Default 14. */
  adx(symbol: string, interval: string, length?: number): AdxLines;
  /** Where the close stands in the range of the last bars, 0 to 100. Default 14, 3, 3. */
  stochastic(symbol: string, interval: string, length?: number, smooth?: number, signal?: number): StochasticLines;
  /** Cumulative volume delta of the session: volume of buyers less volume of sellers, as of each bar's close. Stays `undefined` for a
   * symbol whose trades the run does not stream. */
  cvd(symbol: string, interval: string): Line;
  /** Highest high and lowest low of the session's first `minutes`; `undefined` until they are over. */
  openingRange(symbol: string, minutes: number): OpeningRange;
  /** Population standard deviation. */
  standardDeviation(symbol: string, interval: string, length: number, source?: PriceSource): Line;
  /** Highest value of the last bars, by default of their highs. */
  highest(symbol: string, interval: string, length: number, source?: PriceSource): Line;
  /** Lowest value of the last bars, by default of their lows. */
  lowest(symbol: string, interval: string, length: number, source?: PriceSource): Line;
}

export interface MacdLines {
  readonly macd: Line;
  readonly signal: Line;
  readonly histogram: Line;
}

export interface AdxLines {
  readonly adx: Line;
  readonly plus: Line;
  readonly minus: Line;
}

export interface StochasticLines {
  readonly k: Line;
  readonly d: Line;
}

export interface OpeningRange {
  readonly high: number | undefined;
  readonly low: number | undefined;
}

/** Indicators written as plainly as their definitions read, over whole arrays: a second opinion on the incremental ones. NaN where a
 * value is not defined yet. */

export interface PlainBar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

type Values = readonly number[];

const sum = (values: Values): number => values.reduce((total, value) => total + value, 0);
const windows = (values: Values, n: number, of: (window: Values) => number): number[] =>
  values.map((_, i) => (i + 1 < n ? Number.NaN : of(values.slice(i + 1 - n, i + 1))));

export const plainSma = (values: Values, n: number): number[] => windows(values, n, (window) => sum(window) / n);
export const plainWma = (values: Values, n: number): number[] =>
  windows(values, n, (window) => sum(window.map((value, i) => value * (i + 1))) / ((n * (n + 1)) / 2));
export const plainDeviation = (values: Values, n: number): number[] =>
  windows(values, n, (window) => {
    const mean = sum(window) / n;
    return Math.sqrt(sum(window.map((value) => (value - mean) ** 2)) / n);
  });
export const plainHighest = (values: Values, n: number): number[] =>
  windows(values, n, (window) => Math.max(...window));
export const plainLowest = (values: Values, n: number): number[] => windows(values, n, (window) => Math.min(...window));

/** Leading NaN values are skipped; then a simple mean, then `previous + weight (value - previous)`. */
export function plainSmoothed(values: Values, n: number, weight: number): number[] {
  const first = values.findIndex((value) => !Number.isNaN(value));
  let mean = Number.NaN;
  return values.map((value, i) => {
    if (first < 0 || i < first + n - 1) return Number.NaN;
    mean = i === first + n - 1 ? sum(values.slice(first, i + 1)) / n : mean + weight * (value - mean);
    return mean;
  });
}

export const plainEma = (values: Values, n: number): number[] => plainSmoothed(values, n, 2 / (n + 1));

export function plainRsi(values: Values, n: number): number[] {
  const changes = values.map((value, i) => (i === 0 ? Number.NaN : value - (values[i - 1] ?? Number.NaN)));
  const gains = plainSmoothed(
    changes.map((change) => (Number.isNaN(change) ? change : Math.max(change, 0))),
    n,
    1 / n,
  );
  const losses = plainSmoothed(
    changes.map((change) => (Number.isNaN(change) ? change : Math.max(-change, 0))),
    n,
    1 / n,
  );
  return gains.map((gain, i) => {
    const loss = losses[i] ?? Number.NaN;
    return gain + loss === 0 ? 50 : 100 - 100 / (1 + gain / loss);
  });
}

export function plainTrueRange(bars: readonly PlainBar[]): number[] {
  return bars.map(({ high, low }, i) => {
    const before = bars[i - 1]?.close;
    return before === undefined ? Number.NaN : Math.max(high - low, Math.abs(high - before), Math.abs(low - before));
  });
}

export const plainAtr = (bars: readonly PlainBar[], n: number): number[] =>
  plainSmoothed(plainTrueRange(bars), n, 1 / n);

export function plainAdx(bars: readonly PlainBar[], n: number): { adx: number[]; plus: number[]; minus: number[] } {
  const moves = bars.map(({ high, low }, i) => {
    const before = bars[i - 1];
    if (before === undefined) return { up: Number.NaN, down: Number.NaN };
    const up = high - before.high;
    const down = before.low - low;
    return { up: up > down && up > 0 ? up : 0, down: down > up && down > 0 ? down : 0 };
  });
  const range = plainAtr(bars, n);
  const share = (values: Values): number[] =>
    plainSmoothed(values, n, 1 / n).map((value, i) => (100 * value) / (range[i] ?? Number.NaN));
  const plus = share(moves.map(({ up }) => up));
  const minus = share(moves.map(({ down }) => down));
  const index = plus.map((value, i) => {
    const other = minus[i] ?? Number.NaN;
    return value + other === 0 ? 0 : (100 * Math.abs(value - other)) / (value + other);
  });
  return { plus, minus, adx: plainSmoothed(index, n, 1 / n) };
}

export function plainStochastic(
  bars: readonly PlainBar[],
  n: number,
  smooth: number,
  signal: number,
): { k: number[]; d: number[] } {
  const high = plainHighest(
    bars.map((bar) => bar.high),
    n,
  );
  const low = plainLowest(
    bars.map((bar) => bar.low),
    n,
  );
  const raw = bars.map(({ close }, i) => {
    const top = high[i] ?? Number.NaN;
    const bottom = low[i] ?? Number.NaN;
    return top === bottom ? 50 : (100 * (close - bottom)) / (top - bottom);
  });
  const k = plainSma(raw, smooth);
  return { k, d: plainSma(k, signal) };
}

/** Sums over samples. Every function answers NaN where its formula has no value. */

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 0 without any: for values of 0 and more. A curve of one second bars has more drawdowns than a call takes arguments. */
export function largest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

/** Sample standard deviation, n - 1. */
export function deviation(values: readonly number[]): number {
  return Math.sqrt(squares(values) / (values.length - 1));
}

/** Third standardised moment of the population: m3 / m2^1.5. */
export function skewness(values: readonly number[]): number {
  return moment(values, 3) / moment(values, 2) ** 1.5;
}

/** Fourth standardised moment of the population less 3: m4 / m2^2 - 3. */
export function excessKurtosis(values: readonly number[]): number {
  return moment(values, 4) / moment(values, 2) ** 2 - 3;
}

/** The value below which a share of the sample lies, between neighbours by linear interpolation (type 7 of Hyndman and Fan 1996). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const [a, b] = [sorted[low] ?? Number.NaN, sorted[low + 1] ?? sorted[low] ?? Number.NaN];
  return a + (b - a) * (place - low);
}

export function covariance(a: readonly number[], b: readonly number[]): number {
  const [fromA, fromB] = [fromMean(a), fromMean(b)];
  return fromA.reduce((sum, value, index) => sum + value * (fromB[index] ?? 0), 0) / (a.length - 1);
}

/** Standard normal distribution function, by erfc as in Numerical Recipes (2nd ed., 6.2): fractional error below 1.2e-7. */
export function normalDistribution(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + z / 2);
  const polynomial =
    -z * z -
    1.26551223 +
    t *
      (1.00002368 +
        t *
          (0.37409196 +
            t *
              (0.09678418 +
                t *
                  (-0.18628806 +
                    t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  const erfc = t * Math.exp(polynomial);
  return x >= 0 ? 1 - erfc / 2 : erfc / 2;
}

function squares(values: readonly number[]): number {
  return fromMean(values).reduce((sum, value) => sum + value ** 2, 0);
}

function moment(values: readonly number[], order: number): number {
  return mean(fromMean(values).map((value) => value ** order));
}

/** How far each value lies from the mean. What the rounding of doubles alone keeps apart does not differ: equal returns deviate by 0. */
function fromMean(values: readonly number[]): readonly number[] {
  const center = mean(values);
  const noise = Math.abs(center) * 1e-12;
  return values.map((value) => (Math.abs(value - center) <= noise ? 0 : value - center));
}

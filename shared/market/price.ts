/** Prices are exact decimals with one scale per symbol, at most 9 places (S28). In columns a price is the double nearest to
 * `units / 10 ** scale`; the exact units come back by {@link priceUnits}. */
export const MAX_SCALE = 9;

const POWERS = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] as const;

export function powerOfTen(scale: number): number {
  const power = POWERS[scale];
  if (power === undefined) throw new RangeError(`scale ${scale} is outside 0 to ${MAX_SCALE}`);
  return power;
}

/** The double nearest to `units / 10 ** scale`: one correctly rounded division. */
export function priceOf(units: number, scale: number): number {
  return units / powerOfTen(scale);
}

/** Exact units of a price made by {@link priceOf}; holds for units up to 2 ** 51. */
export function priceUnits(price: number, scale: number): number {
  return Math.round(price * powerOfTen(scale));
}

/** `Number(value.toFixed(9))`, the decimal of at most 9 places nearest to a value, in a tenth of the time. */
export function ninePlaces(value: number): number {
  const scaled = value * 1e9;
  const units = Math.round(scaled);
  // The product is off by 1/16 at most: further from the middle between two decimals than that, it says which one is nearer.
  if (Math.abs(scaled) < 2 ** 50 && Math.abs(scaled - units) < 0.4) return units / 1e9;
  return Number(value.toFixed(9));
}

/** The smallest scale that shows `price` exactly as its shortest decimal text does, or `undefined` when it needs more than 9 places. */
export function scaleOf(price: number): number | undefined {
  const text = String(Math.abs(price));
  const [mantissa = '', exponent = '0'] = text.split('e');
  const places = (mantissa.split('.')[1] ?? '').length - Number(exponent);
  return places <= 0 ? 0 : places <= MAX_SCALE ? places : undefined;
}

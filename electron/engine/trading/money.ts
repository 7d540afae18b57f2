/** Money is whole 1/10,000 of the account's currency (S21): integers in doubles, exact up to 900 thousand million units of currency. */
export const MONEY = 10_000;
const MONEY_SCALE = 4;

interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** What `quantity` at `price` is worth, in money: the exact product of the three decimals, rounded half to even. Signs multiply. */
export function moneyOf(price: number, quantity: number, multiplier = 1): number {
  const factors = [decimalOf(price), decimalOf(quantity), decimalOf(multiplier)];
  const units = factors.reduce((product, factor) => product * factor.units, 1n);
  const scale = factors.reduce((sum, factor) => sum + factor.scale, 0);
  return scale <= MONEY_SCALE
    ? Number(units * 10n ** BigInt(MONEY_SCALE - scale))
    : Number(divideHalfEven(units, 10n ** BigInt(scale - MONEY_SCALE)));
}

/** `money * part / whole`, rounded half to even. */
export function portionOf(money: number, part: number, whole: number): number {
  const [numerator, denominator] = [decimalOf(part), decimalOf(whole)];
  const scale = BigInt(Math.max(numerator.scale, denominator.scale));
  const raise = ({ units, scale: own }: Decimal): bigint => units * 10n ** (scale - BigInt(own));
  return Number(divideHalfEven(BigInt(money) * raise(numerator), raise(denominator)));
}

/** The decimal that a number's shortest text states: exact for prices, sizes and rates as people write them. */
function decimalOf(value: number): Decimal {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', places = ''] = mantissa.split('.');
  const scale = places.length - Number(exponent);
  const units = BigInt(whole + places);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator < 0n) return divideHalfEven(-numerator, -denominator);
  const quotient = numerator / denominator;
  const rest = numerator - quotient * denominator;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const isUp = twice > denominator || (twice === denominator && quotient % 2n !== 0n);
  return isUp ? quotient + (numerator < 0n ? -1n : 1n) : quotient;
}

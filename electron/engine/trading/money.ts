import { MAX_SCALE, powerOfTen, priceUnits } from '../../../shared/market/price.ts';

/** Money is whole 1/10,000 of the account's currency (S21): integers in doubles, exact up to 900 thousand million units of currency. */
export const MONEY = 10_000;
const MONEY_SCALE = 4;
/** Up to 15 digits a decimal and its nearest double are one to one. */
const EXACT = 1e15;

interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** What `quantity` at `price` is worth, in money: the exact product of the three decimals, rounded half to even. Signs multiply. */
export function moneyOf(price: number, quantity: number, multiplier = 1): number {
  // Whole units at a price of four places at most: nearly always.
  const priced = Math.round(price * MONEY);
  if (priced / MONEY === price && Number.isInteger(quantity) && Number.isInteger(multiplier)) {
    const money = priced * quantity * multiplier;
    // + 0: there is no money below 0 that is none.
    if (Number.isSafeInteger(money) && Math.abs(priced) < EXACT) return money + 0;
  }
  return otherMoneyOf(price, quantity, multiplier);
}

function otherMoneyOf(price: number, quantity: number, multiplier: number): number {
  const money = smallMoneyOf(price, quantity, multiplier);
  if (!Number.isNaN(money)) return money + 0;
  const factors = [decimalOf(price), decimalOf(quantity), decimalOf(multiplier)];
  const units = factors.reduce((product, factor) => product * factor.units, 1n);
  const scale = factors.reduce((sum, factor) => sum + factor.scale, 0);
  return scale <= MONEY_SCALE
    ? Number(units * 10n ** BigInt(MONEY_SCALE - scale))
    : Number(divideHalfEven(units, 10n ** BigInt(scale - MONEY_SCALE)));
}

/** `money * part / whole`, rounded half to even. */
export function portionOf(money: number, part: number, whole: number): number {
  if (part === whole) return money + 0;
  const product = money * part;
  if (Number.isSafeInteger(part) && Number.isSafeInteger(whole) && Number.isSafeInteger(product)) {
    return quotientHalfEven(product, whole) + 0;
  }
  const [numerator, denominator] = [decimalOf(part), decimalOf(whole)];
  const scale = BigInt(Math.max(numerator.scale, denominator.scale));
  const raise = ({ units, scale: own }: Decimal): bigint => units * 10n ** (scale - BigInt(own));
  return Number(divideHalfEven(BigInt(money) * raise(numerator), raise(denominator)));
}

/** {@link moneyOf} where every step of it is a whole number that a double holds exactly, else NaN. */
function smallMoneyOf(price: number, quantity: number, multiplier: number): number {
  const [ofPrice, ofQuantity, ofMultiplier] = [placesOf(price), placesOf(quantity), placesOf(multiplier)];
  const scale = ofPrice + ofQuantity + ofMultiplier;
  if (scale > MONEY_SCALE + MAX_SCALE) return Number.NaN;
  const units = priceUnits(price, ofPrice) * priceUnits(quantity, ofQuantity) * priceUnits(multiplier, ofMultiplier);
  if (!Number.isSafeInteger(units)) return Number.NaN;
  if (scale <= MONEY_SCALE) {
    const money = units * powerOfTen(MONEY_SCALE - scale);
    return Number.isSafeInteger(money) ? money : Number.NaN;
  }
  return quotientHalfEven(units, powerOfTen(scale - MONEY_SCALE));
}

/** `units / divisor` of safe integers, `divisor` above 0, rounded half to even. */
function quotientHalfEven(units: number, divisor: number): number {
  const size = Math.abs(units);
  const rest = size % divisor;
  const quotient = (size - rest) / divisor;
  // Without doubling, which might leave the safe integers.
  const isUp = rest > divisor - rest || (rest === divisor - rest && quotient % 2 === 1);
  return Math.sign(units) * (isUp ? quotient + 1 : quotient);
}

/** Decimal places of a number's shortest text; Infinity where it has more than 9, or too many digits for exact arithmetic. */
function placesOf(value: number): number {
  for (let places = 0; places <= MAX_SCALE; places++) {
    const power = powerOfTen(places);
    const units = Math.round(value * power);
    if (!(Math.abs(units) < EXACT)) break;
    if (units / power === value) return places;
  }
  return Number.POSITIVE_INFINITY;
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

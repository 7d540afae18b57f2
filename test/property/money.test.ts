import fc from 'fast-check';
import { expect, test } from 'vitest';

import { moneyOf } from '../../electron/engine/trading/money.ts';

/** A decimal as its digits and places, and as the number that people write for it. */
const decimal = (digits: number, places: number): fc.Arbitrary<{ units: bigint; places: number; value: number }> =>
  fc
    .record({ units: fc.bigInt(-(10n ** BigInt(digits)), 10n ** BigInt(digits)), places: fc.nat(places) })
    .map(({ units, places: scale }) => ({ units, places: scale, value: Number(`${units}e-${scale}`) }));

function halfEven(numerator: bigint, power: bigint): bigint {
  const size = numerator < 0n ? -numerator : numerator;
  const [whole, rest] = [size / power, size % power];
  const up = rest * 2n > power || (rest * 2n === power && whole % 2n === 1n) ? 1n : 0n;
  return (numerator < 0n ? -1n : 1n) * (whole + up);
}

test.each([
  ['prices and quantities of a day', 7, 4, 6, 2],
  ['coins with many places', 9, 8, 9, 9],
  ['digits beyond a double', 15, 9, 15, 9],
])('money is the exact product rounded half to even: %s', (_, priceDigits, pricePlaces, digits, places) => {
  fc.assert(
    fc.property(
      decimal(priceDigits, pricePlaces),
      decimal(digits, places),
      fc.constantFrom(1, 5, 50, 0.1, 12.5),
      (price, quantity, multiplier) => {
        const scale = price.places + quantity.places + 1;
        const product = price.units * quantity.units * BigInt(Math.round(multiplier * 10));
        const exact = halfEven(product * 10n ** 4n, 10n ** BigInt(scale));
        expect(moneyOf(price.value, quantity.value, multiplier)).toBe(Number(exact));
      },
    ),
    { numRuns: 5_000 },
  );
});

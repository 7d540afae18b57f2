import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ninePlaces, priceOf, priceUnits, scaleOf } from '../../shared/market/price.ts';
import { symbolFromPath, symbolToPath } from '../../shared/market/symbol-path.ts';

describe('prices (S28)', () => {
  const units = fc.integer({ min: 1, max: 2 ** 51 - 1 });
  const scale = fc.integer({ min: 0, max: 9 });

  it('come back exactly as units from the double nearest to them', () => {
    fc.assert(fc.property(units, scale, (u, s) => priceUnits(priceOf(u, s), s) === u));
  });

  it('are the double that their decimal text reads as', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 50 }), scale, (u, s) => {
        const digits = String(u).padStart(s + 1, '0');
        const text = s === 0 ? digits : `${digits.slice(0, -s)}.${digits.slice(-s)}`;
        expect(priceOf(u, s)).toBe(Number(text));
      }),
    );
  });

  it('need the places that their shortest text has', () => {
    expect([145.12, 0.00000001, 1e-10, 93, 1e21, 0.1 + 0.2].map(scaleOf)).toEqual([2, 8, undefined, 0, 0, undefined]);
  });

  it('of nine places are those that fixed notation gives, also next to the middle between two', () => {
    const anyPrice = fc.double({ min: -1e8, max: 1e8, noNaN: true });
    const nearMiddle = fc
      .tuple(fc.integer({ min: -(2 ** 49), max: 2 ** 49 }), fc.integer({ min: -3, max: 3 }))
      .map(([whole, ulps]) => ((whole + 0.5) / 1e9) * (1 + ulps * Number.EPSILON));
    fc.assert(
      fc.property(fc.oneof(anyPrice, nearMiddle), (value) => ninePlaces(value) === Number(value.toFixed(9))),
      { numRuns: 2_000 },
    );
  });
});

describe('symbols as folder names', () => {
  it('come back as they were and hold only safe characters', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (symbol) => {
        fc.pre(symbol.isWellFormed());
        const path = symbolToPath(symbol);
        expect(symbolFromPath(path)).toBe(symbol);
        expect(path).toMatch(/^[A-Z0-9_%-][A-Z0-9_%.-]*$/);
        expect(path.endsWith('.')).toBe(false);
      }),
    );
  });

  it('stay apart where only case differs, and never leave their folder', () => {
    expect(symbolToPath('btc')).not.toBe(symbolToPath('BTC'));
    expect(['BRK.B', 'BTC/USD', '..', 'BINANCE:btc'].map(symbolToPath)).toEqual([
      'BRK.B',
      'BTC%2FUSD',
      '%2E%2E',
      'BINANCE%3A%62%74%63',
    ]);
  });

  it('are not read from names that could not have been made', () => {
    expect(['%zz', '%41', 'a'].map(symbolFromPath)).toEqual([undefined, undefined, undefined]);
  });
});

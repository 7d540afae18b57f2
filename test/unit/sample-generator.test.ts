import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { generateSample, type SampleSymbol } from '../../electron/store/sample/generator.ts';
import { sampleProfiles } from '../../electron/store/sample/profiles.ts';
import { sampleSpec, sessionsUntil } from '../../electron/store/sample/sample-spec.ts';
import type { SessionDate } from '../../shared/market/time.ts';
import { smallSpec } from '../support/sample-store.ts';

const make = (overrides: Parameters<typeof smallSpec>[0] = {}): SampleSymbol[] => [
  ...generateSample(smallSpec(overrides)),
];

/** One hash over every value of a symbol. */
function hashOf({ seconds, minutes, quotes }: SampleSymbol): string {
  const hash = createHash('sha256');
  for (const columns of [seconds, minutes, quotes]) {
    for (const column of Object.values(columns) as Float64Array[]) hash.update(Float64Array.from(column));
  }
  return hash.digest('hex');
}

describe('sample data', () => {
  it('are the same for the same seed, whichever other symbols are made, and others for another seed', () => {
    const [aapl, ibm] = make().map(hashOf);
    expect(make().map(hashOf)).toEqual([aapl, ibm]);
    expect(make({ profiles: sampleProfiles(6).filter(({ symbol }) => symbol === 'IBM') }).map(hashOf)).toEqual([ibm]);
    expect(make({ seed: 3 }).map(hashOf)).not.toContain(aapl);
  });

  it('have the values that this version of the generator has always made', () => {
    expect(make({ withLosses: false, seed: 5 }).map((made) => hashOf(made).slice(0, 16))).toMatchInlineSnapshot(`
      [
        "7d4eb6c6b5592bc0",
        "f9f34b4a0a56beb3",
      ]
    `);
  });

  it('have bars that obey A1: low <= open, close <= high, prices above 0 in whole cents, volume in whole shares', () => {
    for (const { seconds, minutes } of make()) {
      for (const { time, open, high, low, close, volume } of [seconds, minutes]) {
        let wrong = 0;
        time.forEach((_, row) => {
          const [o, h, l, c, v] = [open, high, low, close, volume].map((column) => column[row] as number) as [
            number,
            number,
            number,
            number,
            number,
          ];
          const isOrdered = l <= Math.min(o, c) && h >= Math.max(o, c) && l > 0;
          const isExact = [o, h, l, c].every((price) => Math.round(price * 100) / 100 === price);
          if (!isOrdered || !isExact || !Number.isInteger(v) || v < 1) wrong += 1;
        });
        expect(wrong).toBe(0);
      }
    }
  });

  it('have sorted quotes with bid below ask, some of them before the open', () => {
    for (const { quotes } of make()) {
      const sorted = quotes.time.every((time, row) => row === 0 || time >= (quotes.time[row - 1] as number));
      expect(sorted).toBe(true);
      expect(quotes.bid.every((bid, row) => bid < (quotes.ask[row] as number))).toBe(true);
      expect(quotes.time[0]).toBeLessThan(smallSpec().sessions[0]?.open ?? 0);
    }
  });

  it('leave as many seconds quiet as the symbol is quiet', () => {
    const full = smallSpec().sessions.reduce((sum, { open, close }) => sum + (close - open) / 1e6, 0);
    const [aapl, ibm] = make({ withLosses: false }).map(({ seconds }) => 1 - seconds.time.length / full);
    expect(aapl).toBeCloseTo(0.12, 1);
    expect(ibm).toBeCloseTo(0.76, 1);
  });

  it('are busier after the open and before the close than at noon', () => {
    const [aapl] = make({ withLosses: false });
    const volumes = aapl?.minutes.volume.slice(0, 390) as Float64Array;
    const mean = (from: number, to: number): number =>
      volumes.subarray(from, to).reduce((sum, volume) => sum + volume, 0) / (to - from);
    expect(mean(0, 30)).toBeGreaterThan(1.5 * mean(180, 210));
    expect(mean(360, 390)).toBeGreaterThan(1.2 * mean(180, 210));
  });

  it('hold the streams of the example session, end on a half day and keep holidays', () => {
    const spec = sampleSpec();
    expect(spec.profiles.map(({ symbol }) => symbol)).toEqual(['AAPL', 'MSFT', 'RIVN', 'TSLA']);
    expect(spec.sessions.map(({ date }) => date)).toEqual([
      '2025-06-27',
      '2025-06-30',
      '2025-07-01',
      '2025-07-02',
      '2025-07-03',
    ]);
    expect(spec.sessions[4]?.isEarlyClose).toBe(true);
    const june = sessionsUntil('2025-06-20' as SessionDate, 3).map(({ date }) => date);
    expect(june).toEqual(['2025-06-17', '2025-06-18', '2025-06-20']);
  });

  it('refuse numbers out of range with the range', () => {
    expect(() => sampleSpec({ symbols: 0 })).toThrow('symbols 0 is out of range. Give a whole number from 1 to 99.');
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SeenNumbers } from '../../electron/coordinator/live/seen-numbers.ts';

it('numbers of events are new once, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 80 }), (numbers) => {
      const seen = new SeenNumbers();
      const known = new Set<number>();
      for (const value of numbers) {
        expect(seen.add(value)).toBe(!known.has(value));
        known.add(value);
      }
    }),
    { numRuns: 2_000 },
  );
});

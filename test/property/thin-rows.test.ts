import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { thinRows } from '../../electron/results/thin-rows.ts';

describe('a thinned column', () => {
  it('keeps both ends and the highest and lowest value, in order, within the limit', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 4, max: 100 }),
        (values, most) => {
          const rows = thinRows(values, most);
          expect(rows.length).toBeLessThanOrEqual(Math.max(most, 4));
          expect([...rows].sort((a, b) => a - b)).toEqual(rows);
          expect([rows[0], rows.at(-1)]).toEqual([0, values.length - 1]);
          const kept = rows.map((row) => values[row] as number);
          expect([Math.min(...kept), Math.max(...kept)]).toEqual([Math.min(...values), Math.max(...values)]);
        },
      ),
    );
  });
});

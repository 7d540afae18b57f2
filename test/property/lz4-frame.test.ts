import fc from 'fast-check';
import { compress } from 'lz4js';
import { expect, test } from 'vitest';

import { decompressLz4 } from '../../electron/store/import/readers/lz4-frame.ts';

/** Bytes with repetition, so that frames hold matches, short and overlapping ones included. */
const bytes = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 60 })), { maxLength: 40 })
  .map((runs) => Buffer.concat(runs.flatMap(([run, times]) => Array.from({ length: times }, () => run))));

test('what another encoder packed comes out again', () => {
  fc.assert(
    fc.property(bytes, (plain) => {
      expect(Buffer.from(decompressLz4(Uint8Array.from(compress(plain)))).equals(plain)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a damaged frame is unpacked or refused, to no more than it can hold, and a cut one is refused', () => {
  fc.assert(
    fc.property(bytes, fc.nat(), fc.nat(255), (plain, at, value) => {
      const frame = Uint8Array.from(compress(plain));
      expect(() => decompressLz4(frame.subarray(0, at % frame.length))).toThrow(RangeError);
      frame[at % frame.length] = value;
      try {
        expect(decompressLz4(frame).length).toBeLessThanOrEqual(frame.length * 255);
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
      }
    }),
    { numRuns: 1_000 },
  );
});

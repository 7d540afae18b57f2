import { decode as plainDecode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeMessage, encodeMessage } from '../../shared/ipc/codec.ts';

const number = fc.double().map((value) => (Object.is(value, -0) ? 0 : value));
const key = fc.string({ maxLength: 8 }).filter((text) => text !== '__proto__');
const { value } = fc.letrec((tie) => ({
  leaf: fc.oneof(
    number,
    fc.integer(),
    fc.maxSafeInteger(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.float64Array({ maxLength: 40 }),
    fc.uint8Array({ maxLength: 300 }),
  ),
  value: fc.oneof(
    { maxDepth: 5 },
    tie('leaf'),
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(key, tie('value'), { noNullPrototype: true }),
  ),
}));

describe('message codec', () => {
  it('gives back every plain value and typed array it was given', () => {
    const roundTrip = fc.property(value, (given) => {
      expect(decodeMessage(encodeMessage(given))).toEqual(given);
    });
    fc.assert(roundTrip, { numRuns: 500 });
  });

  it('reads a Float64Array at any offset of a larger buffer, aligned', () => {
    fc.assert(
      fc.property(fc.float64Array({ maxLength: 50 }), fc.nat(15), (given, offset) => {
        const bytes = encodeMessage({ columns: given });
        const host = new Uint8Array(bytes.length + offset);
        host.set(bytes, offset);
        const back = decodeMessage(host.subarray(offset)) as { columns: Float64Array };
        expect(back.columns).toEqual(given);
        expect(back.columns.byteOffset % 8).toBe(0);
      }),
    );
  });

  it('leaves out undefined fields', () => {
    expect(decodeMessage(encodeMessage({ id: 1, ok: true, result: undefined }))).toEqual({ id: 1, ok: true });
  });

  it('takes or refuses any bytes without extensions as a plain decoder does', () => {
    const outcome = (run: () => unknown): unknown => {
      try {
        return run();
      } catch {
        return 'refused';
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 24 }), (bytes) => {
        fc.pre(!bytes.some((byte) => byte >= 0xc7 && byte <= 0xd8 && (byte < 0xca || byte > 0xd3)));
        expect(outcome(() => decodeMessage(bytes))).toEqual(outcome(() => plainDecode(bytes)));
      }),
      { numRuns: 5_000 },
    );
  });

  it('refuses any message cut short or with bytes after its end', () => {
    fc.assert(
      fc.property(value, fc.nat(), (given, at) => {
        const bytes = encodeMessage(given);
        expect(() => decodeMessage(bytes.subarray(0, at % bytes.length))).toThrow(RangeError);
        expect(() => decodeMessage(new Uint8Array([...bytes, 0xc0]))).toThrow('follow the end');
      }),
    );
  });

  it('refuses headers that promise more than the message holds before allocating for them', () => {
    const bomb = new Uint8Array(1_000_000);
    for (let at = 0; at + 5 <= bomb.length; at += 5) bomb.set([0xdd, 0x00, 0x0f, 0xff, 0xff], at);
    expect(() => decodeMessage(bomb)).toThrow(RangeError);
    expect(() => decodeMessage(new Uint8Array(5_000).fill(0x91))).toThrow('nests deeper');
  });
});

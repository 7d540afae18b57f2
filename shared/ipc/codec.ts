import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack';

import { checkPacked } from './packed.ts';

/** Messages as bytes: MessagePack, with one extension so that Float64Arrays keep their type. Little endian, as every platform
 * Chromium and Node run on. `undefined` fields are left out, so that an absent value comes back absent; `-0` comes back as 0. */

const FLOAT64_ARRAY = 1;

const extensions = new ExtensionCodec();
extensions.register({
  type: FLOAT64_ARRAY,
  encode: (value) =>
    value instanceof Float64Array ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null,
  decode: (data) => {
    if (data.byteLength % 8 !== 0) throw new RangeError(`${data.byteLength} bytes are no whole number of doubles`);
    return new Float64Array(new Uint8Array(data).buffer);
  },
});

const encoder = new Encoder({ extensionCodec: extensions, ignoreUndefined: true });
const decoder = new Decoder({ extensionCodec: extensions });

/** The bytes of a plain value: JSON values, `Float64Array` and `Uint8Array`, at most 100 levels deep. */
export function encodeMessage(message: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(message);
}

/** Inverse of {@link encodeMessage}. Float64Arrays are copies, aligned; Uint8Arrays may be views on `bytes`. Throws RangeError or
 * DecodeError on anything malformed, without allocating more than a small multiple of the bytes given. */
export function decodeMessage(bytes: Uint8Array): unknown {
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkPacked(plain);
  return decoder.decode(plain);
}

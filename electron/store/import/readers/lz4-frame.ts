/** LZ4 frames as Arrow files hold them (LZ4 Frame Format 1.6; LZ4 Block Format). Checksums are stepped over, not compared. */

const MAGIC = 0x184d2204;
const VERSION = 0b01;
const FLAG = { blockChecksum: 0x10, contentSize: 0x08, dictionary: 0x01 } as const;
const STORED = 0x8000_0000;
const SHORTEST_MATCH = 4;
/** A match is at most 255 times as long as the bytes that say so. */
const GREATEST_RATIO = 255;

/** Decompresses one frame. Throws `RangeError` for one that is cut short or points outside of itself. */
export function decompressLz4(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('no LZ4 frame');
  const flags = view.getUint8(4);
  if (flags >> 6 !== VERSION || (flags & FLAG.dictionary) !== 0) throw new RangeError('an LZ4 frame of another form');
  const hasSize = (flags & FLAG.contentSize) !== 0;
  const size = hasSize ? Number(view.getBigUint64(6, true)) : undefined;
  if (size !== undefined && size > frame.length * GREATEST_RATIO) throw new RangeError(`an LZ4 frame of ${size} bytes`);
  const output = new Output(size ?? frame.length * 4);
  let at = hasSize ? 15 : 7;
  for (;;) {
    const header = view.getUint32(at, true);
    at += 4;
    if (header === 0) break;
    const length = header & ~STORED;
    const block = frame.subarray(at, at + length);
    if (block.length < length) throw new RangeError('an LZ4 block is cut short');
    if ((header & STORED) !== 0) output.append(block, 0, length);
    else decompressBlock(block, output);
    at += length + ((flags & FLAG.blockChecksum) === 0 ? 0 : 4);
  }
  const bytes = output.bytes();
  if (size !== undefined && bytes.length !== size)
    throw new RangeError(`an LZ4 frame of ${bytes.length}, not ${size} bytes`);
  return bytes;
}

function decompressBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const byte = (): number => {
    const value = block[at++];
    if (value === undefined) throw new RangeError('an LZ4 block is cut short');
    return value;
  };
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    if (nibble < 15) return length;
    for (let more = 255; more === 255; length += more) more = byte();
    return length;
  };
  for (;;) {
    const token = byte();
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length) throw new RangeError('an LZ4 block is cut short');
    output.append(block, at, at + literals);
    at += literals;
    // The last sequence is literals alone.
    if (at === block.length) return;
    const offset = byte() | (byte() << 8);
    output.repeat(offset, lengthFrom(token & 15) + SHORTEST_MATCH);
  }
}

class Output {
  #bytes: Uint8Array;
  #length = 0;

  constructor(expected: number) {
    this.#bytes = new Uint8Array(expected);
  }

  append(source: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from);
    this.#bytes.set(source.subarray(from, to), this.#length);
    this.#length += to - from;
  }

  /** Copies from `offset` bytes back; a copy may run into its own beginning. */
  repeat(offset: number, length: number): void {
    if (offset === 0 || offset > this.#length) throw new RangeError('an LZ4 match lies before its frame');
    this.#reserve(length);
    const end = this.#length + length;
    for (let at = this.#length; at < end; at++) this.#bytes[at] = this.#bytes[at - offset] as number;
    this.#length = end;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#length + more, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Collects little-endian values; grows as needed. Texts are ASCII with their length (u16) before them. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  u16(value: number): this {
    this.#view.setUint16(this.#room(2), value, true);
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#room(4), value, true);
    return this;
  }

  f64(value: number): this {
    this.#view.setFloat64(this.#room(8), value, true);
    return this;
  }

  text(value: string): this {
    this.u16(value.length);
    for (let at = this.#room(value.length), i = 0; i < value.length; i++) this.#bytes[at + i] = value.charCodeAt(i);
    return this;
  }

  /** A copy of what was written, with a zero byte more where the length is odd. */
  toEvenBytes(): Uint8Array {
    if (this.#length % 2 === 1) this.#bytes[this.#room(1)] = 0;
    return this.#bytes.slice(0, this.#length);
  }

  #room(bytes: number): number {
    const at = this.#length;
    this.#length += bytes;
    if (this.#length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}

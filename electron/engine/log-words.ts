/** Collects the words of one record of the event log (S24): little-endian, 16 bits each. Reused record after record. */
export class LogWords {
  #words = new Uint16Array(1_024);
  #view = new DataView(this.#words.buffer);
  #length = 0;

  clear(): this {
    this.#length = 0;
    return this;
  }

  /** Words collected. */
  get length(): number {
    return this.#length;
  }

  /** The first {@link length} of them were collected; overwritten by the next record. */
  get words(): Uint16Array {
    return this.#words;
  }

  u16(value: number): this {
    this.#words[this.#room(1)] = value;
    return this;
  }

  /** A double in four words. 0 has no sign, there is one NaN: equal numbers, equal words. */
  f64(value: number): this {
    this.#view.setFloat64(this.#room(4) * 2, Number.isNaN(value) ? Number.NaN : value + 0, true);
    return this;
  }

  /** A text: one more than its UTF-16 code units in two words, then the units; an absent one is the two words 0. */
  text(value: string | undefined): this {
    const size = value === undefined ? 0 : value.length + 1;
    this.u16(size & 0xffff).u16(size >>> 16);
    if (value === undefined) return this;
    const at = this.#room(value.length);
    for (let i = 0; i < value.length; i++) this.#words[at + i] = value.charCodeAt(i);
    return this;
  }

  #room(words: number): number {
    const at = this.#length;
    this.#length += words;
    if (this.#length > this.#words.length) {
      const grown = new Uint16Array(Math.max(this.#length, this.#words.length * 2));
      grown.set(this.#words);
      this.#words = grown;
      this.#view = new DataView(grown.buffer);
    }
    return at;
  }
}

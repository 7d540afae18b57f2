/** A double and its four words. */
const DOUBLE = new Float64Array(1);
const OF_DOUBLE = new Uint16Array(DOUBLE.buffer);

/** Collects the words of the event log (S24): 16 bits each, in the machine's order, little-endian on every platform that Tapedeck runs on. */
export class LogWords {
  #words: Uint16Array;
  #length = 0;

  /** Grows beyond `size` words where one record needs it. */
  constructor(size: number) {
    this.#words = new Uint16Array(size);
  }

  clear(): void {
    this.#length = 0;
  }

  /** Words collected. */
  get length(): number {
    return this.#length;
  }

  /** What was collected; overwritten after {@link clear}. */
  get bytes(): Uint8Array {
    return new Uint8Array(this.#words.buffer, 0, this.#length * 2);
  }

  u16(value: number): this {
    if (this.#length === this.#words.length) this.#grow();
    this.#words[this.#length++] = value;
    return this;
  }

  /** Two words. */
  u32(value: number): this {
    return this.u16(value & 0xffff).u16(value >>> 16);
  }

  /** A double in four words. 0 has no sign, there is one NaN: equal numbers, equal words. */
  f64(value: number): this {
    if (Number.isNaN(value)) return this.u16(0).u16(0).u16(0).u16(0x7ff8);
    DOUBLE[0] = value + 0;
    while (this.#length + 4 > this.#words.length) this.#grow();
    const words = this.#words;
    const at = this.#length;
    words[at] = OF_DOUBLE[0] as number;
    words[at + 1] = OF_DOUBLE[1] as number;
    words[at + 2] = OF_DOUBLE[2] as number;
    words[at + 3] = OF_DOUBLE[3] as number;
    this.#length = at + 4;
    return this;
  }

  /** A text: one more than its UTF-16 code units in two words, then the units; an absent one is the two words 0. */
  text(value: string | undefined): this {
    if (value === undefined) return this.u32(0);
    return this.u32(value.length + 1).units(value);
  }

  /** A text's UTF-16 code units alone. */
  units(value: string): this {
    for (let i = 0; i < value.length; i++) this.u16(value.charCodeAt(i));
    return this;
  }

  /** Puts two words at an earlier place. */
  setU32(at: number, value: number): void {
    this.#words[at] = value & 0xffff;
    this.#words[at + 1] = value >>> 16;
  }

  #grow(): void {
    const grown = new Uint16Array(this.#words.length * 2);
    grown.set(this.#words);
    this.#words = grown;
  }
}

const NAN_BITS = 0x7ff8_0000_0000_0000n;

/** Collects the words of the event log (S24): 16 bits each, in the machine's order, little-endian on every platform that Tapedeck runs on. */
export class LogWords {
  /** Up to 16 numbers of a record on their way into it: handed over one by one each might become an object. */
  readonly numbers = new Float64Array(16);
  #words: Uint16Array;
  #view: DataView;
  #length = 0;

  /** Grows beyond `size` words where one record needs it. */
  constructor(size: number) {
    this.#words = new Uint16Array(size);
    this.#view = new DataView(this.#words.buffer);
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

  /** The first `count` of {@link numbers}, doubles in four words each. 0 has no sign, there is one NaN: equal numbers, equal words. */
  f64s(count: number): this {
    const at = this.#length;
    const end = at + count * 4;
    while (end > this.#words.length) this.#grow();
    const { numbers } = this;
    const view = this.#view;
    for (let i = 0, byte = at * 2; i < count; i++, byte += 8) {
      const value = numbers[i] as number;
      if (Number.isNaN(value)) view.setBigUint64(byte, NAN_BITS, true);
      else view.setFloat64(byte, value + 0, true);
    }
    this.#length = end;
    return this;
  }

  /** A text: the number of its UTF-16 code units in two words, then the units. */
  text(value: string): this {
    return this.u32(value.length).units(value);
  }

  /** A text's UTF-16 code units alone. */
  units(value: string): this {
    const at = this.#length;
    while (at + value.length > this.#words.length) this.#grow();
    const words = this.#words;
    for (let i = 0; i < value.length; i++) words[at + i] = value.charCodeAt(i);
    this.#length = at + value.length;
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
    this.#view = new DataView(grown.buffer);
  }
}

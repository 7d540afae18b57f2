/** A table of a flatbuffer whose every offset is checked: what a damaged or hostile file says of itself may point anywhere and count anything.
 * Fields go by their slot in the format's schema, from 0. Throws `RangeError` where the table is not inside its bytes. */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;

  private constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, forward(view, 0));
  }

  /** 0 where the field is absent, as for the other numbers. */
  uint8(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : this.#view.getUint8(at);
  }

  int16(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : this.#view.getInt16(at, true);
  }

  int64(slot: number): number {
    const at = this.#field(slot);
    return at === undefined ? 0 : int64At(this.#view, at);
  }

  table(slot: number): FlatTable | undefined {
    const at = this.#field(slot);
    return at === undefined ? undefined : new FlatTable(this.#view, forward(this.#view, at));
  }

  text(slot: number): string {
    const { at, count } = this.#vector(slot, 1);
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, this.#view.byteOffset + at, count));
  }

  /** Elements of a vector, each `bytes` long. Vectors and texts that are absent are empty. */
  count(slot: number, bytes: number): number {
    return this.#vector(slot, bytes).count;
  }

  tables(slot: number): FlatTable[] {
    const { at, count } = this.#vector(slot, 4);
    return Array.from({ length: count }, (_, index) => new FlatTable(this.#view, forward(this.#view, at + 4 * index)));
  }

  /** Structures of a vector, each `bytes` long. */
  structs(slot: number, bytes: number): DataView[] {
    const { at, count } = this.#vector(slot, bytes);
    const { buffer, byteOffset } = this.#view;
    return Array.from({ length: count }, (_, index) => new DataView(buffer, byteOffset + at + bytes * index, bytes));
  }

  #vector(slot: number, bytes: number): { readonly at: number; readonly count: number } {
    const field = this.#field(slot);
    if (field === undefined) return { at: 0, count: 0 };
    const start = forward(this.#view, field);
    const count = this.#view.getUint32(start, true);
    if (start + 4 + count * bytes > this.#view.byteLength)
      throw new RangeError(`a list of ${count} does not fit into ${this.#view.byteLength} bytes`);
    return { at: start + 4, count };
  }

  /** Where a field's value lies. */
  #field(slot: number): number | undefined {
    const fields = this.#at - this.#view.getInt32(this.#at, true);
    const entry = 4 + 2 * slot;
    if (entry >= this.#view.getUint16(fields, true)) return undefined;
    const offset = this.#view.getUint16(fields + entry, true);
    return offset === 0 ? undefined : this.#at + offset;
  }
}

/** Offsets lead ahead only, so that no table can lie inside itself. */
function forward(view: DataView, at: number): number {
  const offset = view.getInt32(at, true);
  if (offset <= 0 || at + offset >= view.byteLength) throw new RangeError(`an offset of ${offset} at ${at}`);
  return at + offset;
}

/** Throws `RangeError` for a number that is not exact as a double. */
export function int64At(view: DataView, at: number): number {
  const value = Number(view.getBigInt64(at, true));
  if (!Number.isSafeInteger(value)) throw new RangeError(`a number of ${value} at ${at}`);
  return value;
}

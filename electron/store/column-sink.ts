import type { DuckDBDataChunk, DuckDBType } from '@duckdb/node-api';
import type { SeriesKind } from '../../shared/market/series.ts';
import { powerOfTen } from '../../shared/market/price.ts';
import { STORED_COLUMNS, type StoredColumn } from './schema.ts';

/** The part of DuckDB's vectors that holds their raw memory. Reading it is several times faster than `getItem` per value; a test pins
 * that the pinned version of the package still has it. */
interface RawVector {
  readonly type: DuckDBType;
  readonly items?: BigInt64Array | Int8Array;
  readonly dataView?: DataView;
  readonly validity?: { itemValid(index: number): boolean };
}

/** Collects chunks of the stored schema into columns of doubles. Decimals come as integer units and are divided by a power of ten once, so that
 * each price is the double nearest to its decimal (units up to 2 ** 53). The scale is the file's own: the symbol's may have grown in a
 * commit since the read began. NULL becomes NaN. */
export class ColumnSink {
  readonly #columns: readonly StoredColumn[];
  #capacity: number;
  #arrays: Float64Array[];
  rows = 0;

  /** `capacity` rows are reserved; more may come. */
  constructor(kind: SeriesKind, capacity: number) {
    this.#columns = STORED_COLUMNS[kind];
    this.#capacity = Math.max(capacity, 1);
    this.#arrays = this.#columns.map(() => new Float64Array(this.#capacity));
  }

  /** `count` rows of a chunk from row `from` on, by default all. */
  add(chunk: DuckDBDataChunk, from = 0, count = chunk.rowCount - from): void {
    if (this.rows + count > this.#capacity) this.#grow(this.rows + count);
    for (let column = 0; column < this.#columns.length; column++) {
      const vector = chunk.getColumnVector(column) as unknown as RawVector;
      const target = this.#arrays[column] as Float64Array;
      copyUnits(vector, from, target, this.rows, count);
      if (this.#columns[column]?.nullable === true) markNulls(vector, from, target, this.rows, count);
    }
    this.rows += count;
  }

  /** The columns in the order of the schema, each with room for exactly the rows added. */
  finish(): Float64Array[] {
    if (this.rows === this.#capacity) return this.#arrays;
    return this.#arrays.map((array) => array.slice(0, this.rows));
  }

  #grow(needed: number): void {
    this.#capacity = Math.max(needed, this.#capacity * 2);
    this.#arrays = this.#arrays.map((array) => {
      const larger = new Float64Array(this.#capacity);
      larger.set(array.subarray(0, this.rows));
      return larger;
    });
  }
}

export function sharedDoubles(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT));
}

const TWO_POW_32 = 4_294_967_296;

function copyUnits(vector: RawVector, from: number, target: Float64Array, at: number, count: number): void {
  const memory = vector.dataView ?? vector.items;
  if (memory === undefined) throw new Error('invariant: a stored column came back as a vector without raw memory');
  if (memory instanceof Int8Array) {
    for (let i = 0; i < count; i++) target[at + i] = memory[from + i] as number;
    return;
  }
  const divisor = 'scale' in vector.type ? powerOfTen(vector.type.scale) : 1;
  const words = new Int32Array(memory.buffer, memory.byteOffset + from * 8, count * 2);
  for (let i = 0, word = 0; i < count; i++, word += 2) {
    target[at + i] = ((words[word + 1] as number) * TWO_POW_32 + ((words[word] as number) >>> 0)) / divisor;
  }
}

function markNulls(vector: RawVector, from: number, target: Float64Array, at: number, count: number): void {
  const validity = vector.validity;
  if (validity === undefined) throw new Error('invariant: a stored column came back as a vector without validity');
  for (let i = 0; i < count; i++) if (!validity.itemValid(from + i)) target[at + i] = Number.NaN;
}

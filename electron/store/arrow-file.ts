import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type * as Arrow from 'apache-arrow';
import type { Data, Field, RecordBatch, RecordBatchFileWriter } from 'apache-arrow';
import { MICROS_PER_MILLI } from '../../shared/market/time.ts';
import { ColumnSink } from './column-sink.ts';
import type { DuckDb } from './duckdb.ts';
import type { ExportMeta } from './export-rows.ts';
import { STORED_COLUMNS } from './schema.ts';

const BATCH_ROWS = 65_536;

/** `canonical`: `ts` in microseconds UTC, `symbol` as a dictionary, then the stored columns. `freqtrade`: bars as freqtrade's data handler keeps
 * them, `date` in milliseconds UTC, the symbol in the file's name only. Values are doubles, NULL where one is absent. */
export type ArrowLayout = 'canonical' | 'freqtrade';

/** Writes rows of the stored schema as an Arrow IPC file (Feather 2), uncompressed. Answers the number of rows. Memory is bounded by batches. */
export async function writeArrow(
  db: DuckDb,
  rows: string,
  meta: ExportMeta,
  layout: ArrowLayout,
  path: string,
): Promise<number> {
  const arrow = await import('apache-arrow');
  const names = STORED_COLUMNS[meta.kind].map(({ name }) => name);
  const batchOf = layout === 'freqtrade' ? await freqtradeBatches(meta) : await canonicalBatches(meta);
  const writer = new arrow.RecordBatchFileWriter();
  const written = pipeline(Readable.from(drain(writer)), createWriteStream(path, { flags: 'wx' }));
  let sink = new ColumnSink(meta.kind, BATCH_ROWS);
  let total = 0;
  const flush = (): void => {
    if (sink.rows === 0) return;
    total += sink.rows;
    writer.write(batchOf(sink.finish()));
    sink = new ColumnSink(meta.kind, BATCH_ROWS);
  };
  try {
    await db.stream(`SELECT ${names.join(', ')} FROM (${rows})`, (chunk) => {
      if (sink.rows + chunk.rowCount > BATCH_ROWS) flush();
      sink.add(chunk);
    });
    flush();
    writer.finish();
  } catch (error) {
    writer.abort(error);
    await written.catch(() => undefined);
    throw error;
  }
  await written;
  return total;
}

async function* drain(writer: RecordBatchFileWriter): AsyncGenerator<Uint8Array> {
  for await (const bytes of writer) yield bytes;
}

type MakeBatch = (columns: readonly Float64Array[]) => RecordBatch;

async function canonicalBatches(meta: ExportMeta): Promise<MakeBatch> {
  const arrow = await import('apache-arrow');
  const { Dictionary, Field, Int32, makeData, TimestampMicrosecond, Utf8, vectorFromArray } = arrow;
  const symbolType = new Dictionary(new Utf8(), new Int32(), 0);
  const dictionary = vectorFromArray([meta.symbol], new Utf8());
  const timeType = new TimestampMicrosecond('UTC');
  const heads = [new Field('ts', timeType, false), new Field('symbol', symbolType, false)];
  return batchMaker(arrow, meta, heads, (time) => [
    makeData({ type: timeType, length: time.length, data: BigInt64Array.from(time, BigInt) }),
    makeData({ type: symbolType, length: time.length, data: new Int32Array(time.length), dictionary }),
  ]);
}

async function freqtradeBatches(meta: ExportMeta): Promise<MakeBatch> {
  const arrow = await import('apache-arrow');
  const { Field, makeData, TimestampMillisecond } = arrow;
  const timeType = new TimestampMillisecond('UTC');
  const millis = (micros: number): bigint => BigInt(micros / MICROS_PER_MILLI);
  return batchMaker(arrow, meta, [new Field('date', timeType, false)], (time) => [
    makeData({ type: timeType, length: time.length, data: BigInt64Array.from(time, millis) }),
  ]);
}

/** Batches of the given head columns, which are made from the stamps, and the stored values as doubles. */
function batchMaker(
  { Field, Float64, makeData, RecordBatch, Schema, Struct }: typeof Arrow,
  meta: ExportMeta,
  heads: readonly Field[],
  headData: (time: Float64Array) => Data[],
): MakeBatch {
  const values = STORED_COLUMNS[meta.kind]
    .slice(1)
    .map(({ name, nullable }) => new Field(name, new Float64(), nullable));
  const schema = new Schema([...heads, ...values]);
  return ([time = new Float64Array(), ...columns]) => {
    const length = time.length;
    const children = columns.map((column) => {
      const { bitmap, nulls } = validity(column);
      const data = Float64Array.from(column);
      return nulls === 0
        ? makeData({ type: new Float64(), length, data })
        : makeData({ type: new Float64(), length, data, nullBitmap: bitmap, nullCount: nulls });
    });
    const struct = new Struct(schema.fields);
    return new RecordBatch(schema, makeData({ type: struct, length, children: [...headData(time), ...children] }));
  };
}

/** Bit set where a value is present, little-endian bits as Arrow wants them. */
function validity(column: Float64Array): { bitmap: Uint8Array; nulls: number } {
  const bitmap = new Uint8Array(Math.ceil(column.length / 8));
  let nulls = 0;
  for (let i = 0; i < column.length; i++) {
    if (Number.isNaN(column[i])) nulls++;
    else bitmap[i >> 3] = (bitmap[i >> 3] as number) | (1 << (i & 7));
  }
  return { bitmap, nulls };
}

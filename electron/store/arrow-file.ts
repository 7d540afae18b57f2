import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { RecordBatch, RecordBatchFileWriter } from 'apache-arrow';
import { ColumnSink } from './column-sink.ts';
import type { DuckDb } from './duckdb.ts';
import type { ExportMeta } from './export-rows.ts';
import { STORED_COLUMNS } from './schema.ts';

const BATCH_ROWS = 65_536;

/** Writes rows of the stored schema as an Arrow IPC file (Feather 2), uncompressed: `ts` in microseconds UTC, `symbol` as a dictionary, the rest
 * as doubles, NULL where a value is absent. Answers the number of rows. Memory is bounded by batches. */
export async function writeArrow(db: DuckDb, rows: string, meta: ExportMeta, path: string): Promise<number> {
  const arrow = await import('apache-arrow');
  const names = STORED_COLUMNS[meta.kind].map(({ name }) => name);
  const batchOf = await batchMaker(meta);
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

async function batchMaker(meta: ExportMeta): Promise<MakeBatch> {
  const {
    Dictionary,
    Field,
    Float64,
    Int32,
    makeData,
    RecordBatch,
    Schema,
    Struct,
    TimestampMicrosecond,
    Utf8,
    vectorFromArray,
  } = await import('apache-arrow');
  const stored = STORED_COLUMNS[meta.kind];
  const symbolType = new Dictionary(new Utf8(), new Int32(), 0);
  const dictionary = vectorFromArray([meta.symbol], new Utf8());
  const timeType = new TimestampMicrosecond('UTC');
  const schema = new Schema([
    new Field('ts', timeType, false),
    new Field('symbol', symbolType, false),
    ...stored.slice(1).map(({ name, nullable }) => new Field(name, new Float64(), nullable)),
  ]);
  return (columns) => {
    const [time = new Float64Array(), ...values] = columns;
    const length = time.length;
    const children = [
      makeData({ type: timeType, length, data: BigInt64Array.from(time, BigInt) }),
      makeData({ type: symbolType, length, data: new Int32Array(length), dictionary }),
      ...values.map((column) => {
        const { bitmap, nulls } = validity(column);
        const data = Float64Array.from(column);
        return nulls === 0
          ? makeData({ type: new Float64(), length, data })
          : makeData({ type: new Float64(), length, data, nullBitmap: bitmap, nullCount: nulls });
      }),
    ];
    return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, children }));
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

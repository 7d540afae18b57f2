import { open } from 'node:fs/promises';

import { DuckDBDataChunk } from '@duckdb/node-api';
import type {
  AsyncRecordBatchFileReader,
  AsyncRecordBatchStreamReader,
  Data,
  DataType,
  RecordBatch,
  Schema,
} from 'apache-arrow';

import { AppError } from '../../../../shared/lang/app-error.ts';
import { ensure } from '../../../../shared/lang/invariant.ts';
import type { Database } from '../database.ts';
import { shortCause } from '../refusal.ts';
import type { RawColumn, RawTable } from '../raw-table.ts';
import { arrowColumn, type ArrowColumn } from './arrow-column.ts';
import { checkArrow } from './arrow-framing.ts';
import { refuseShortColumns } from './arrow-lengths.ts';
import { damagedArrow } from './arrow-messages.ts';
import { decompressLz4 } from './lz4-frame.ts';

/** Rows that DuckDB takes at a time. */
const CHUNK_ROWS = 2_048;
const MAX_COLUMNS = 500;

/** Reads a staged Arrow IPC file or stream (Feather 2), LZ4 included, batch by batch into the table `raw`. */
export async function readArrow(database: Database, file: string, packing: string): Promise<RawTable> {
  const arrow = await import('apache-arrow');
  arrow.compressionRegistry.set(arrow.CompressionType.LZ4_FRAME, { decode: decompressLz4 });
  const handle = await open(file, 'r');
  try {
    await checkArrow(handle);
    const reader = await arrow.RecordBatchReader.from(handle);
    await reader.open();
    const columns = columnsOf(reader.schema);
    await createTable(database, columns);
    let rows = 0;
    for await (const batch of batchesOf(reader)) {
      refuseShortColumns(batch);
      await append(database, columns, batch);
      rows += batch.numRows;
    }
    await createView(database, columns);
    return {
      format: `Arrow${packing}`,
      columns: columns.map(({ raw }) => raw),
      rows,
      malformed: [],
      facts: { hasNames: true, evidence: [] },
    };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError(
      'bad-file',
      `The Arrow file is damaged, or packed in a way that is not read (${shortCause(error)}). Write it again as Parquet.`,
      { cause: error },
    );
  } finally {
    await handle.close();
  }
}

/** A file's batches by their number: its iterator would follow the footer to anything. */
async function* batchesOf(
  reader: AsyncRecordBatchFileReader | AsyncRecordBatchStreamReader,
): AsyncGenerator<RecordBatch> {
  if (!reader.isFile()) {
    yield* reader;
    return;
  }
  for (let index = 0; index < reader.numRecordBatches; index++) {
    const batch = await reader.readRecordBatch(index);
    if (batch === null) throw damagedArrow(`batch ${index + 1} of its rows is not there`);
    yield batch;
  }
}

interface Loaded {
  readonly raw: RawColumn;
  readonly arrow: ArrowColumn;
}

/** pandas keeps an index that is no column of data as `__index_level_0__`; it is a column like any other here. */
function columnsOf(schema: Schema): Loaded[] {
  if (schema.fields.length > MAX_COLUMNS)
    throw new AppError('bad-file', `The file has more than ${MAX_COLUMNS} columns.`);
  return schema.fields.map((field, index) => {
    const arrow = arrowColumn(field.type as DataType);
    if (arrow === undefined)
      throw new AppError(
        'bad-file',
        `Column "${field.name}" is of type ${String(field.type)}, which holds no single value. Write the file again without it.`,
      );
    return { raw: { name: field.name, id: `c${index}`, type: arrow.shownType }, arrow };
  });
}

async function createTable(database: Database, columns: readonly Loaded[]): Promise<void> {
  const list = columns.map(({ raw, arrow }) => `${raw.id} ${arrow.type.toString()}`).join(', ');
  await database.run(`CREATE OR REPLACE TEMP TABLE raw_rows (${list})`);
}

async function createView(database: Database, columns: readonly Loaded[]): Promise<void> {
  const list = columns.map(({ raw, arrow }) => `${arrow.sql(raw.id)} AS ${raw.id}`).join(', ');
  await database.run(`CREATE OR REPLACE TEMP VIEW raw AS SELECT rowid AS _row, ${list} FROM raw_rows`);
}

async function append(database: Database, columns: readonly Loaded[], batch: RecordBatch): Promise<void> {
  const appender = await database.connection.createAppender('raw_rows', 'main', 'temp');
  const types = columns.map(({ arrow }) => arrow.type);
  for (let from = 0; from < batch.numRows; from += CHUNK_ROWS) {
    const count = Math.min(CHUNK_ROWS, batch.numRows - from);
    const chunk = DuckDBDataChunk.create(types, count);
    columns.forEach(({ arrow }, index) => {
      const vector = ensure(batch.getChildAt(index) ?? undefined, 'column of a batch');
      const data = ensure(vector.data[0] as Data | undefined, 'data of a column');
      const values = Array.from({ length: count }, (_, row) =>
        data.getValid(from + row) ? arrow.value(vector, data, from + row) : null,
      );
      chunk.setColumnValues(index, values);
    });
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

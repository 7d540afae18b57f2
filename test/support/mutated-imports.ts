import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  compressionRegistry,
  CompressionType,
  RecordBatchStreamWriter,
  type Table,
  tableFromArrays,
  tableToIPC,
} from 'apache-arrow';
import { compress } from 'lz4js';

import { openDuckDb } from '../../electron/store/duckdb.ts';
import { sqlText } from '../../electron/store/sql.ts';
import { sessionCsv } from './session-csv.ts';
import { zip } from './zip.ts';

export const GOOD_ROWS = 120;
const FIRST = 1_401_715_800_000;

/** Good files of one-minute bars in every packing that is read, by the name to give a damaged copy. */
export const GOOD_FILES: readonly (readonly [name: string, make: (folder: string) => Promise<Buffer>])[] = [
  ['spy.csv', () => Promise.resolve(Buffer.from(csv()))],
  ['spy.csv.gz', () => Promise.resolve(gzipSync(csv()))],
  ['spy.zip', () => Promise.resolve(zip({ 'spy.csv': csv() }))],
  ['SPY_1m.parquet', parquet],
  ['SPY_1m.json', () => Promise.resolve(json())],
  ['SPY_1m.arrow', () => Promise.resolve(Buffer.from(tableToIPC(bars(), 'file')))],
  ['SPY_1m.lz4.arrow', () => Promise.resolve(lz4Stream())],
];

const csv = (): string => sessionCsv(['2014-06-02'], GOOD_ROWS);
const times = (): number[] => Array.from({ length: GOOD_ROWS }, (_, index) => FIRST + index * 60_000);

function json(): Buffer {
  const results = times().map((t, index) => ({ t, o: 100 + index / 100, h: 200, l: 50, c: 100.5, v: 10 }));
  return Buffer.from(JSON.stringify({ ticker: 'SPY', results }));
}

function bars(): Table {
  const flat = (value: number): Float64Array => new Float64Array(GOOD_ROWS).fill(value);
  const prices = { o: flat(100), h: flat(101), l: flat(99), c: flat(100.5), v: flat(7) };
  return tableFromArrays({ t: Float64Array.from(times()), ...prices });
}

function lz4Stream(): Buffer {
  const type = CompressionType.LZ4_FRAME;
  compressionRegistry.set(type, { encode: (data) => Uint8Array.from(compress(data)) });
  return Buffer.from(RecordBatchStreamWriter.writeAll(bars(), { compressionType: type }).toUint8Array(true));
}

/** `folder` is for what it takes to make one. */
async function parquet(folder: string): Promise<Buffer> {
  const [text, path] = [join(folder, 'good.csv'), join(folder, 'good.parquet')];
  await writeFile(text, csv());
  const db = await openDuckDb({ allowed: [folder] });
  await db.run(`COPY (SELECT * FROM read_csv(${sqlText(text)})) TO ${sqlText(path)} (FORMAT parquet)`);
  await db.close();
  return readFile(path);
}

import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, onTestFinished, test } from 'vitest';
import { writeColumns } from '../../../electron/store/export.ts';
import { micros, type TimeRange } from '../../../shared/market/time.ts';
import { barsKey, quotesKey, tradesKey } from '../../support/staged.ts';
import { ALL_TIME } from '../../support/store-content.ts';
import { newStore } from '../../support/stores.ts';
import { tempDir } from '../../support/temp-dir.ts';

const start = 1_381_152_600_000_000;
const rows = [
  [start, 167.42, 167.5, 167.4, 167.45, 1200],
  [start + 1e6, 167.45, 167.45, 167.45, 167.45, 0.5],
] as const;

async function parquetRows(path: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  onTestFinished(() => instance.closeSync());
  const connection = await instance.connect();
  const result = await connection.runAndReadAll(
    `SELECT * REPLACE (epoch_us(ts)::DOUBLE AS ts) FROM read_parquet('${path}')`,
  );
  return result.getRows();
}

test('bars are exported in the canonical form to Parquet, CSV and Arrow, with hash, size and rows', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.file('a', { key: barsKey("O'N"), rows })]);
  const folder = await tempDir();
  const path = (name: string): string => join(folder, 'made', name);

  const parquet = await store.export(barsKey("O'N"), ALL_TIME, { format: 'parquet', path: path('a.parquet') });
  const bytes = await readFile(path('a.parquet'));
  expect(parquet).toEqual({ rows: 2, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  expect(await parquetRows(path('a.parquet'))).toEqual(rows.map(([ts, ...values]) => [ts, "O'N", ...values]));

  await store.export(barsKey("O'N"), ALL_TIME, { format: 'csv', path: path('a.csv') });
  expect(await readFile(path('a.csv'), 'utf8')).toBe(
    'ts,symbol,open,high,low,close,volume\n' +
      "2013-10-07T13:30:00Z,O'N,167.42,167.50,167.40,167.45,1200.0\n" +
      "2013-10-07T13:30:01Z,O'N,167.45,167.45,167.45,167.45,0.5\n",
  );

  await store.export(barsKey("O'N"), ALL_TIME, { format: 'arrow', path: path('a.arrow') });
  const table = tableFromIPC(await readFile(path('a.arrow')));
  expect(table.schema.fields.map(({ name }) => name)).toEqual([
    'ts',
    'symbol',
    'open',
    'high',
    'low',
    'close',
    'volume',
  ]);
  expect(String(table.schema.fields[0]?.type)).toBe('Timestamp<MICROSECOND, UTC>');
  expect([...(table.getChild('close') ?? [])]).toEqual([167.45, 167.45]);
  expect([...(table.getChild('symbol') ?? [])]).toEqual(["O'N", "O'N"]);
  expect((await readdir(join(folder, 'made'))).sort()).toEqual(['a.arrow', 'a.csv', 'a.parquet']);
});

test('absent sides of quotes stay absent, and trades keep their side and sub-second time', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([
    await stager.file('q', { key: quotesKey('IBM'), rows: [[start, 10.5, undefined, 3, undefined]] }),
    await stager.file('t', { key: tradesKey('IBM'), rows: [[start + 5, 10.5, 3, 1], [start + 7, 10.5, 3, 0]] }),
  ]); // prettier-ignore
  const folder = await tempDir();
  await store.export(quotesKey('IBM'), ALL_TIME, { format: 'parquet', path: join(folder, 'q.parquet') });
  expect(await parquetRows(join(folder, 'q.parquet'))).toEqual([[start, 'IBM', 10.5, null, 3, null]]);
  await store.export(quotesKey('IBM'), ALL_TIME, { format: 'arrow', path: join(folder, 'q.arrow') });
  expect(
    tableFromIPC(await readFile(join(folder, 'q.arrow')))
      .getChild('ask')
      ?.get(0),
  ).toBeNull();
  await store.export(tradesKey('IBM'), ALL_TIME, { format: 'csv', path: join(folder, 't.csv') });
  expect(await readFile(join(folder, 't.csv'), 'utf8')).toBe(
    'ts,symbol,price,size,side\n2013-10-07T13:30:00.000005Z,IBM,10.5,3,buy\n2013-10-07T13:30:00.000007Z,IBM,10.5,3,\n',
  );
});

test('an export of a range without rows leaves an existing file as it is', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.file('a', { key: barsKey('SPY'), rows })]);
  const path = join(await tempDir(), 'kept.csv');
  await writeFile(path, 'kept');
  const empty: TimeRange = { from: micros(0), to: micros(10) };
  await expect(store.export(barsKey('SPY'), empty, { format: 'csv', path })).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await readFile(path, 'utf8')).toBe('kept');
});

test('columns in memory are written like stored rows, more than a chunk of them and in order', async () => {
  const count = 5_000;
  const filled = (value: (i: number) => number): Float64Array =>
    Float64Array.from({ length: count }, (_, i) => value(i));
  const price = filled((i) => (16_700 + i) / 100);
  const columns = { time: filled((i) => start + i * 60e6), open: price, high: price, low: price, close: price, volume: filled((i) => i), flags: new Uint8Array(count) }; // prettier-ignore
  const path = join(await tempDir(), 'derived.parquet');
  const meta = { symbol: 'SPY', priceScale: 2, sizeScale: 0 };
  expect(await writeColumns({ kind: 'bars', columns }, meta, { format: 'parquet', path })).toMatchObject({
    rows: count,
  });
  const expected = Array.from({ length: count }, (_, i) => [
    start + i * 60e6,
    'SPY',
    ...Array<number>(4).fill((16_700 + i) / 100),
    i,
  ]);
  expect(await parquetRows(path)).toEqual(expected);
});

test('bars are exported as freqtrade keeps them: date in milliseconds, then values, nothing else', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([
    await stager.file(
      'a',
      { key: barsKey('BTC/USDT'), rows },
      { key: tradesKey('BTC/USDT'), rows: [[start, 1, 1, 0]] },
    ),
  ]);
  const path = join(await tempDir(), 'BTC_USDT-1s.feather');
  expect(await store.export(barsKey('BTC/USDT'), ALL_TIME, { format: 'freqtrade', path })).toMatchObject({ rows: 2 });
  const table = tableFromIPC(await readFile(path));
  expect(table.schema.fields.map(({ name, type }) => [name, String(type)])).toEqual([
    ['date', 'Timestamp<MILLISECOND, UTC>'],
    ...['open', 'high', 'low', 'close', 'volume'].map((name) => [name, 'Float64']),
  ]);
  expect([...(table.getChild('date') ?? [])].map(Number)).toEqual([start / 1_000, start / 1_000 + 1_000]);
  expect([...(table.getChild('volume') ?? [])]).toEqual([1200, 0.5]);
  await expect(store.export(tradesKey('BTC/USDT'), ALL_TIME, { format: 'freqtrade', path })).rejects.toMatchObject({
    code: 'bad-request',
  });
});

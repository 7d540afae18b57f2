import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ensure } from '../../../shared/lang/invariant.ts';
import { seriesId } from '../../../shared/market/series.ts';
import { micros } from '../../../shared/market/time.ts';
import { arrowContent } from '../../support/arrow-content.ts';
import { barsKey, quotesKey, tradesKey } from '../../support/staged.ts';
import { hiveContent, rowsBySeries } from '../../support/hive-content.ts';
import { ALL_TIME, contentOf } from '../../support/store-content.ts';
import { newStore } from '../../support/stores.ts';

test('the idle folder, read by DuckDB through its hive paths and by Arrow, holds exactly the rows of the catalogue', async () => {
  const { store, stager, dataDir } = await newStore();
  const expectSame = async (when: string): Promise<void> => {
    const content = rowsBySeries(await contentOf(store.reader));
    expect(await hiveContent(dataDir), when).toEqual(content);
    expect(await arrowContent(dataDir), when).toEqual(content);
    const rows = Object.entries(content).map(([id, list]) => [id, (list as unknown[]).length]);
    const catalogue = (await store.catalogue()).map(({ id, rows: count }) => [id, count]);
    expect(rows.sort(), when).toEqual(catalogue.sort());
  };

  for (const symbol of ['SPY', 'btc/usd', 'BRK.B', '1234']) {
    await store.commitFiles([
      await stager.file(`${symbol} bars`, { key: barsKey(symbol), rows: [[0, 1.5, 1.5, 1.5, 1.5, 10], [1e6, 2, 2, 2, 2, 0.25]] }),
      await stager.file(`${symbol} minutes`, { key: barsKey(symbol, '1m'), rows: [[0, 1, 2, 1, 2, 10.25]] }),
      await stager.file(`${symbol} events`, { key: quotesKey(symbol), rows: [[5, 1, undefined, 10, undefined]] }),
      await stager.file(`${symbol} sampled`, { key: quotesKey(symbol, '1s', 'Other source'), rows: [[0, 1, 2, 10, 10]] }),
      await stager.file(`${symbol} trades`, { key: tradesKey(symbol), rows: [[5, 1, 3, 1], [5, 1, 3, 1]] }),
    ]); // prettier-ignore
    // A correction with a finer price rewrites files; what it supersedes must not be seen by others.
    await store.commitFiles([
      await stager.file(`${symbol} fix`, { key: barsKey(symbol), rows: [[1e6, 2.125, 2.125, 2.125, 2.125, 1]] }),
    ]); // prettier-ignore
    await store.commitFiles([
      await stager.file(`${symbol} more`, { key: barsKey(symbol), rows: [[60e6, 3, 3, 3, 3, 1], [90e6, 4, 4, 4, 4, 1]] }),
      await stager.file(`${symbol} late`, { key: tradesKey(symbol), rows: [[90e6, 1, 3, 2]] }),
    ]); // prettier-ignore
  }
  expect(store.reader.series()).toHaveLength(20);
  await expectSame('after imports');
  expect((await store.compact()).files).toBeGreaterThan(0);
  await expectSame('after compacting');
  const cut = { from: micros(1), to: micros(90e6) };
  await store.remove(['SPY', 'btc/usd'].map((symbol) => ({ seriesId: seriesId(barsKey(symbol)), range: cut })));
  await expectSame('after a removal inside files');
  const early = { from: micros(-8.64e15), to: micros(50e6) };
  await store.remove(store.reader.series().map(({ id }) => ({ seriesId: id, range: early })));
  await expectSame('after retention');
  expect(Object.keys(await arrowContent(dataDir))).toHaveLength(8);
  await store.close();
  expect(Object.keys(await hiveContent(dataDir))).toHaveLength(8);
});

test('volumes in lots lie in a dictionary, prices do not, and others read both exactly', async () => {
  const { store, stager, dataDir } = await newStore();
  const columns = '(i * 7919 % 977) / 100.0 + 10 AS open, open AS high, open AS low, open AS close, 100 * (1 + i % 7) AS volume'; // prettier-ignore
  const key = barsKey('LOTS');
  await store.commitFiles([await stager.generated('lots', key, 20_000, columns, 'i * 1000000')]);
  const [file] = ensure(store.reader.find(key), 'the series').files;
  const encodings = await encodingsOf(join(dataDir, ensure(file, 'its file').path));
  expect([encodings['open'], encodings['volume']]).toEqual(['DELTA_BINARY_PACKED', 'RLE_DICTIONARY']);
  const content = rowsBySeries(await contentOf(store.reader));
  expect(await hiveContent(dataDir)).toEqual(content);
  expect(await arrowContent(dataDir)).toEqual(content);
});

test('files of earlier builds, with smaller row groups and no dictionaries, are read and stay as they are', async () => {
  const { store, stager } = await newStore();
  const key = barsKey('OLD');
  const columns = '10 AS open, 10 AS high, 10 AS low, 10 AS close, 100 * (i % 1000) AS volume';
  const file = await stager.generated('old', key, 100_000, columns, 'i * 1000000');
  const [series] = file.series;
  const rewritten = join(await store.staging(), 'old.parquet');
  const form = 'FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1, ROW_GROUP_SIZE 65536';
  await query(`COPY (FROM '${ensure(series, 'its series').file}') TO '${rewritten}' (${form})`);
  await store.commitFiles([{ ...file, series: [{ ...ensure(series, 'its series'), file: rewritten }] }]);
  const { volume } = await store.reader.loadBars(key, { from: micros(65_500e6), to: micros(65_600e6) });
  expect([...volume]).toEqual(Array.from({ length: 100 }, (_, i) => 100 * (500 + i)));
  expect((await store.reader.loadBars(key, ALL_TIME)).time).toHaveLength(100_000);
});

/** The encoding of each column of a Parquet file. */
async function encodingsOf(path: string): Promise<Record<string, string>> {
  const rows = await query(`SELECT path_in_schema, encodings FROM parquet_metadata('${path}')`);
  return Object.fromEntries(rows.map(([name, encodings]) => [String(name), String(encodings)]));
}

async function query(sql: string): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const connection = await instance.connect();
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    instance.closeSync();
  }
}

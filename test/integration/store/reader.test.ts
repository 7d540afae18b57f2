import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openReader } from '../../../electron/store/reader.ts';
import { ROW_GROUP_ROWS } from '../../../electron/store/schema.ts';
import { openStore } from '../../../electron/store/store.ts';
import { micros, type TimeRange } from '../../../shared/market/time.ts';
import { barsKey, quotesKey, Stager, tradesKey, type Row } from '../../support/staged.ts';
import { rowsOf } from '../../support/store-content.ts';
import { newStore } from '../../support/stores.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SPY = barsKey('SPY');
const range = (from: number, to: number): TimeRange => ({ from: micros(from), to: micros(to) });

test('a range takes the bars with from <= time < to, across files and inside them', async () => {
  const { store, stager } = await newStore();
  const rows = (from: number): Row[] =>
    Array.from({ length: 10 }, (_, i) => [(from + i) * 1e6, from + i, from + i, from + i, from + i, 1]);
  await store.commitFiles([await stager.file('a', { key: SPY, rows: rows(0) })]);
  await store.commitFiles([await stager.file('b', { key: SPY, rows: rows(20) })]);
  const times = async (from: number, to: number): Promise<number[]> =>
    [...(await store.reader.loadBars(SPY, range(from * 1e6, to * 1e6))).time].map((time) => time / 1e6);
  expect(await times(0, 10)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(await times(8, 22)).toEqual([8, 9, 20, 21]);
  expect(await times(9, 10)).toEqual([9]);
  expect(await times(10, 20)).toEqual([]);
  expect(await times(29, 30)).toEqual([29]);
  expect(await times(30, 1e6)).toEqual([]);
  expect(store.reader.files(SPY, range(9e6, 20e6))).toHaveLength(1);
});

test('a series of many row groups is read right from any part of it, in one piece and in many', async () => {
  const { store, stager } = await newStore();
  const count = 300_000;
  const prices = '(100 + i % 9000 / 100.0) AS open, open AS high, open AS low, open AS close, i AS volume';
  await store.commitFiles([await stager.generated('long', SPY, count, prices, 'i * 1000000')]);
  const volumes = async (from: number, to: number): Promise<Float64Array> =>
    (await store.reader.loadBars(SPY, range(from * 1e6, to * 1e6))).volume;
  const expected = (from: number, to: number): Float64Array =>
    Float64Array.from({ length: to - from }, (_, i) => from + i);
  expect(Buffer.from((await volumes(0, count)).buffer).equals(Buffer.from(expected(0, count).buffer))).toBe(true);
  for (const [from, to] of [
    [ROW_GROUP_ROWS - 6, ROW_GROUP_ROWS + 4],
    [0, 1],
    [2 * ROW_GROUP_ROWS, 2 * ROW_GROUP_ROWS + 1],
    [count - 1, count],
    [131_000, 132_000],
  ] as const) {
    expect(await volumes(from, to), `${from} to ${to}`).toEqual(expected(from, to));
  }
  const { close } = await store.reader.loadBars(SPY, range(8_999e6, 9_001e6));
  expect([...close]).toEqual([189.99, 100]);
});

test('event quotes of one instant that lie in two row groups stay together, and the last of them is the previous quote', async () => {
  const { store, stager } = await newStore();
  const key = quotesKey('IBM');
  const columns = '10 + i % 7 AS bid, 20 AS ask, i AS bid_size, 1 AS ask_size';
  await store.commitFiles([await stager.generated('dense', key, 140_000, columns, '(i // 100000) * 1000000')]);
  const { columns: loaded, first } = await store.reader.loadQuotes(key, range(1e6, 2e6), { previous: true });
  expect([first, loaded.time.length]).toEqual([1, 40_001]);
  expect([loaded.bidSize[0], loaded.bidSize[1], loaded.bidSize[40_000]]).toEqual([99_999, 100_000, 139_999]);
  expect((await store.reader.loadQuotes(key, range(0, 1))).columns.time).toHaveLength(100_000);
});

test('columns of a range have one length, lie in SharedArrayBuffers, and share none of them', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: [[0, 1, 3, 0.5, 2, 7], [1e6, 2, 2, 2, 2, 8]] })]); // prettier-ignore
  const columns = await store.reader.loadBars(SPY, range(0, 1));
  const arrays = Object.values(columns) as (Float64Array | Uint8Array)[];
  expect(arrays.map((array) => array.length)).toEqual(arrays.map(() => 1));
  expect(arrays.every(({ buffer }) => buffer instanceof SharedArrayBuffer)).toBe(true);
  expect(new Set(arrays.map(({ buffer }) => buffer)).size).toBe(7);
  expect([columns.open[0], columns.high[0], columns.low[0], columns.close[0], columns.volume[0]]).toEqual([
    1, 3, 0.5, 2, 7,
  ]);
});

test('with the previous quote asked for, the last one before the range stands in front, also from an earlier file', async () => {
  const { store, stager } = await newStore();
  const key = quotesKey('IBM');
  const quote = (time: number, bid: number): Row => [time, bid, bid + 1, 5, 5];
  await store.commitFiles([await stager.file('a', { key, rows: [quote(1, 10), quote(5, 11), quote(5, 12)] })]);
  await store.commitFiles([await stager.file('b', { key, rows: [quote(9, 13), quote(12, 14)] })]);
  const load = async (from: number, to: number): Promise<unknown> => {
    const { columns, first } = await store.reader.loadQuotes(key, range(from, to), { previous: true });
    return { bids: [...columns.bid], first };
  };
  expect(await load(6, 100)).toEqual({ bids: [12, 13, 14], first: 1 });
  expect(await load(5, 10)).toEqual({ bids: [10, 11, 12, 13], first: 1 });
  expect(await load(12, 13)).toEqual({ bids: [13, 14], first: 1 });
  expect(await load(50, 60)).toEqual({ bids: [14], first: 1 });
  expect(await load(0, 2)).toEqual({ bids: [10], first: 0 });
});

test('every decimal of up to nine places comes back as the double nearest to it, for all kinds', async () => {
  const { store, stager } = await newStore();
  const prices = ['0.000000001', '0.1', '1.005', '167.42', '99999.99', '2.675', '123456.789012345'];
  const rows = prices.map((price, i): Row => [i, price, '0.123456789', i % 3]);
  await store.commitFiles([await stager.file('a', { key: tradesKey('X/Y'), rows })]);
  const { price, size, side } = await store.reader.loadTrades(tradesKey('X/Y'), range(0, 100));
  expect([...price]).toEqual(prices.map(Number));
  expect([...size]).toEqual(prices.map(() => 0.123456789));
  expect([...side]).toEqual([0, 1, 2, 0, 1, 2, 0]);
});

test('symbols and sources of any text are stored, found and kept apart, also where disks ignore case', async () => {
  const { store, stager } = await newStore();
  const symbols = ['BTC', 'btc', 'BRK.B', 'BINANCE:btcusdt', 'BTC/USD', '..', 'CON', "O'Neil", 'ü %2F', '日本', '1234'];
  for (const symbol of symbols) {
    await store.commitFiles([
      await stager.file(symbol, { key: barsKey(symbol, '1m', "it's / a source"), rows: [[0, 1, 1, 1, 1, 1]] }),
    ]);
  }
  expect(store.reader.series().map(({ key }) => key.symbol).sort()).toEqual(symbols.toSorted()); // prettier-ignore
  for (const { key } of store.reader.series()) expect(await rowsOf(store.reader, key)).toHaveLength(1);
});

test('a data folder whose name holds quotes and glob characters reads only its own files', async () => {
  const base = await tempDir();
  const dataDirs = ["it's [ab]*", 'its a?'].map((name) => join(base, name));
  for (const [index, dataDir] of dataDirs.entries()) {
    const store = await openStore({ dataDir, mode: 'write' });
    onTestFinished(() => store.close());
    const stager = await Stager.open(await store.staging());
    onTestFinished(() => stager.close());
    await store.commitFiles([
      await stager.file('a', { key: SPY, rows: [[0, index + 1, index + 1, index + 1, index + 1, 1]] }),
    ]);
    await store.commitFiles([
      await stager.file('b', { key: SPY, rows: [[0, index + 5, index + 5, index + 5, index + 5, 1]] }),
    ]);
    expect(await rowsOf(store.reader, SPY)).toEqual([[0, index + 5, index + 5, index + 5, index + 5, 1]]);
  }
});

test('a series that is not stored is said to be so, with what to do', async () => {
  const { store } = await newStore();
  await expect(store.reader.loadBars(SPY, range(0, 1))).rejects.toMatchObject({
    code: 'not-found',
    message: 'bars/1s/SPY/test is not in the store. Import it first.',
  });
});

test('closing a reader while it loads ends the load and frees its pin', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: [[0, 1, 1, 1, 1, 1]] })]);
  const reader = await openReader({ dataDir });
  const load = reader.loadBars(SPY, range(0, 1)).then(() => 'done', () => 'stopped'); // prettier-ignore
  await reader.close();
  expect(['done', 'stopped']).toContain(await load);
});

test('DuckDB is locked down: no other folder, no second statement, no setting, no extension', async () => {
  const { openDuckDb } = await import('../../../electron/store/duckdb.ts');
  const folder = await tempDir();
  const db = await openDuckDb({ allowed: [folder] });
  onTestFinished(() => db.close());
  for (const sql of [
    `SELECT * FROM read_csv('/etc/passwd')`,
    `COPY (SELECT 1) TO '${folder}/../outside.csv'`,
    'SELECT 1; SELECT 2',
    'SET enable_external_access = true',
    `SET memory_limit = '100GB'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    `ATTACH '/tmp/other.duckdb'`,
    `SELECT * FROM read_parquet('https://example.com/x.parquet')`,
  ]) {
    await expect(db.run(sql), sql).rejects.toThrow();
  }
  await db.run(`COPY (SELECT 1 AS one) TO '${folder}/inside.csv'`);
  expect(await db.rows(`SELECT * FROM read_csv('${folder}/inside.csv')`)).toEqual([[1n]]);
});

test('a load that began before a commit widened the scale gives the prices of its own files', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.generated('cents', SPY, 150_000, '1.25 AS open, 1.25 AS high, 1.25 AS low, 1.25 AS close, 1 AS volume', 'i * 1000000')]); // prettier-ignore
  const finer = await stager.file('finer', { key: SPY, rows: [[2e11, 1.250001, 1.250001, 1.250001, 1.250001, 1]] });
  const loads = Array.from({ length: 8 }, () => store.reader.loadBars(SPY, range(0, 150_000e6)));
  await store.commitFiles([finer]);
  for (const load of [...loads, store.reader.loadBars(SPY, range(0, 150_000e6))]) {
    expect(new Set((await load).close)).toEqual(new Set([1.25]));
  }
});

import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { seriesId, type SeriesKey } from '../../../shared/market/series.ts';
import { micros, type TimeRange } from '../../../shared/market/time.ts';
import { barsKey, quotesKey, tradesKey, type Row } from '../../support/staged.ts';
import { hiveContent, rowsBySeries } from '../../support/hive-content.ts';
import { ALL_TIME, contentOf, rowsOf } from '../../support/store-content.ts';
import { newStore, open } from '../../support/stores.ts';

const SPY = barsKey('SPY');
const bar = (second: number, price = second + 1): Row => [second * 1e6, price, price, price, price, 1];
const bars = (from: number, count: number): Row[] => Array.from({ length: count }, (_, i) => bar(from + i));
const seconds = (from: number, to: number): TimeRange => ({ from: micros(from * 1e6), to: micros(to * 1e6) });
const removal = (key: SeriesKey, range: TimeRange) => ({ seriesId: seriesId(key), range });
const times = (rows: (number | null)[][]): number[] => rows.map(([time]) => (time ?? 0) / 1e6);

test('removing a range takes whole files, cuts others in two, and leaves every other row as it was', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 10) })]);
  await store.commitFiles([await stager.file('b', { key: SPY, rows: bars(20, 10) })]);
  await store.commitFiles([await stager.file('c', { key: SPY, rows: bars(40, 10) })]);
  const others = [barsKey('SPY', '1m'), barsKey('SPY', '1s', 'other'), barsKey('QQQ')];
  for (const key of others) await store.commitFiles([await stager.file('o', { key, rows: bars(0, 60) })]);
  const before = await contentOf(store.reader);

  const wanted = [removal(SPY, seconds(5, 42))];
  const plan = await store.planRemoval(wanted);
  const { bytesFreed, ...done } = await store.remove(wanted);

  expect(done).toEqual(plan);
  expect(plan.series).toMatchObject([
    { id: seriesId(SPY), symbol: 'SPY', interval: '1s', from: 5e6, to: 41e6, files: 3, filesAfter: 2, rows: 17 },
  ]);
  expect({ files: plan.files, rows: plan.rows }).toEqual({ files: 3, rows: 17 });
  expect(bytesFreed).toBeGreaterThan(0);
  const after = await contentOf(store.reader);
  expect(times(await rowsOf(store.reader, SPY))).toEqual([0, 1, 2, 3, 4, 42, 43, 44, 45, 46, 47, 48, 49]);
  for (const key of others) expect(after[seriesId(key)]).toEqual(before[seriesId(key)]);
  expect(await hiveContent(dataDir)).toEqual(rowsBySeries(after));
  expect((await store.verify()).damaged).toEqual([]);

  expect(await store.remove([removal(SPY, seconds(1, 3))])).toMatchObject({ files: 1, rows: 2 });
  expect(store.reader.find(SPY)?.files.map(({ rows }) => rows)).toEqual([1, 2, 8]);
});

test('a range without rows removes nothing and commits nothing', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: [bar(0), bar(9)] })]);
  const number = store.reader.manifestNumber;
  const nothing = [removal(SPY, seconds(3, 6)), removal(SPY, seconds(50, 60)), removal(barsKey('QQQ'), ALL_TIME)];
  expect(await store.planRemoval(nothing)).toEqual({ series: [], files: 0, rows: 0, bytes: 0 });
  expect(await store.remove(nothing)).toEqual({ series: [], files: 0, rows: 0, bytes: 0, bytesFreed: 0 });
  expect(store.reader.manifestNumber).toBe(number);
});

test('a removed series is gone with its replaced rows and its symbol, and can be imported again as it was', async () => {
  const { store, stager, dataDir } = await newStore();
  const trades = tradesKey('SPY');
  const files = async () => [
    await stager.file(
      'a',
      { key: SPY, rows: bars(0, 5), listsEveryTrade: true },
      { key: trades, rows: [[3, 1.125, 5, 1]] },
    ),
    await stager.file('q', { key: quotesKey('SPY'), rows: [[3, 1, undefined, 4, undefined]] }),
  ];
  await store.commitFiles(await files());
  const first = await contentOf(store.reader);
  await store.commitFiles([await stager.file('fix', { key: SPY, rows: [bar(2, 99)] })]);
  expect(store.reader.manifest.provenance).toHaveLength(1);

  await store.remove([SPY, trades, quotesKey('SPY')].map((key) => removal(key, ALL_TIME)));
  const { series, symbols, provenance, imports } = store.reader.manifest;
  expect({ series, symbols, provenance, imports }).toEqual({ series: [], symbols: [], provenance: [], imports: [] });
  expect(await store.catalogue()).toEqual([]);
  expect(await hiveContent(dataDir)).toEqual({});

  expect(await store.commitFiles(await files())).toMatchObject([
    { status: 'imported', rowsStored: 6 },
    { rowsStored: 1 },
  ]);
  expect(await contentOf(store.reader)).toEqual(first);
});

test('after a removal no slot of its range counts as one where every trade is listed', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 60), listsEveryTrade: true })]);
  expect(store.reader.find(SPY)?.listsEveryTrade).toEqual([seconds(0, 60)]);
  await store.remove([removal(SPY, seconds(10, 20))]);
  expect(store.reader.find(SPY)?.listsEveryTrade).toEqual([seconds(0, 10), seconds(20, 60)]);
});

test('replaced rows inside the range go, others stay', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 60) })]);
  await store.commitFiles([await stager.file('b', { key: SPY, rows: [bar(5, 99)] })]);
  await store.commitFiles([await stager.file('c', { key: SPY, rows: [bar(30, 99)] })]);
  await store.remove([removal(SPY, seconds(0, 10))]);
  expect(store.reader.manifest.provenance.map(({ first }) => first)).toEqual([30e6]);
});

test('a damaged file goes with its whole range; one that would have to be cut is named and nothing changes', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 10) })]);
  const [file] = store.reader.find(SPY)?.files ?? [];
  await rm(`${dataDir}/${file?.path ?? ''}`);
  await expect(store.remove([removal(SPY, seconds(0, 5))])).rejects.toMatchObject({ code: 'store-damaged' });
  expect(store.reader.find(SPY)?.files).toHaveLength(1);
  expect(await store.remove([removal(SPY, seconds(0, 10))])).toMatchObject({ files: 1, rows: 10 });
  expect((await store.verify()).files).toBe(0);
});

test('a reader that pinned the rows before goes on reading them; the files go when it lets go', async () => {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 10) })]);
  const other = await open(dataDir, { mode: 'read' });
  await store.remove([removal(SPY, ALL_TIME)]);
  expect(times(await rowsOf(other.reader, SPY))).toEqual(bars(0, 10).map((_, i) => i));
  await other.refresh();
  expect(other.reader.find(SPY)).toBeUndefined();
  await store.sweep();
  expect(await hiveContent(dataDir)).toEqual({});
});

test('rows that were removed while a reader pins them are stored again by a new import and stay', async () => {
  const { store, stager, dataDir } = await newStore();
  const file = () => stager.file('a', { key: SPY, rows: bars(0, 10) });
  await store.commitFiles([await file()]);
  const other = await open(dataDir, { mode: 'read' });
  await store.remove([removal(SPY, ALL_TIME)]);
  expect(await store.commitFiles([await file()])).toMatchObject([{ status: 'imported', rowsStored: 10 }]);
  await other.close();
  await store.sweep();
  expect(times(await rowsOf(store.reader, SPY))).toHaveLength(10);
  expect((await store.verify()).damaged).toEqual([]);
});

test('a cancelled removal changes nothing', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.file('a', { key: SPY, rows: bars(0, 10) })]);
  const signal = AbortSignal.abort();
  await expect(store.remove([removal(SPY, ALL_TIME)], { signal })).rejects.toMatchObject({ code: 'cancelled' });
  expect(store.reader.find(SPY)?.files).toHaveLength(1);
});

import { expect, test } from 'vitest';
import type { NormalisedFile } from '../../../electron/store/normalised.ts';
import { barsKey, quotesKey, tradesKey, type Row } from '../../support/staged.ts';
import { contentOf, rowsOf } from '../../support/store-content.ts';
import { newStore, open, stagerFor } from '../../support/stores.ts';

const SPY = barsKey('SPY');
const start = 1_381_152_600_000_000;
const bar = (second: number, price: number, volume = 100): Row => [
  start + second * 1_000_000, price, price, price, price, volume,
]; // prettier-ignore
const stored = (second: number, price: number, volume = 100): number[] => [
  start + second * 1_000_000, price, price, price, price, volume,
]; // prettier-ignore

test('what was committed comes back exactly, and again after the store is reopened', async () => {
  const { store, stager, dataDir } = await newStore();
  const rows = [bar(0, 167.42), bar(1, 167.43, 5), bar(5, 167.5)];
  const result = await store.commitFiles([await stager.file('a', { key: SPY, rows })]);
  expect(result).toEqual([{ status: 'imported', rowsStored: 3, duplicates: 0, replaced: 0 }]);
  const expected = [stored(0, 167.42), stored(1, 167.43, 5), stored(5, 167.5)];
  expect(await rowsOf(store.reader, SPY)).toEqual(expected);
  await store.close();
  const again = await open(dataDir, { mode: 'read' });
  expect(await rowsOf(again.reader, SPY)).toEqual(expected);
  expect(await again.catalogue()).toMatchObject([{ symbol: 'SPY', interval: '1s', rows: 3, files: 1, priceScale: 2 }]);
});

test('overlapping bars follow S11: equal rows are duplicates, other values are corrected by the later import', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([await stager.file('first', { key: SPY, rows: [bar(0, 10), bar(1, 11), bar(2, 12)] })]);
  const later = await stager.file('later', { key: SPY, rows: [bar(1, 11), bar(2, 12.5), bar(3, 13)] });
  expect(await store.commitFiles([later])).toEqual([{ status: 'imported', rowsStored: 2, duplicates: 1, replaced: 1 }]);
  expect(await rowsOf(store.reader, SPY)).toEqual([stored(0, 10), stored(1, 11), stored(2, 12.5), stored(3, 13)]);
  const { provenance } = store.reader.manifest;
  expect(provenance).toMatchObject([{ rows: 1, first: start + 2e6, last: start + 2e6, replacedBy: later.sha256 }]);
  expect(provenance[0]?.path).toMatch(/^provenance\/bars\/1s\/symbol=SPY\/source=%74%65%73%74\/.*\.parquet$/);
});

test('two sources, two intervals and two samplings of a symbol are series of their own and never replace each other', async () => {
  const { store, stager } = await newStore();
  const keys = [
    SPY,
    barsKey('SPY', '1m'),
    barsKey('SPY', '1s', 'other'),
    quotesKey('SPY', '1s'),
    quotesKey('SPY', '1m'),
  ];
  for (const [index, key] of keys.entries()) {
    const row: Row = key.kind === 'bars' ? bar(0, 10 + index) : [start, 10 + index, 11 + index, 1, 1];
    expect(await store.commitFiles([await stager.file(`file ${index}`, { key, rows: [row] })])).toMatchObject([
      { rowsStored: 1, duplicates: 0, replaced: 0 },
    ]);
  }
  expect(store.reader.series()).toHaveLength(5);
});

test('trades that share a time all stay, and a second file adds only rows that it has more often', async () => {
  const { store, stager } = await newStore();
  const trades = tradesKey('IBM');
  const first: Row[] = [[start, 10, 100, 0], [start, 10, 100, 0], [start, 10.5, 1, 1], [start + 5, 11, 7, 2]]; // prettier-ignore
  await store.commitFiles([await stager.file('a', { key: trades, rows: first })]);
  const second: Row[] = [[start, 10, 100, 0], [start, 10, 100, 0], [start, 10, 100, 0], [start + 5, 11, 8, 2], [start + 9, 12, 1, 0]]; // prettier-ignore
  const result = await store.commitFiles([await stager.file('b', { key: trades, rows: second })]);
  expect(result).toEqual([{ status: 'imported', rowsStored: 3, duplicates: 2, replaced: 0 }]);
  expect(await rowsOf(store.reader, trades)).toEqual([
    [start, 10, 100, 0], [start, 10, 100, 0], [start, 10.5, 1, 1], [start, 10, 100, 0],
    [start + 5, 11, 7, 2], [start + 5, 11, 8, 2], [start + 9, 12, 1, 0],
  ]); // prettier-ignore
});

test('event quotes with an absent side merge by all their values', async () => {
  const { store, stager } = await newStore();
  const key = quotesKey('IBM');
  await store.commitFiles([await stager.file('a', { key, rows: [[start, 10, undefined, 5, undefined], [start + 1, 10, 11, 5, 5]] })]); // prettier-ignore
  const again = await stager.file('b', {
    key,
    rows: [
      [start, 10, undefined, 5, undefined],
      [start + 2, 10, 11, 5, 5],
    ],
  });
  expect(await store.commitFiles([again])).toMatchObject([{ rowsStored: 1, duplicates: 1 }]);
  expect(await rowsOf(store.reader, key)).toEqual([
    [start, 10, null, 5, null], [start + 1, 10, 11, 5, 5], [start + 2, 10, 11, 5, 5],
  ]); // prettier-ignore
});

test('the same file is stored once, in one commit and in the next, and makes no new manifest', async () => {
  const { store, stager } = await newStore();
  const twin = (): Promise<NormalisedFile> => stager.file('a', { key: SPY, rows: [bar(0, 10), bar(1, 11)] });
  expect(await store.commitFiles([await twin(), await twin()])).toMatchObject([
    { status: 'imported', rowsStored: 2 },
    { status: 'unchanged', rowsStored: 0, duplicates: 0, replaced: 0 },
  ]);
  expect(await store.commitFiles([await twin()])).toMatchObject([{ status: 'unchanged' }]);
  expect(store.reader.manifestNumber).toBe(1);
  const [record] = store.importsOf((await twin()).sha256);
  expect(record).toMatchObject({ name: 'a', rowsStored: 2, manifest: 1 });
});

test('a file mapped anew is not the same file: its other rows are stored', async () => {
  const { store, stager } = await newStore();
  const wrongHour = await stager.file('a', { key: SPY, rows: [bar(0, 10)] });
  await store.commitFiles([wrongHour]);
  const rightHour = { ...(await stager.file('x', { key: SPY, rows: [bar(3600, 10)] })), sha256: wrongHour.sha256 };
  expect(await store.commitFiles([rightHour])).toMatchObject([{ status: 'imported', rowsStored: 1 }]);
});

test('finer prices widen the scale of every stored file of the symbol, in the same commit, without changing a value', async () => {
  const { store, stager } = await newStore();
  await store.commitFiles([
    await stager.file(
      'cents',
      { key: SPY, rows: [bar(0, 1.25)] },
      { key: tradesKey('SPY'), rows: [[start, 1.5, 3, 1]] },
    ),
    await stager.file('other symbol', { key: barsKey('IBM'), rows: [bar(0, 9.5)] }),
  ]);
  await store.commitFiles([await stager.file('fine', { key: SPY, rows: [bar(10, 1.25000001, 0.125)] })]);
  expect(store.reader.symbol('SPY')).toMatchObject({ priceScale: 8, sizeScale: 3 });
  expect(store.reader.symbol('IBM')).toMatchObject({ priceScale: 1, sizeScale: 0 });
  expect(await rowsOf(store.reader, SPY)).toEqual([stored(0, 1.25), stored(10, 1.25000001, 0.125)]);
  expect(await rowsOf(store.reader, tradesKey('SPY'))).toEqual([[start, 1.5, 3, 1]]);
  expect(store.reader.manifestNumber).toBe(2);
});

test('a commit with one bad file stores nothing of the others and leaves their staged files for another try', async () => {
  const { store, stager } = await newStore();
  const good = await stager.file('good', { key: SPY, rows: [bar(0, 10)] });
  const bad = await stager.file('bad', { key: barsKey('IBM'), rows: [bar(5, 10), bar(3, 9)] });
  await expect(store.commitFiles([good, bad])).rejects.toMatchObject({ code: 'bad-file' });
  expect(store.reader.series()).toEqual([]);
  expect(await store.commitFiles([good])).toMatchObject([{ status: 'imported', rowsStored: 1 }]);
});

test('staged files that are unsorted, repeat a bar, or claim other rows than they hold are refused', async () => {
  const { store, stager } = await newStore();
  const unsorted = await stager.file('unsorted', { key: SPY, rows: [bar(5, 10), bar(3, 9)] });
  const repeated = await stager.file('repeated', { key: SPY, rows: [bar(5, 10), bar(5, 9)] });
  const honest = await stager.file('short', { key: SPY, rows: [bar(5, 10)] });
  const short = { ...honest, series: honest.series.map((series) => ({ ...series, rows: 2 })) };
  const rounded = await stager.file('rounded', { key: SPY, rows: [bar(5, 10.25)] });
  const rounding = { ...rounded, series: rounded.series.map((series) => ({ ...series, priceScale: 1 })) };
  for (const file of [unsorted, repeated, short, rounding]) {
    await expect(store.commitFiles([file])).rejects.toMatchObject({ code: 'bad-file' });
  }
  expect(store.reader.series()).toEqual([]);
});

test('many small files that do not overlap are reported one by one and stored as one', async () => {
  const { store, stager } = await newStore();
  const files: NormalisedFile[] = [];
  for (let day = 0; day < 20; day++) {
    files.push(
      await stager.file(`day ${day}`, { key: SPY, rows: [bar(day * 86_400, 10 + day), bar(day * 86_400 + 1, 10)] }),
    );
  }
  const results = await store.commitFiles(files.toReversed());
  expect(results).toEqual(files.map(() => ({ status: 'imported', rowsStored: 2, duplicates: 0, replaced: 0 })));
  expect(store.reader.find(SPY)?.files).toHaveLength(1);
  expect(await rowsOf(store.reader, SPY)).toHaveLength(40);
});

test('ranges in which a source lists every trade are kept per series and joined where they touch', async () => {
  const { store, stager } = await newStore();
  const day = (name: string, second: number): Promise<NormalisedFile> =>
    stager.file(name, { key: SPY, rows: [bar(second, 10), bar(second + 9, 10)], listsEveryTrade: true });
  await store.commitFiles([await day('a', 0), await day('b', 10), await day('c', 100)]);
  expect(store.reader.find(SPY)?.listsEveryTrade).toEqual([
    { from: start, to: start + 20e6 },
    { from: start + 100e6, to: start + 110e6 },
  ]);
});

test('a cancelled commit changes nothing', async () => {
  const { store, stager } = await newStore();
  const file = await stager.file('a', { key: SPY, rows: [bar(0, 10)] });
  await expect(store.commitFiles([file], { signal: { aborted: true } })).rejects.toMatchObject({ code: 'cancelled' });
  expect(store.reader.manifestNumber).toBe(0);
});

test('the data folder is made by the first write, not by opening it', async () => {
  const { dataDir } = await newStore();
  const elsewhere = `${dataDir}-not-there`;
  const store = await open(elsewhere);
  expect(await store.catalogue()).toEqual([]);
  await expect(open(elsewhere, { mode: 'read' }).then((reader) => reader.catalogue())).resolves.toEqual([]);
  const stager = await stagerFor(store);
  await store.commitFiles([await stager.file('a', { key: SPY, rows: [bar(0, 10)] })]);
  expect(await contentOf((await open(elsewhere, { mode: 'read' })).reader)).toMatchObject({
    'bars/1s/SPY/test': { rows: [stored(0, 10)] },
  });
});

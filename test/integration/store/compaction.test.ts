import { appendFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { barsKey, tradesKey, type Row } from '../../support/staged.ts';
import { hiveContent, rowsBySeries } from '../../support/hive-content.ts';
import { contentOf } from '../../support/store-content.ts';
import { newStore, open } from '../../support/stores.ts';

const SPY = barsKey('SPY');
const bars = (from: number, count: number, price = 1): Row[] =>
  Array.from({ length: count }, (_, i) => [(from + i) * 1e6, price, price, price, price, i]);

test('compacting joins small files without changing a row, keeps replaced rows, and a second time does nothing', async () => {
  const { store, stager, dataDir } = await newStore();
  for (let day = 0; day < 12; day++)
    await store.commitFiles([await stager.file(`${day}`, { key: SPY, rows: bars(day * 100, 50) })]);
  await store.commitFiles([await stager.file('fix', { key: SPY, rows: bars(3, 2, 9) })]);
  for (const size of [1, 2])
    await store.commitFiles([await stager.file(`t${size}`, { key: tradesKey('SPY'), rows: [[size * 10, 5, size, 1], [size * 10, 5, size, 1]] })]); // prettier-ignore
  const before = await contentOf(store.reader);
  const { provenance, imports } = store.reader.manifest;

  const plan = await store.planCompaction();
  const { bytesFreed, ...done } = await store.compact();
  expect(done).toEqual(plan);
  expect(plan).toMatchObject({ files: 14, rows: 604 });
  expect(plan.series.map(({ files, filesAfter }) => [files, filesAfter])).toEqual([[12, 1], [2, 1]]); // prettier-ignore
  expect(bytesFreed).toBeGreaterThan(0);
  expect(store.reader.find(SPY)?.files).toHaveLength(1);
  const after = await contentOf(store.reader);
  expect(after).toEqual(before);
  expect(store.reader.manifest.provenance).toEqual(provenance);
  expect(store.reader.manifest.imports).toEqual(imports);
  expect(await hiveContent(dataDir)).toEqual(rowsBySeries(after));
  expect((await store.verify()).damaged).toEqual([]);

  const number = store.reader.manifestNumber;
  expect(await store.compact()).toEqual({ series: [], files: 0, rows: 0, bytes: 0, bytesFreed: 0 });
  expect(store.reader.manifestNumber).toBe(number);
  expect(await store.commitFiles([await stager.file('0', { key: SPY, rows: bars(0, 50) })])).toMatchObject([
    { status: 'unchanged' },
  ]);
});

test('a reader that pinned the small files reads them until it moves on, then they are removed', async () => {
  const { store, stager, dataDir } = await newStore();
  for (let day = 0; day < 3; day++)
    await store.commitFiles([await stager.file(`${day}`, { key: SPY, rows: bars(day * 100, 5) })]);
  const other = await open(dataDir, { mode: 'read' });
  await store.compact();
  const content = await contentOf(store.reader);
  expect(await contentOf(other.reader)).toEqual(content);
  expect((await other.verify()).damaged).toEqual([]);
  await other.refresh();
  await store.sweep();
  expect(await hiveContent(dataDir)).toEqual(rowsBySeries(content));
  expect(await contentOf(other.reader)).toEqual(content);
});

test('recordings years apart stay apart, and a damaged file stays where it is between those that are joined', async () => {
  const { store, stager, dataDir } = await newStore();
  for (const start of [0, 100, 200, 300, 400, 3e7, 3.00001e7])
    await store.commitFiles([await stager.file(`${start}`, { key: SPY, rows: bars(start, 5) })]);
  const third = store.reader.find(SPY)?.files[2];
  await appendFile(`${dataDir}/${third?.path ?? ''}`, 'x');
  await store.compact();
  const files = store.reader.find(SPY)?.files ?? [];
  expect(files.map(({ rows }) => rows)).toEqual([10, 5, 10, 10]);
  expect(files[1]).toEqual(third);
});

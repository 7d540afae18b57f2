import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFs, type FsPort } from '../../../electron/store/fs-port.ts';
import type { Store } from '../../../electron/store/store.ts';
import { seriesId } from '../../../shared/market/series.ts';
import { barsKey, quotesKey, tradesKey, type Row } from '../../support/staged.ts';
import { hiveContent, rowsBySeries } from '../../support/hive-content.ts';
import { ALL_TIME, contentOf, rowsOf } from '../../support/store-content.ts';
import { newStore, open, stagerFor } from '../../support/stores.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SPY = barsKey('SPY');
const LONG = barsKey('a symbol whose name is longer than a tar header holds');
const bar = (second: number, price: number): Row => [second * 1e6, price, price, price, price, 1];

/** Three commits with a correction, a wider scale, quotes with holes, trades that share a time, and a calendar of the user's own. */
async function filledStore(): Promise<{ store: Store; dataDir: string }> {
  const { store, stager, dataDir } = await newStore();
  await store.commitFiles([
    await stager.file('a', { key: SPY, rows: [bar(0, 1), bar(1, 2), bar(2, 3)], listsEveryTrade: true }),
    await stager.file('q', { key: quotesKey('SPY'), rows: [[5, 1, undefined, 10, undefined]] }),
    await stager.file('t', { key: tradesKey('SPY'), rows: [[5, 1, 3, 1], [5, 1, 3, 1]] }),
    await stager.file('l', { key: LONG, rows: [bar(0, 7)] }),
  ]); // prettier-ignore
  await store.commitFiles([await stager.file('fix', { key: SPY, rows: [bar(1, 2.125)] })]);
  await mkdir(join(dataDir, 'calendars'));
  await writeFile(join(dataDir, 'calendars', 'mine.json'), '{"id":"mine"}');
  return { store, dataDir };
}

const known = ({ reader }: Store) => ({
  provenance: reader.manifest.provenance,
  symbols: reader.manifest.symbols,
  listed: reader.series().map(({ id, listsEveryTrade }) => ({ id, listsEveryTrade })),
  imports: reader.manifest.imports.map(({ manifest: _number, ...record }) => record),
});

test('a backup restored into an empty folder is the same store: rows, replaced rows, evidence, imports and calendars', async () => {
  const { store, dataDir } = await filledStore();
  const file = join(await tempDir(), 'new folder', 'backup.tar');
  const report = await store.backup(file);
  const bytes = await readFile(file);
  expect(report).toEqual({
    path: file,
    files: 5,
    rows: 7,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  await store.backup(`${file}.2`);
  expect(await readFile(`${file}.2`)).toEqual(bytes);
  expect(await readdir(join(file, '..'))).toEqual(['backup.tar', 'backup.tar.2']);

  const target = join(await tempDir(), 'data');
  const restored = await open(target);
  expect(await restored.restore(file)).toEqual({
    files: 5,
    rows: 7,
    bytes: bytes.length,
    series: 4,
    duplicates: 0,
    replaced: 0,
  });
  expect(await contentOf(restored.reader)).toEqual(await contentOf(store.reader));
  expect(known(restored)).toEqual(known(store));
  expect(await readFile(join(target, 'calendars', 'mine.json'), 'utf8')).toBe('{"id":"mine"}');
  expect(await hiveContent(target)).toEqual(await hiveContent(dataDir));
  expect((await restored.verify()).damaged).toEqual([]);

  const number = restored.reader.manifestNumber;
  expect(await restored.restore(file)).toMatchObject({ rows: 0, duplicates: 7, replaced: 0 });
  expect(restored.reader.manifestNumber).toBe(number);
  const stager = await stagerFor(restored);
  expect(await restored.commitFiles([await stager.file('fix', { key: SPY, rows: [bar(1, 2.125)] })])).toMatchObject([
    { status: 'unchanged' },
  ]);
});

test('any tar unpacks a backup into a data folder', async () => {
  const { store } = await filledStore();
  const file = join(await tempDir(), 'backup.tar');
  await store.backup(file);
  const folder = await tempDir();
  execFileSync('tar', ['xf', file, '-C', folder]);
  const unpacked = await open(folder, { mode: 'read' });
  expect(await contentOf(unpacked.reader)).toEqual(await contentOf(store.reader));
  expect((await unpacked.verify()).damaged).toEqual([]);
});

test('restoring into a folder with other rows merges as an import: duplicates are counted, what is replaced is kept', async () => {
  const { store } = await filledStore();
  const file = join(await tempDir(), 'backup.tar');
  await store.backup(file);
  const { store: other, stager, dataDir } = await newStore();
  await other.commitFiles([
    await stager.file('x', { key: SPY, rows: [bar(0, 1), bar(1, 5.12345), bar(9, 9)] }),
    await stager.file('y', { key: barsKey('QQQ'), rows: [bar(0, 4)] }),
    await stager.file('t', { key: tradesKey('SPY'), rows: [[5, 1, 3, 1], [6, 1, 3, 1]] }),
  ]); // prettier-ignore
  expect(await other.restore(file)).toMatchObject({ rows: 5, duplicates: 2, replaced: 1, series: 4 });
  expect((await rowsOf(other.reader, SPY)).map(([time, price]) => [(time ?? 0) / 1e6, price])).toEqual([
    [0, 1], [1, 2.125], [2, 3], [9, 9],
  ]); // prettier-ignore
  expect((await rowsOf(other.reader, tradesKey('SPY'))).map(([time]) => time)).toEqual([5, 5, 6]);
  expect(await rowsOf(other.reader, barsKey('QQQ'))).toHaveLength(1);
  expect(other.reader.symbol('SPY').priceScale).toBe(5);
  expect(other.reader.manifest.provenance.map(({ rows }) => rows)).toEqual([1, 1]);
  expect((await other.verify()).damaged).toEqual([]);
  expect(await hiveContent(dataDir)).toEqual(rowsBySeries(await contentOf(other.reader)));
});

test('restoring mends damaged files and keeps calendars that are there', async () => {
  const { store, dataDir } = await filledStore();
  const before = await contentOf(store.reader);
  const file = join(await tempDir(), 'backup.tar');
  await store.backup(file);
  for (const { path } of store.reader.find(SPY)?.files ?? []) await truncate(join(dataDir, path), 10);
  await writeFile(join(dataDir, 'calendars', 'mine.json'), '{"id":"newer"}');
  await store.restore(file);
  expect((await store.verify()).damaged).toEqual([]);
  expect(await contentOf(store.reader)).toEqual(before);
  expect(await readFile(join(dataDir, 'calendars', 'mine.json'), 'utf8')).toBe('{"id":"newer"}');
});

test('a backup holds the moment at which it began, whatever is compacted and removed while it is written', async () => {
  const { store, dataDir } = await filledStore();
  const stager = await stagerFor(store);
  await store.commitFiles([await stager.file('more', { key: SPY, rows: [bar(60, 5)] })]);
  const before = await contentOf(store.reader);
  let isFirst = true;
  const fs: FsPort = {
    ...nodeFs,
    async readPart(path, offset, length) {
      if (isFirst) {
        isFirst = false;
        await store.compact();
        await store.remove([{ seriesId: seriesId(LONG), range: ALL_TIME }]);
      }
      return nodeFs.readPart(path, offset, length);
    },
  };
  const reader = await open(dataDir, { mode: 'read', fs });
  const file = join(await tempDir(), 'backup.tar');
  await reader.backup(file);
  const restored = await open(join(await tempDir(), 'data'));
  await restored.restore(file);
  expect(isFirst).toBe(false);
  expect(await contentOf(restored.reader)).toEqual(before);
});

test('a store with a damaged file is not backed up: the file is named, and an earlier backup stays', async () => {
  const { store, dataDir } = await filledStore();
  const file = join(await tempDir(), 'backup.tar');
  await store.backup(file);
  const before = await readFile(file);
  const path = store.reader.find(SPY)?.files[0]?.path ?? '';
  const bytes = await readFile(join(dataDir, path));
  bytes[20] = (bytes[20] ?? 0) ^ 1;
  await writeFile(join(dataDir, path), bytes);
  await expect(store.backup(file)).rejects.toMatchObject({ code: 'store-damaged', details: { path } });
  expect(await readFile(file)).toEqual(before);
  expect(await readdir(join(file, '..'))).toEqual(['backup.tar']);
});

test('a backup is refused where it cannot be: nothing stored, among the stored files, a folder, another file, a folder that may not be written', async () => {
  const { store } = await newStore();
  const folder = await tempDir();
  await expect(store.backup(join(folder, 'x.tar'))).rejects.toMatchObject({ code: 'not-found' });
  const { store: filled, dataDir } = await filledStore();
  const letter = join(await tempDir(), 'letter.txt');
  await writeFile(letter, 'Dear Sir');
  for (const path of [join(dataDir, 'bars', 'x.tar'), join(dataDir, 'manifests', 'x'), folder, letter]) {
    await expect(filled.backup(path)).rejects.toMatchObject({ code: 'bad-request' });
  }
  expect(await readFile(letter, 'utf8')).toBe('Dear Sir');
  await expect(filled.backup(join(folder, 'x.tar'), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(await readdir(folder)).toEqual([]);
  if (process.getuid?.() !== 0) {
    await chmod(folder, 0o500);
    await expect(filled.backup(join(folder, 'x.tar'))).rejects.toMatchObject({ code: 'store-read-only' });
  }
  await filled.backup(join(dataDir, 'exports', 'x.tar'));
});

test('a backup with any one byte changed, cut short or grown is refused whole', async () => {
  const { store: source, stager } = await newStore();
  await source.commitFiles([
    await stager.file('a', { key: SPY, rows: [bar(0, 1), bar(1, 2)] }, { key: LONG, rows: [bar(0, 7)] }),
  ]);
  const file = join(await tempDir(), 'backup.tar');
  await source.backup(file);
  const whole = await readFile(file);
  const { store } = await newStore();
  const refused = async (bytes: Uint8Array, what: string): Promise<void> => {
    await writeFile(file, bytes);
    await expect(store.restore(file), what).rejects.toMatchObject({ code: 'bad-file' });
    expect(store.reader.manifestNumber, what).toBe(0);
  };
  for (let at = 0; at < whole.length; at += 1 + (at % 89)) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
    await refused(bytes, `bit flipped at ${at} of ${whole.length}`);
  }
  for (const length of [0, 1, 511, 512, 5_000, whole.length - 512, whole.length - 1]) {
    await refused(whole.subarray(0, length), `cut at ${length}`);
  }
  await refused(Buffer.concat([whole, Buffer.alloc(512)]), 'grown');
  await refused(Buffer.from('ts,open\n'), 'a CSV');
  expect(await readdir(await store.staging())).toEqual([]);
  await writeFile(file, whole);
  expect(await store.restore(file)).toMatchObject({ rows: 3 });
});

test('what is no file to restore says so', async () => {
  const { store } = await newStore();
  const folder = await tempDir();
  for (const path of [folder, join(folder, 'missing.tar')]) {
    await expect(store.restore(path)).rejects.toMatchObject({ code: 'bad-file' });
  }
  await copyFile('/dev/null', join(folder, 'empty.tar'));
  await expect(store.restore(join(folder, 'empty.tar'))).rejects.toThrow('is no backup of Tapedeck');
});

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readJson } from '../../../electron/backend/atomic-file.ts';
import { doctorLines } from '../../../electron/backend/doctor-lines.ts';
import { EventBus } from '../../../electron/backend/event-bus.ts';
import { IdleKeeper } from '../../../electron/backend/idle-keeper.ts';
import { SavedValue } from '../../../electron/backend/saved-value.ts';
import { healthPath } from '../../../electron/store/health.ts';
import type { Store } from '../../../electron/store/store.ts';
import type { DamagedFile } from '../../../shared/store/operations.ts';
import { barsKey, type Row } from '../../support/staged.ts';
import { hiveContent } from '../../support/hive-content.ts';
import { newStore, open, stagerFor } from '../../support/stores.ts';

const SPY = barsKey('SPY');
const bars = (from: number): Row[] => Array.from({ length: 5 }, (_, i) => [(from + i) * 1e6, 1, 1, 1, 1, i]);

/** A keeper whose steps the test takes, and what it told. */
async function keeperOf(store: Store) {
  const path = healthPath(store.dataDir);
  const told: (readonly DamagedFile[])[] = [];
  const events = new EventBus();
  events.listen((name, payload) => {
    if (name === 'store.damaged') told.push((payload as { files: readonly DamagedFile[] }).files);
  });
  const state = { isBusy: false, changes: 0 };
  const saved = new SavedValue<unknown>(path, await readJson(path), { delayMs: 60_000, isDurable: false });
  const changed = (): void => void state.changes++;
  const keeper = new IdleKeeper({ store, isBusy: () => state.isBusy, events, changed, saved });
  return { keeper, told, state };
}

async function filled(): Promise<{ store: Store; dataDir: string; path: string }> {
  const { store, stager, dataDir } = await newStore();
  for (const from of [0, 100, 200]) {
    await store.commitFiles([await stager.file(`${from}`, { key: SPY, rows: bars(from) })]);
  }
  return { store, dataDir, path: store.reader.find(SPY)?.files[1]?.path ?? '' };
}

async function flipBit(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[30] = (bytes[30] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

test('idle steps find a flipped bit that nobody asked about: catalogue, event and doctor name its range', async () => {
  const { store, dataDir, path } = await filled();
  await flipBit(join(dataDir, path));
  expect((await store.catalogue())[0]?.damage).toBeUndefined();
  const { keeper, told, state } = await keeperOf(store);
  for (let step = 0; step < 4; step++) await keeper.step();
  const damage = { path, reason: 'altered', seriesId: 'bars/1s/SPY/test', symbol: 'SPY', from: 100e6, to: 104e6 };
  expect(told).toEqual([[damage]]);
  expect(state.changes).toBe(1);
  expect((await store.catalogue())[0]).toMatchObject({ damaged: true, damage: [damage] });
  await keeper.stop();
  const line = (await doctorLines(dataDir)).find(({ name }) => name === 'store');
  expect(line).toMatchObject({ ok: false, remedy: expect.stringContaining('SPY') as string });
  expect(line?.value).toContain('3 of 3 files compared with their hashes since ');
});

test('the next start looks at damaged files first, and tells when they were mended', async () => {
  const { store, dataDir, path } = await filled();
  await flipBit(join(dataDir, path));
  const first = await keeperOf(store);
  for (let step = 0; step < 4; step++) await first.keeper.step();
  await first.keeper.stop();
  await store.close();

  const again = await open(dataDir);
  const { keeper, told } = await keeperOf(again);
  await keeper.step();
  expect((await again.catalogue())[0]?.damage).toMatchObject([{ path }]);
  const stager = await stagerFor(again);
  await again.commitFiles([await stager.file('100', { key: SPY, rows: bars(100) })]);
  await keeper.step();
  expect(told.map((files) => files.length)).toEqual([1, 0]);
  expect((await again.catalogue())[0]?.damage).toBeUndefined();
});

test('nothing is read while a run plays or a job works, and a check under way stops', async () => {
  const { store, dataDir, path } = await filled();
  await rm(join(dataDir, path));
  const { keeper, told, state } = await keeperOf(store);
  state.isBusy = true;
  for (let step = 0; step < 4; step++) await keeper.step();
  expect(told).toEqual([]);
  const [file] = store.files();
  if (file === undefined) throw new Error('the store has files');
  await expect(store.checkFile(file, { aborted: true })).rejects.toMatchObject({ code: 'cancelled' });
  state.isBusy = false;
  for (let step = 0; step < 4; step++) await keeper.step();
  expect(told.map((files) => files.map(({ reason }) => reason))).toEqual([['missing']]);
});

test('with nothing to check it removes what readers have let go of', async () => {
  const { store, dataDir } = await filled();
  const other = await open(dataDir, { mode: 'read' });
  await store.compact();
  const { keeper } = await keeperOf(store);
  await keeper.step();
  expect((await hiveContent(dataDir))['bars/1s/SPY/test']).toHaveLength(30);
  await other.refresh();
  await keeper.step();
  expect((await hiveContent(dataDir))['bars/1s/SPY/test']).toHaveLength(15);
});

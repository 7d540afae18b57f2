import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, type Store } from '../../../electron/store/store.ts';
import { seriesId } from '../../../shared/market/series.ts';
import type { TimeRange } from '../../../shared/market/time.ts';
import { barsKey, Stager, type Row } from '../../support/staged.ts';
import { tempDir } from '../../support/temp-dir.ts';

const ALL = { from: -8.64e15, to: 8.64e15 } as TimeRange;
const SPY = barsKey('SPY');

export async function newStore(dataDir?: string): Promise<{ store: Store; stager: Stager; dataDir: string }> {
  const folder = dataDir ?? join(await tempDir(), 'data');
  const store = await openStore({ dataDir: folder, mode: 'write' });
  onTestFinished(() => store.close());
  const stager = await Stager.open(await store.staging());
  onTestFinished(() => stager.close());
  return { store, stager, dataDir: folder };
}

const bar = (second: number, close: number | string, volume: number | string = 100): Row => [
  1_381_152_600_000_000 + second * 1_000_000,
  close,
  close,
  close,
  close,
  volume,
];

test('rows that were committed come back exactly, and again after the store is reopened', async () => {
  const { store, stager, dataDir } = await newStore();
  const file = await stager.file('a.csv', { key: SPY, rows: [bar(0, 167.42), bar(1, 167.43, 5), bar(5, 167.5)] });
  expect(await store.commitFiles([file])).toEqual([{ status: 'imported', rowsStored: 3, duplicates: 0, replaced: 0 }]);
  const expected = {
    time: [0, 1, 5].map((s) => 1_381_152_600_000_000 + s * 1e6),
    close: [167.42, 167.43, 167.5],
    volume: [100, 5, 100],
  };
  const read = async (from: Store): Promise<unknown> => {
    const { time, close, volume } = await from.reader.loadBars(SPY, ALL);
    return { time: [...time], close: [...close], volume: [...volume] };
  };
  expect(await read(store)).toEqual(expected);
  await store.close();
  const again = await openStore({ dataDir, mode: 'read' });
  onTestFinished(() => again.close());
  expect(await read(again)).toEqual(expected);
  expect(await again.catalogue()).toMatchObject([{ id: seriesId(SPY), rows: 3, files: 1, priceScale: 2 }]);
});

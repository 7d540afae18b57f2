import { expect, test } from 'vitest';
import { seriesId } from '../../../shared/market/series.ts';
import { micros } from '../../../shared/market/time.ts';
import { arrowContent } from '../../support/arrow-content.ts';
import { barsKey, quotesKey, tradesKey } from '../../support/staged.ts';
import { hiveContent, rowsBySeries } from '../../support/hive-content.ts';
import { contentOf } from '../../support/store-content.ts';
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

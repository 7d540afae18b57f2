import { expect, test } from 'vitest';
import { barsKey, quotesKey, tradesKey } from '../../support/staged.ts';
import { hiveContent, rowsBySeries } from '../../support/hive-content.ts';
import { contentOf } from '../../support/store-content.ts';
import { newStore } from '../../support/stores.ts';

test('the idle folder, read by its hive paths, holds exactly the rows of the catalogue', async () => {
  const { store, stager, dataDir } = await newStore();
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
    ]);
  }
  const content = rowsBySeries(await contentOf(store.reader));
  expect(Object.keys(content)).toHaveLength(20);
  expect(await hiveContent(dataDir)).toEqual(content);
  await store.close();
  expect(await hiveContent(dataDir)).toEqual(content);
});

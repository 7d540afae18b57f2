import { describe, expect, test } from 'vitest';

import type { SeriesSummary } from '../../../shared/store/catalogue.ts';
import {
  gridOf,
  nextSort,
  visibleSeries,
  withQuality,
  type Sort,
} from '../../../renderer/library/catalogue/catalogue-rows.ts';
import { createCatalogueStore } from '../../../renderer/library/catalogue/catalogue-store.ts';
import { createNoticesStore } from '../../../renderer/state/notices-store.ts';
import { deferred, FakeClient } from '../../support/fake-client.ts';
import { stored } from '../../support/series.ts';

const series = [
  stored('SPY 1s', { rows: 10, quality: 96 }),
  stored('SPY quotes'),
  stored('BAC 1m', { rows: 30, quality: 100 }),
  stored('IBM 1m', { rows: 20 }),
];
const names = (sort: Sort, text = '', kind: 'all' | 'bars' | 'quotes' = 'all'): string[] =>
  visibleSeries(series, { text, kind }, sort).map((row) => `${row.symbol} ${gridOf(row)}`);
const bySymbol: Sort = { column: 'symbol', descending: false };

describe('catalogue rows', () => {
  test('rows are sorted by any column; ties go by symbol, kind and interval', () => {
    expect(names(bySymbol)).toEqual(['BAC 1m', 'IBM 1m', 'SPY 1s', 'SPY events']);
    expect(names({ column: 'kind', descending: true })).toEqual(['SPY events', 'BAC 1m', 'IBM 1m', 'SPY 1s']);
    expect(names({ column: 'rows', descending: true })).toEqual(['SPY events', 'BAC 1m', 'IBM 1m', 'SPY 1s']);
  });

  test('series without a quality come last when the best come first', () => {
    expect(names({ column: 'quality', descending: true })).toEqual(['BAC 1m', 'SPY 1s', 'IBM 1m', 'SPY events']);
  });

  test('the filter needs every word, anywhere, in any case', () => {
    expect([names(bySymbol, 'spy 1S'), names(bySymbol, 'lean', 'quotes'), names(bySymbol, 'spy bac')]).toEqual([
      ['SPY 1s'],
      ['SPY events'],
      [],
    ]);
  });

  test('a second click turns the sort round; counts start with the largest', () => {
    expect([nextSort(bySymbol, 'symbol'), nextSort(bySymbol, 'rows'), nextSort(bySymbol, 'quality')]).toEqual([
      { column: 'symbol', descending: true },
      { column: 'rows', descending: true },
      { column: 'quality', descending: false },
    ]);
  });
});

test('quality is counted over the sessions that hold a row', () => {
  const day = { expected: 100, verifiedEmpty: 10, missing: 0, filled: 0, short: 0, coverage: 0, quality: 0 };
  const days = [
    { ...day, date: '2013-10-07' as never, present: 80 },
    { ...day, date: '2013-10-08' as never, present: 0, verifiedEmpty: 0 },
    { ...day, date: '2013-10-09' as never, present: 60 },
  ];
  const [row] = withQuality(
    [stored('SPY 1s')],
    [{ id: stored('SPY 1s').id, symbol: 'SPY', interval: '1s', source: 'lean', days }],
  );
  expect([row?.sessions, row?.coverage, row?.quality]).toEqual([2, 70, 80]);
});

test('changes during a request lead to one more request, whose answer is shown', async () => {
  const first = deferred<readonly SeriesSummary[]>();
  const answers = [first.promise, Promise.resolve(series)];
  const client = new FakeClient({ 'catalog.list': () => answers.shift() ?? Promise.resolve([]) });
  const store = createCatalogueStore(client, createNoticesStore());
  const done = store.getState().refresh();
  client.emit('catalog.changed', { rows: 1 });
  client.emit('catalog.changed', { rows: 2 });
  first.resolve([]);
  await done;
  expect([client.asked.length, store.getState().series?.length]).toEqual([2, 4]);
});

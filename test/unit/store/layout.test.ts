import { expect, test } from 'vitest';
import { manifestName, manifestNumber, seriesFolder, storedPath } from '../../../electron/store/layout.ts';
import { escapeGlob, readParquet } from '../../../electron/store/sql.ts';
import { micros } from '../../../shared/market/time.ts';
import { barsKey, quotesKey, tradesKey } from '../../support/staged.ts';

test('each series has a folder of its own that hive readers take apart', () => {
  expect([
    seriesFolder(barsKey('SPY', '1s', 'LEAN')),
    seriesFolder(barsKey('BTC/USD', '5m', 'LEAN')),
    seriesFolder(quotesKey('brk.b', 'event', 'LEAN')),
    seriesFolder(tradesKey('ES', 'CME Globex')),
  ]).toEqual([
    'bars/1s/symbol=SPY/source=LEAN',
    'bars/5m/symbol=BTC%2FUSD/source=LEAN',
    'quotes/event/symbol=%62%72%6B.%62/source=LEAN',
    'trades/symbol=ES/source=CME%20G%6C%6F%62%65%78',
  ]);
});

test('a file is named by its first and last row in UTC and the start of its hash', () => {
  const first = micros(1_381_152_600_000_000);
  expect(storedPath(barsKey('SPY', '1s', 'LEAN'), first, micros(first + 5_999_999), 'c0ffee'.padEnd(64, '0'))).toBe(
    'bars/1s/symbol=SPY/source=LEAN/20131007T133000_20131007T133005_c0ffee00.parquet',
  );
});

test('only names of manifests are taken for manifests', () => {
  expect(manifestNumber(manifestName(12))).toBe(12);
  for (const name of ['manifest-0.json', 'manifest-01.json', 'manifest-1.json.tmp', 'draft-1', 'manifest--1.json']) {
    expect(manifestNumber(name), name).toBeUndefined();
  }
});

test('paths in SQL neither glob nor end the text', () => {
  expect(escapeGlob('/a/[b]*?.parquet')).toBe('/a/[[]b][*][?].parquet');
  expect(readParquet([`it's.parquet`])).toBe(`read_parquet(['it''s.parquet'], hive_partitioning = false)`);
});

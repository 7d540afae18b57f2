import { expect, test } from 'vitest';
import { dictionaryLimit, parquetOptions } from '../../../electron/store/parquet-form.ts';

const GROUP = 122_880;

test('volumes in lots get a dictionary that the prices beside them do not fit into', () => {
  const limit = dictionaryLimit('bars', { rows: GROUP, prices: 874, sizes: 356 });
  expect(limit).toBeGreaterThan(356);
  expect(limit).toBeLessThan(874);
});

test('bars with more volumes than prices, or hardly repeated ones, get none', () => {
  expect(dictionaryLimit('bars', { rows: GROUP, prices: 186, sizes: 216 })).toBe(1);
  expect(dictionaryLimit('bars', { rows: GROUP, prices: 30_000, sizes: GROUP / 8 })).toBe(1);
});

test('sizes of trades and quotes get one where they repeat, however few the prices are', () => {
  expect(dictionaryLimit('trades', { rows: GROUP, prices: 123, sizes: 1_720 })).toBeGreaterThan(1_720);
  expect(dictionaryLimit('quotes', { rows: GROUP, prices: 75, sizes: GROUP / 16 })).toBe(1);
});

test('one volume throughout, no sizes at all, and short files need none', () => {
  expect(dictionaryLimit('bars', { rows: GROUP, prices: 2_103, sizes: 1 })).toBe(1);
  expect(dictionaryLimit('quotes', { rows: GROUP, prices: 2_103, sizes: 0 })).toBe(1);
  expect(dictionaryLimit('bars', { rows: 390, prices: 200, sizes: 20 })).toBe(1);
});

test('options without a limit ask for no dictionary', () => {
  expect(parquetOptions()).toContain('DICTIONARY_SIZE_LIMIT 1,');
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

import { parseFactors } from '../../../electron/backend/factors/parse-factors.ts';
import { testData } from '../../support/test-data.ts';

describe('a LEAN factor file', () => {
  test('says what took effect on the day after a row whose factors end', () => {
    const text =
      '19980102,0.9,0.25,1\n20240105,0.9,0.25,100\n20240209,0.99,0.25,80\n20240308,1,1,400\n20501231,1,1,0\n';
    expect(parseFactors('AAA', text)).toEqual([
      { symbol: 'AAA', date: '2024-01-06', dividend: 9.0909 },
      { symbol: 'AAA', date: '2024-02-10', split: 4, dividend: 0.8 },
    ]);
  });

  test.each([
    ['an unknown date', '20241301,1,1,1', "line 1: '20241301,1,1,1' has no date"],
    ['no number', '20240101,1,x,1', "line 1: 'x' is not a number above 0"],
    ['dates that go back', '20240105,1,1,1\n20240101,1,1,1', 'line 2: 2024-01-01 does not come after 2024-01-05'],
  ])('with %s is refused at its line', (_, text, message) => {
    expect(() => parseFactors('AAA', text)).toThrow(message);
  });

  test.skipIf(testData() === undefined)('of Apple holds its splits and its dividends of 2012 and 2013', async () => {
    const path = join(testData()!, 'original/lean/equity/usa/factor_files/aapl.csv');
    const actions = parseFactors('AAPL', await readFile(path, 'utf8'));
    expect(actions.filter(({ split }) => split !== undefined).map(({ date, split }) => [date, split])).toEqual([
      ['2000-06-21', 2],
      ['2005-02-26', 2],
      ['2014-06-07', 7],
      ['2020-08-29', 4],
    ]);
    const paid = actions.filter(({ date }) => date > '2012-01-01' && date < '2013-09-01');
    expect(paid.map(({ date, dividend }) => [date, dividend?.toFixed(2)])).toEqual([
      ['2012-08-09', '2.65'],
      ['2012-11-07', '2.65'],
      ['2013-02-07', '2.65'],
      ['2013-05-09', '3.05'],
      ['2013-08-08', '3.05'],
    ]);
  });
});

describe('a table with a head', () => {
  test('says days, splits and dividends in any order of columns', () => {
    expect(parseFactors('AAA', 'Dividend,Date,Split\r\n,2024-06-10,7\r\n0.25,2024-03-01,\r\n')).toEqual([
      { symbol: 'AAA', date: '2024-03-01', dividend: 0.25 },
      { symbol: 'AAA', date: '2024-06-10', split: 7 },
    ]);
  });

  test.each([
    ['', 'line 1: the file is empty'],
    ['day,factor\n', "line 1: 'day,factor' is neither the head date,split,dividend nor a row of a LEAN factor file"],
    ['date,split\n10.06.2024,7\n', "line 2: '10.06.2024,7' has no date"],
    ['date,dividend\n2024-06-10,-1\n', "line 2: '-1' is not a number above 0"],
  ])('%j is refused', (text, message) => {
    expect(() => parseFactors('AAA', text)).toThrow(message);
  });
});

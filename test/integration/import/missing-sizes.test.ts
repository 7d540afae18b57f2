import { join } from 'node:path';
import { expect, it } from 'vitest';

import { openDuckDb } from '../../../electron/store/duckdb.ts';
import { sqlText } from '../../../electron/store/sql.ts';
import type { ImportOptions } from '../../../shared/store/import.ts';
import { convertForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';

const SMALL = 3_000;
/** Text of more than 4 MB, whose numbers are read. */
const LARGE = 20_000;
const NOTE = 'made for a test, and long '.repeat(9);
const TIME = `make_timestamptz(1747920600000000 + 1000000 * i) AS time, 'AAA' AS ticker`;

interface Case {
  readonly name: string;
  readonly kind: 'quotes' | 'trades';
  /** SQL of the columns beside time and symbol, by the row's number `i`. */
  readonly columns: string;
  readonly form: 'parquet' | 'csv';
  readonly rows?: number;
  readonly left?: string;
}

const price = '10 + (i % 97) / 100';
const CASES: readonly Case[] = [
  {
    name: 'quotes whose size is no number from the middle on',
    kind: 'quotes',
    columns: `(${price})::DOUBLE AS bid, (${price} + 0.02)::DOUBLE AS ask, CASE WHEN i < 1500 THEN 3 ELSE 'nan'::DOUBLE END AS bid_size, 4::DOUBLE AS ask_size`,
    form: 'parquet',
  },
  {
    name: 'quotes of a spread with a bid below 0',
    kind: 'quotes',
    columns: `CASE i WHEN 2000 THEN '-0.125' ELSE (${price})::DECIMAL(9,2)::VARCHAR END AS bid, (${price} + 0.02)::DECIMAL(9,2) AS ask, 3 AS bid_size, 4 AS ask_size`,
    form: 'csv',
  },
  {
    name: 'trades, one without a size that is a number',
    kind: 'trades',
    columns: `(${price})::DOUBLE AS price, CASE i WHEN 2000 THEN 'nan'::DOUBLE ELSE 5 END AS size`,
    form: 'parquet',
  },
  {
    name: 'trades in a small text, one whose size is no number',
    kind: 'trades',
    columns: `(${price})::DECIMAL(9,2) AS price, CASE i WHEN 2000 THEN 'nan' ELSE '5' END AS size`,
    form: 'csv',
    left: '1 size is no number',
  },
  {
    name: 'trades in a large text, one whose size is no number',
    kind: 'trades',
    columns: `(${price})::DECIMAL(9,2) AS price, CASE i WHEN 18000 THEN 'nan' ELSE '5' END AS size, '${NOTE}' AS note`,
    form: 'csv',
    rows: LARGE,
    left: '1 size is no number',
  },
];

it.each(CASES)('stores every row of $name, or says why not', async ({ kind, columns, form, rows = SMALL, left }) => {
  const folder = await tempDir();
  const path = join(folder, `rows.${form}`);
  const db = await openDuckDb({ allowed: [folder] });
  await db.run(`COPY (SELECT ${TIME}, ${columns} FROM range(${rows}) t(i)) TO ${sqlText(path)} (FORMAT ${form})`);
  await db.close();
  const options: ImportOptions = { calendar: '24x7', kind, ...(kind === 'quotes' ? { sampled: 'event' } : {}) };
  const { series, rejections } = await convertForeign(folder, path, options);
  expect(series.map((one) => one.rows)).toEqual([rows - (left === undefined ? 0 : 1)]);
  expect(rejections.map((one) => `${one.rows} ${one.reason}`)).toEqual(left === undefined ? [] : [left]);
});

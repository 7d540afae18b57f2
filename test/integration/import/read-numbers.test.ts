import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { openDuckDb } from '../../../electron/store/duckdb.ts';
import { readParquet, sqlText } from '../../../electron/store/sql.ts';
import type { ImportOptions } from '../../../shared/store/import.ts';
import { convertForeign, inspectForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** More than 4 MB of text: prices and sizes are read as numbers, and their scales are taken from the first rows. */
const ROWS = 20_000;
const LATE = 18_000;
const NOTE = 'made for a test, and long '.repeat(9);
const FIRST = 1_747_920_600;

const HEADER = ['time', 'ticker', 'open', 'high', 'low', 'close', 'volume', 'note'];

/** Two symbols, one after the other; `late` changes cells of one row of the second, far behind the rows that types and scales are taken from. */
function cellsOf(late: Readonly<Record<string, string>>): string[][] {
  return Array.from({ length: ROWS }, (_, row) => {
    const at = row % (ROWS / 2);
    const low = 10 + (at % 97) / 100;
    const time = new Date((FIRST + at) * 1_000).toISOString();
    const prices = [low + 0.1, low + 0.5, low, low + 0.2].map((price) => price.toFixed(2));
    const cells = [time, row < ROWS / 2 ? 'AAA' : 'BBB', ...prices, String(100 + (at % 50)), NOTE];
    return row === LATE ? HEADER.map((name, index) => late[name] ?? cells[index] ?? '') : cells;
  });
}

/** The same cells as CSV, where numbers are read, and as Parquet of text, where each cell stays as it is written. */
async function writeBoth(folder: string, cells: readonly string[][]): Promise<{ csv: string; parquet: string }> {
  const [csv, parquet] = [join(folder, 'cells.csv'), join(folder, 'cells.parquet')];
  const quoted = (cell: string): string => (/[", ]/.test(cell) ? `"${cell}"` : cell);
  const lines = [HEADER, ...cells].map((row) => row.map(quoted).join(','));
  await writeFile(csv, `${lines.join('\n')}\n`);
  const db = await openDuckDb({ allowed: [folder] });
  const read = `read_csv(${sqlText(csv)}, header = true, all_varchar = true, quote = '"')`;
  await db.run(`COPY (SELECT * FROM ${read}) TO ${sqlText(parquet)} (FORMAT parquet)`);
  await db.close();
  return { csv, parquet };
}

interface Outcome {
  readonly stored: number;
  /** Stored rows whose decimals are exactly the cells. */
  readonly exact: number;
  readonly reasons: readonly string[];
}

/** `cells` is the Parquet of text. */
async function outcomeOf(folder: string, path: string, cells: string, options: ImportOptions): Promise<Outcome> {
  const { series, rejections } = await convertForeign(folder, path, options);
  const db = await openDuckDb({ allowed: [folder] });
  let [stored, exact] = [0, 0];
  for (const { key, file } of series) {
    const isSame = ['open', 'high', 'low', 'close', 'volume']
      .map((name) => `s.${name}::DECIMAL(38,15) = try_cast(c.${name} AS DECIMAL(38,15))`)
      .join(' AND ');
    const [row] = await db.rows(
      `SELECT count(*)::DOUBLE, count(*) FILTER (${isSame})::DOUBLE FROM ${readParquet([file])} s
       JOIN ${readParquet([cells])} c ON s.ts = try_cast(c.time AS TIMESTAMPTZ) AND c.ticker = ${sqlText(key.symbol)}`,
    );
    stored += Number(row?.[0]);
    exact += Number(row?.[1]);
  }
  await db.close();
  return { stored, exact, reasons: rejections.map(({ reason, rows }) => `${rows} ${reason}`) };
}

interface Case {
  readonly name: string;
  readonly late: Readonly<Record<string, string>>;
  readonly options?: ImportOptions;
  readonly isStored?: boolean;
  readonly isExact?: boolean;
  readonly reasons?: readonly string[];
}

const left = (reason: string): Pick<Case, 'isStored' | 'isExact' | 'reasons'> => ({
  isStored: false,
  isExact: false,
  reasons: [`1 ${reason}`],
});
const CASES: readonly Case[] = [
  { name: 'nothing else', late: {} },
  { name: 'a price that is no number', late: { open: '1.2.3' }, ...left('price is no number') },
  { name: 'a price with a currency and thousands', late: { high: '$1,234.50' }, isExact: false },
  { name: 'a price that is missing', late: { low: '' }, ...left('price is missing') },
  { name: 'a price that is not finite', late: { close: 'inf' }, ...left('price is not finite') },
  { name: 'a price below 0', late: { low: '-10.5' }, ...left('price is not above 0') },
  { name: 'a price of four places', late: { close: '10.5234' } },
  { name: 'a price whose last digits a double does not hold', late: { high: '1234567890123456.27' } },
  { name: 'a price that is rounded, as asked', late: { close: '10.725' }, options: { priceScale: 2 }, isExact: false },
  { name: 'a volume that is no number', late: { volume: 'n/a.' }, ...left('volume is no number') },
  { name: 'a volume that is said to be missing', late: { volume: 'n/a' }, isExact: false },
  { name: 'a volume of two places', late: { volume: '100.25' } },
  { name: 'a volume of eighteen digits', late: { volume: '123456789012345678' } },
  { name: 'a time that cannot be read', late: { time: 'soon' }, ...left('time is unreadable') },
  { name: 'a symbol of its own', late: { ticker: 'CCC' } },
];

describe('a large text, whose numbers are read, and Parquet of text give exactly what is written', () => {
  it.each(CASES)('with $name far behind the first rows', async ({ late, options, ...expected }) => {
    const folder = await tempDir();
    const { csv, parquet } = await writeBoth(folder, cellsOf(late));
    const { isStored = true, isExact = true, reasons = [] } = expected;
    const outcome = { stored: isStored ? ROWS : ROWS - 1, exact: isExact ? ROWS : ROWS - 1, reasons };
    const all: ImportOptions = { calendar: '24x7', interval: '1s', ...options };
    expect(await outcomeOf(folder, csv, parquet, all)).toEqual(outcome);
    expect(await outcomeOf(folder, parquet, parquet, all)).toEqual(outcome);
  });

  it('and refuses a price of more places than are stored', async () => {
    const folder = await tempDir();
    const { csv } = await writeBoth(folder, cellsOf({ close: '10.623456789012345' }));
    await expect(convertForeign(folder, csv, { calendar: '24x7', interval: '1s' })).rejects.toMatchObject({
      code: 'needs-answer',
      details: { option: 'priceScale' },
    });
  });

  it('where a column of numbers is said to be the symbol, with the zeros that it begins with', async () => {
    const folder = await tempDir();
    const cells = cellsOf({}).map((row) => row.map((cell, index) => (HEADER[index] === 'volume' ? '0070' : cell)));
    const { csv } = await writeBoth(folder, cells);
    const options: ImportOptions = { calendar: '24x7', interval: '1s', map: { volume: 'symbol', ticker: 'ignore' } };
    const made = await convertForeign(folder, csv, options);
    expect(made.series.map(({ key }) => key.symbol)).toEqual(['0070']);
  });

  it('and is shown as it is written while its symbol is asked for', async () => {
    const folder = await tempDir();
    const { csv } = await writeBoth(folder, cellsOf({}));
    const { written, columns } = await inspectForeign(folder, csv, { map: { ticker: 'ignore' } });
    expect(written?.[0]?.slice(1, 7)).toEqual(['AAA', '10.10', '10.50', '10.00', '10.20', '100']);
    expect(columns.map(({ type }) => type)).toEqual(HEADER.map(() => 'VARCHAR'));
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { openDuckDb } from '../../../electron/store/duckdb.ts';
import { readParquet, sqlText } from '../../../electron/store/sql.ts';
import { convertForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Enough for several row groups, which two threads write. */
const ROWS = 400_000;
const SECOND = 1_000_000;
/** Files whose rows need no sorting: the columns after `ts`, as text where values must be read out of it. */
const FILES: readonly (readonly [name: string, columns: string])[] = [
  ['trades with a side', `1 + i % 7 AS price, i AS size, CASE WHEN i % 2 = 0 THEN 'buy' ELSE 'sell' END AS side`],
  ['bars as text', `'1' AS open, '3' AS high, '1' AS low, '2' AS close, i::VARCHAR AS volume`],
];

describe('rows that are in order stay in order, however many threads write them', () => {
  it.each(FILES)('%s', async (_name, columns) => {
    const folder = await tempDir();
    const path = join(folder, 'AAPL.parquet');
    const db = await openDuckDb({ allowed: [folder] });
    await db.run(
      `COPY (SELECT make_timestamptz(1747920600000000 + i * ${SECOND}) AS ts, ${columns} FROM range(${ROWS}) r(i)) TO ${sqlText(path)} (FORMAT parquet)`,
    );
    const made = await convertForeign(folder, path, { calendar: '24x7' });
    const stored = readParquet([made.series[0]?.file ?? ''], ', file_row_number = true');
    const [counts] = await db.rows(
      `SELECT count(*)::DOUBLE, count(*) FILTER (epoch_us(ts) <> 1747920600000000 + file_row_number * ${SECOND})::DOUBLE FROM ${stored}`,
    );
    await db.close();
    expect(counts).toEqual([ROWS, 0]);
  });
});

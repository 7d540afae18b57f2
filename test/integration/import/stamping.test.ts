import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { openDuckDb } from '../../../electron/store/duckdb.ts';
import { readParquet, sqlText } from '../../../electron/store/sql.ts';
import { inspectForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { testData } from '../../support/test-data.ts';

const FILES: readonly (readonly [file: string, seconds: number])[] = [
  ['us_equity/1m/bars/AAPL_1m_2014-06-05_2014-06-09.parquet', 60],
  ['us_equity/1m/bars/SHY_1m_2008-03-07_2008-03-10.parquet', 60],
  ['us_equity/1s/bars/BAC_1s_2013-10-07_2013-10-11.parquet', 1],
  ['other_equity/YESBANK_NSE_1m_2019-07-09_2019-07-11.parquet', 60],
  ['futures/FESX_1m_2006-01-02_2006-02-27.parquet', 60],
  ['crypto/coinbase/BTCUSD_1m_2016-10-07_2016-10-09.parquet', 60],
];
const data = testData();

describe.skipIf(data === undefined)('whether bars carry their open or their end', () => {
  it.each(FILES)('is told of %s by its sessions', async (file, seconds) => {
    const folder = await tempDir();
    const db = await openDuckDb({ allowed: [folder, data ?? ''] });
    const source = readParquet([join(data ?? '', file)]);
    const [[first] = []] = await db.rows(`SELECT strftime(min(ts), '%Y-%m-%dT%H:%M:%SZ') FROM ${source}`);
    for (const stamp of ['open', 'close']) {
      const path = join(folder, 'bars.parquet');
      const shift = stamp === 'open' ? 0 : seconds;
      await db.run(
        `COPY (SELECT ts + INTERVAL ${shift} SECOND AS time, * EXCLUDE (ts) FROM ${source}) TO ${sqlText(path)} (FORMAT parquet)`,
      );
      const { guess, preview } = await inspectForeign(folder, path);
      expect({ stamp: guess.stamp, first: preview[0]?.time }).toEqual({ stamp, first });
    }
    await db.close();
  });
});

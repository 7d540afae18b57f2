import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { openDuckDb } from '../../../electron/store/duckdb.ts';
import { readParquet, sqlText } from '../../../electron/store/sql.ts';
import { inspectForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { testData } from '../../support/test-data.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'America/Chicago',
  'Europe/London',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Asia/Tokyo',
  'America/Los_Angeles',
];

/** Real files with their stamps written as wall time of each zone, and the zones that must be recognised without asking. */
const FILES: readonly (readonly [file: string, told: readonly string[]])[] = [
  ['us_equity/1m/bars/AAPL_1m_2014-06-05_2014-06-09.parquet', ['UTC', 'America/New_York', 'America/Chicago']],
  ['us_equity/1m/bars/SPY_1m_2020-12-15_2020-12-18.parquet', ['UTC', 'America/New_York', 'America/Chicago']],
  ['us_equity/1m/quotes/GOOG_quotes_1m_2015-12-24_2015-12-28.parquet', ['America/New_York']],
  ['us_equity/1s/bars/IBM_1s_2013-10-07_2013-10-11.parquet', ['UTC', 'America/New_York']],
  ['other_equity/YESBANK_NSE_1m_2019-07-09_2019-07-11.parquet', ['UTC', 'Asia/Kolkata']],
  ['futures/FESX_1m_2006-01-02_2006-02-27.parquet', ['Europe/Berlin']],
  ['futures/ESZ13_1m_2013-10-06_2013-12-20_selected_days.parquet', []],
  ['fx/EURUSD_oanda_bid_1m_2014-05-01_2014-05-15.parquet', ['UTC', 'America/New_York', 'Europe/London']],
];
const data = testData();

describe.skipIf(data === undefined)('the zone of stamps that carry none', () => {
  it.each(FILES)('of %s is told where the hours show it, and never wrongly', async (file, told) => {
    const folder = await tempDir();
    const db = await openDuckDb({ allowed: [folder, data ?? ''] });
    const source = readParquet([join(data ?? '', file)]);
    const [[first] = []] = await db.rows(`SELECT strftime(min(ts), '%Y-%m-%dT%H:%M:%SZ') FROM ${source}`);
    const right: string[] = [];
    for (const zone of ZONES) {
      const path = join(folder, 'stamps.parquet');
      await db.run(
        `COPY (SELECT timezone(${sqlText(zone)}, ts) AS time, * EXCLUDE (ts) FROM ${source}) TO ${sqlText(path)} (FORMAT parquet)`,
      );
      const { status, preview, problems } = await inspectForeign(folder, path);
      if (status === 'ready') {
        expect({ zone, first: preview[0]?.time }).toEqual({ zone, first });
        right.push(zone);
      } else expect(problems).toMatchObject([{ option: 'timeZone' }]);
    }
    await db.close();
    expect(right).toEqual(expect.arrayContaining([...told]));
  });
});

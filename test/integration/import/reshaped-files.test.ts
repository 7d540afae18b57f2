import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { SeriesKind } from '../../../shared/market/series.ts';
import type { ImportOptions } from '../../../shared/store/import.ts';
import { betweenUtc, contentOf, convertForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { testData } from '../../support/test-data.ts';

/** Real values in foreign layouts (data/real/README.md): each becomes exactly the rows of the canonical file it was written from. */
interface Case {
  readonly file: string;
  readonly options?: ImportOptions;
  readonly kind: SeriesKind;
  /** Interval of bars, sampling of quotes. */
  readonly grid: string;
  readonly calendar: string;
  readonly canonical: Readonly<Record<string, string>>;
  /** Part of the canonical file. */
  readonly where?: string;
}

const nyDay = (date: string): string => betweenUtc(`${date} 04:00:00+00`, `${nextDay(date)} 04:00:00+00`);
const nextDay = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
const US = 'us_equity/1m/bars/';
const SECONDS = 'us_equity/1s/bars/';
const polygonDay = (date: string): Case => ({
  file: `polygon_like/us_stocks_sip_minute_aggs_v1_${date}.csv.gz`,
  kind: 'bars',
  grid: '1m',
  calendar: 'us-equities',
  canonical: {
    BAC: `${US}BAC_1m_2013-10-04_2013-10-11.parquet`,
    IBM: `${US}IBM_1m_2013-10-04_2013-10-11.parquet`,
    SPY: `${US}SPY_1m_2013-10-04_2013-10-11.parquet`,
  },
  where: nyDay(date),
});
const hiveDay = (symbol: string, date: string): Case => ({
  file: `hive/symbol=${symbol}/date=${date}/part-0.parquet`,
  kind: 'bars',
  grid: '1s',
  calendar: 'us-equities',
  canonical: { [symbol]: `${SECONDS}${symbol}_1s_2013-10-07_2013-10-11.parquet` },
  where: nyDay(date),
});
const aapl = { AAPL: `${US}AAPL_1m_2014-06-05_2014-06-09.parquet` };
const eurusd = { EURUSD: 'fx/EURUSD_oanda_bid_1m_2014-05-01_2014-05-15.parquet' };
const btcusdt = { BTCUSDT: 'crypto/binance_spot/BTCUSDT_1s_from_trades_2024-08-08_2024-08-09.parquet' };

const CASES: readonly Case[] = [
  { file: 'parquet/AAPL_1m_naive_newyork_walltime.parquet', kind: 'bars', grid: '1m', calendar: 'us-equities', canonical: aapl },
  { file: 'parquet/BTCUSD_1s_t_o_h_l_c_v_epoch_ms.parquet', kind: 'bars', grid: '1s', calendar: '24x7', canonical: { BTCUSD: 'crypto/coinbase/BTCUSD_1s_2016-10-07_2016-10-09.parquet' } },
  { file: 'parquet/ETHUSD_1m_all_strings_iso8601.parquet', kind: 'bars', grid: '1m', calendar: '24x7', canonical: { ETHUSD: 'crypto/coinbase/ETHUSD_1m_2018-04-04_2018-04-05.parquet' } },
  { file: 'parquet/GOOG_1m_pandas_index.parquet', kind: 'bars', grid: '1m', calendar: 'us-equities', canonical: { GOOG: `${US}GOOG_1m_2015-12-23_2015-12-28.parquet` } },
  { file: 'parquet/IBM_1s_timestamp_newyork_tz_ns_float32.parquet', kind: 'bars', grid: '1s', calendar: 'us-equities', canonical: { IBM: `${SECONDS}IBM_1s_2013-10-07_2013-10-11.parquet` } },
  { file: 'parquet/SHY_1m_decimal_date_time_columns.parquet', kind: 'bars', grid: '1m', calendar: 'us-equities', canonical: { SHY: `${US}SHY_1m_2008-03-07_2008-03-10.parquet` } },
  polygonDay('2013-10-07'),
  polygonDay('2013-10-08'),
  hiveDay('BAC', '2013-10-07'),
  hiveDay('BAC', '2013-10-08'),
  hiveDay('SPY', '2013-10-07'),
  hiveDay('SPY', '2013-10-08'),
  { file: 'text/AAPL_2014-06-06_offset_timestamps.csv', kind: 'bars', grid: '1m', calendar: 'us-equities', canonical: aapl, where: nyDay('2014-06-06') },
  { file: 'text/AAPL_2014-06-06_polygon_rest.json', kind: 'bars', grid: '1m', calendar: 'us-equities', canonical: aapl, where: nyDay('2014-06-06') },
  { file: 'text/DAT_ASCII_EURUSD_M1_201405.csv', kind: 'bars', grid: '1m', calendar: 'fx-24x5', canonical: eurusd },
  { file: 'text/EURUSD_M1_metatrader5.csv', options: { timeZone: 'UTC' }, kind: 'bars', grid: '1m', calendar: 'fx-24x5', canonical: eurusd, where: betweenUtc('2014-05-06', '2014-05-07') },
  { file: 'text/YESBANK_1m_semicolon_decimal_comma.csv', kind: 'bars', grid: '1m', calendar: 'nse-india', canonical: { YESBANK: 'other_equity/YESBANK_NSE_1m_2019-07-09_2019-07-11.parquet' } },
  { file: 'binance_like/BTCUSDT-1s-2024-08-08.csv', kind: 'bars', grid: '1s', calendar: '24x7', canonical: btcusdt, where: betweenUtc('2024-08-08', '2024-08-09') },
  { file: 'binance_like/BTCUSDT-1s-2024-08-09.csv', kind: 'bars', grid: '1s', calendar: '24x7', canonical: btcusdt, where: betweenUtc('2024-08-09', '2024-08-10') },
  { file: 'damaged/IBM_1s_2013-10-09_shuffled.parquet', kind: 'bars', grid: '1s', calendar: 'us-equities', canonical: { IBM: `${SECONDS}IBM_1s_2013-10-07_2013-10-11.parquet` }, where: nyDay('2013-10-09') },
]; // prettier-ignore

const ROUND_LOTS = 'parquet/IBM_nbbo_polygon_names_ns_roundlots_2013-10-08.parquet';
const BAD_VALUES = 'damaged/IBM_1s_2013-10-09_bad_values.parquet';
const DUPLICATES = 'damaged/IBM_1s_2013-10-09_duplicates.parquet';
const TRUNCATED = 'damaged/truncated.parquet';

const data = testData();
const root = join(data ?? '', 'reshaped');

describe.skipIf(data === undefined)('files of other layouts become the rows they were written from', () => {
  it('are all in the table or in a test of their own', () => {
    const files = readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(root, join(entry.parentPath, entry.name)));
    const stated = [...CASES.map(({ file }) => file), ROUND_LOTS, BAD_VALUES, DUPLICATES, TRUNCATED];
    expect(stated.sort()).toEqual(files.sort());
  });

  it.each(CASES)('$file', async ({ file, options = {}, kind, grid, calendar, canonical, where }) => {
    const folder = await tempDir();
    const made = await convertForeign(folder, join(root, file), options);
    expect(made.series.map(({ key }) => key.symbol)).toEqual(Object.keys(canonical));
    for (const series of made.series) {
      expect({
        kind: series.key.kind,
        grid: series.key.interval ?? series.key.sampled,
        calendar: series.calendar,
      }).toEqual({ kind, grid, calendar });
      const expected = await contentOf(kind, join(data ?? '', canonical[series.key.symbol] ?? ''), where);
      expect(await contentOf(kind, series.file)).toEqual(expected);
    }
    expect({ rejections: made.rejections, duplicates: made.duplicates, replaced: made.replaced }).toEqual({
      rejections: [],
      duplicates: 0,
      replaced: 0,
    });
  });

  it('keeps sizes in round lots as they are written, and every quote as an event', async () => {
    const folder = await tempDir();
    const made = await convertForeign(folder, join(root, ROUND_LOTS));
    const [series] = made.series;
    expect(series?.key).toEqual({ kind: 'quotes', symbol: 'IBM', sampled: 'event', source: 'import' });
    const stored = await contentOf('quotes', series?.file ?? '');
    const canonical = await contentOf(
      'quotes',
      join(data ?? '', 'us_equity/tick/IBM_nbbo_2013-10-07_2013-10-11.parquet'),
      nyDay('2013-10-08'),
    );
    expect(stored).toMatchObject({
      rows: canonical.rows,
      first: canonical.first,
      last: canonical.last,
      low: canonical.low,
      high: canonical.high,
    });
  });
});

describe.skipIf(data === undefined)('files that were damaged on purpose', () => {
  it('lists rejected rows by reason, with the first of each', async () => {
    const made = await convertForeign(await tempDir(), join(root, BAD_VALUES));
    expect(made.rejections).toEqual([
      { reason: 'price is missing', rows: 10, firstRow: 501 },
      { reason: 'high is below low', rows: 5, firstRow: 601 },
      { reason: 'price is not above 0', rows: 3, firstRow: 701 },
      { reason: 'volume is below 0', rows: 2, firstRow: 801 },
      { reason: 'price is not finite', rows: 1, firstRow: 901 },
    ]);
    expect(made.series[0]?.rows).toBe(made.rowsRead - 21);
  });

  it('counts equal repeats of a bar as duplicates and lets the later of two different ones win', async () => {
    const made = await convertForeign(await tempDir(), join(root, DUPLICATES));
    const original = await contentOf(
      'bars',
      join(data ?? '', `${SECONDS}IBM_1s_2013-10-07_2013-10-11.parquet`),
      nyDay('2013-10-09'),
    );
    expect(made.duplicates).toBe(100);
    // Of the 50 repeats with a cent more on the close, 44 close above their high.
    expect(made.rejections).toMatchObject([{ reason: 'open or close is outside low to high', rows: 44 }]);
    expect(made.replaced).toBe(6);
    expect(made.series[0]?.rows).toBe(original.rows);
  });

  it('refuses a truncated Parquet file and says what to do', async () => {
    const attempt = convertForeign(await tempDir(), join(root, TRUNCATED));
    await expect(attempt).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('cut short') as string,
    });
  });

  it('asks for the zone of naive stamps of a market that shows no hours', async () => {
    const attempt = convertForeign(await tempDir(), join(root, 'text/EURUSD_M1_metatrader5.csv'));
    await expect(attempt).rejects.toMatchObject({ code: 'needs-answer', details: { option: 'timeZone' } });
  });
});

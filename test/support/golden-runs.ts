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
    eventLogSha256: '6a0c082ad065235562524f61948ddde293291283c0e4c0f11acfb0f8819c394a',
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
    eventLogSha256: 'fc51991531c6466f1962bce1a9d9cbb00204d47d5b2a6420c9f470d04f570c76',
    events: 87_559,
    sessions: 5,
    timerExpired: 0,
  },
  {
    name: 'quotes only',
    files: [week('quotes', 'BAC', '1s')],
    config: { data_streams: [quotes('BAC')], session_data_config: upkeep },
    eventLogSha256: '3a9a02ffbf5b4c48ce1907a79e7d20c115eb27fb52cb7a9cc99791d404196ca0',
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
    eventLogSha256: '21a5740ce0626e8cc202a98fa3c3a8eaf4a8fcbca39d73167aaab90a16d2d957',
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
    eventLogSha256: '34b58506c387aedb9cbbadb06bb0de876883476e0c9bfc069081dc3bc3088eaf',
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
    eventLogSha256: '3aaa9697290350d98aa1fe40b3252e2d75e52878bc15d9eb218846239a653d1d',
    events: 13_800,
    sessions: 5,
    timerExpired: 0,
  },
  {
    name: 'crypto over midnight',
    files: ['crypto/coinbase/BTCUSD_1s_2016-10-07_2016-10-09.parquet'],
    config: { data_streams: [bars('BTCUSD', '1s')], session_data_config: upkeep },
    eventLogSha256: '01b0af2a5916d9c851ed5ac67ac9af21c5540e7b97b8dc6ae3b07e194f2a4a17',
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
    eventLogSha256: 'd625fd8c9ae3fef7f36d6571cac9c7474583d72989e0b80621323052afed7bc7',
    events: 6_809,
    sessions: 1,
    timerExpired: 0,
  },
];

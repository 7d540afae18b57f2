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
    eventLogSha256: '50dcc6785f54cb82d762e9fcb115fbf0c6466fbac9e9e90b9d60345496c2f35b',
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
    eventLogSha256: '707fe447c0d75caa842c3fca7d48ab832016131ec21b13f5107f1d7c4de70f5a',
    events: 87_559,
    sessions: 5,
    timerExpired: 0,
  },
  {
    name: 'quotes only',
    files: [week('quotes', 'BAC', '1s')],
    config: { data_streams: [quotes('BAC')], session_data_config: upkeep },
    eventLogSha256: '959dc779c9d58d3a33d918380a0ef44e8c151cfaf19d3414de77e3c8725570fa',
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
    eventLogSha256: '2196c1331c7f34e586ef5f0bbf5a0f3bbb662c5e4e1c5af918197ad98182c1e9',
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
    eventLogSha256: '870faef2dc11aaa9c263cfb28b6a8f95d58fc4c25b97d2aeab5ef207bcb81107',
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
    eventLogSha256: '04933051bf1f282aba1dcbc5712bd5cfe4c51530207121869184566f60d5d28b',
    events: 13_800,
    sessions: 5,
    timerExpired: 0,
  },
  {
    name: 'crypto over midnight',
    files: ['crypto/coinbase/BTCUSD_1s_2016-10-07_2016-10-09.parquet'],
    config: { data_streams: [bars('BTCUSD', '1s')], session_data_config: upkeep },
    eventLogSha256: '25fe625b86c407d4c9eed2d03c2c590eb2875c69f3cac9d192325ef7d7edd13d',
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
    eventLogSha256: 'fdafa34ee341ac7c7abf63ffa2b4d13f5e7ca357b4bf26efb3b292c08f6e9a7a',
    events: 6_809,
    sessions: 1,
    timerExpired: 0,
  },
];

/** The session configuration of A3, as it stands in the requirements. */
export const A3_CONFIG = {
  session_name: '1s_mixed_backtest',
  mode: 'backtest',
  data_streams: [
    { type: 'bars', symbol: 'AAPL', interval: '1s' },
    { type: 'quotes', symbol: 'AAPL' },
    { type: 'bars', symbol: 'RIVN', interval: '1m' },
    { type: 'bars', symbol: 'TSLA', interval: '1s' },
    { type: 'quotes', symbol: 'MSFT' },
  ],
  session_data_config: { data_upkeep: { enabled: true, derived_intervals: ['1m', '5m', '15m'] } },
};

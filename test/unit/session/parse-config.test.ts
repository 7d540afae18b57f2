import { describe, expect, it } from 'vitest';

import type { ConfigProblem, SessionConfig } from '../../../shared/session/config.ts';
import { parseSessionConfig } from '../../../shared/session/parse-config.ts';
import { A3_CONFIG } from '../../support/a3-config.ts';

const spy = (extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  session_name: 's',
  data_streams: [{ type: 'bars', symbol: 'SPY', interval: '1s' }],
  ...extra,
});

function problems(json: unknown): readonly ConfigProblem[] {
  return parseSessionConfig(json).problems;
}

function config(json: unknown): SessionConfig {
  const result = parseSessionConfig(json);
  if (!result.valid) throw new Error(JSON.stringify(result.problems));
  return result.config;
}

describe('a session configuration', () => {
  it('takes the example of the requirements as it stands', () => {
    const { streams, upkeep, sessionName, mode } = config(A3_CONFIG);
    expect({ streams, sessionName, mode, derived: upkeep.derivedIntervals }).toEqual({
      sessionName: '1s_mixed_backtest',
      mode: 'backtest',
      streams: A3_CONFIG.data_streams,
      derived: ['1m', '5m', '15m'],
    });
  });

  it('applies every default', () => {
    expect(config(spy())).toEqual({
      sessionName: 's',
      mode: 'backtest',
      streams: [{ type: 'bars', symbol: 'SPY', interval: '1s' }],
      hours: 'regular',
      alignment: 'session',
      seed: 1,
      upkeep: { enabled: true, derivedIntervals: ['1m', '5m'], checkIntervalSeconds: 60, retryMissingBars: true },
      historical: { trailingDays: 0, intervals: [] },
      trading: {
        cash: 10_000,
        currency: 'USD',
        leverage: 1,
        sizing: { type: 'fraction', value: 0.1 },
        costs: { commission: { type: 'none' }, latencyMs: 0, borrowRate: 0 },
        fills: { limit: 'through', staleLimitMs: 600_000 },
        instruments: {},
      },
    });
  });

  it('takes every key of the command line contract', () => {
    const all = spy({
      $schema: './session.schema.json',
      dates: { from: '2013-10-07', to: '2013-10-11' },
      hours: 'extended',
      session: { start: '09:30', end: '16:00' },
      calendar: './my-calendar.json',
      alignment: 'clock',
      seed: 7,
      strategy: { name: 'sma-cross', params: { fast: 20, slow: 50, interval: '1m', side: 'long' } },
      cash: 50_000,
      currency: 'EUR',
      leverage: 2,
      sizing: { type: 'units', value: 100 },
      costs: {
        commission: { type: 'tiered', tiers: [{ upTo: 300_000, rate: 0.0035 }, { rate: 0.002 }] },
        slippage: { type: 'volume-share', limit: 0.025, impact: 0.1 },
        latencyMs: 5,
        borrowRate: 0.01,
      },
      fills: { market: 'quote', limit: 'touch', staleLimitMs: 1_000 },
      instruments: {
        SPY: { priceIncrement: 0.01, lotSize: 1, multiplier: 1, calendar: 'us-equities', factors: './f.csv' },
      },
      session_data_config: { historical_bars: { trailing_days: 5, intervals: ['1m', '1d'] } },
    });
    expect(config(all)).toMatchObject({
      dates: { from: '2013-10-07', to: '2013-10-11' },
      historical: { trailingDays: 5, intervals: ['1m', '1d'] },
      trading: { costs: { slippage: { limit: 0.025 } }, strategy: { params: { fast: 20 } } },
    });
    expect(config(spy({ dates: { last: '7d' } })).dates).toEqual({ last: '7d' });
  });

  it('reads intervals in any spelling and keeps the canonical one', () => {
    const streams = [{ type: 'bars', symbol: 'SPY', interval: '60s' }];
    const intervals = { data_upkeep: { derived_intervals: ['300s', '60m', '1d', '1w'] } };
    const { streams: read, upkeep } = config(spy({ data_streams: streams, session_data_config: intervals }));
    expect([read[0]?.interval, ...upkeep.derivedIntervals]).toEqual(['1m', '5m', '1h', '1d', '1w']);
  });

  it('refuses to stream a derived interval and says that it is computed', () => {
    const streams = [...A3_CONFIG.data_streams.slice(0, 2), { type: 'bars', symbol: 'RIVN', interval: '5m' }];
    expect(problems({ ...A3_CONFIG, data_streams: streams })).toEqual([
      {
        path: 'data_streams[2].interval',
        message: '5m cannot be streamed. Stream 1s or 1m; derived intervals are computed.',
      },
    ]);
  });

  it('refuses bars without an interval, two base intervals of a symbol, and the same stream twice', () => {
    const data_streams = [
      { type: 'bars', symbol: 'SPY' },
      { type: 'bars', symbol: 'IBM', interval: '1s' },
      { type: 'bars', symbol: 'IBM', interval: '1m' },
      { type: 'quotes', symbol: 'IBM' },
      { type: 'quotes', symbol: 'IBM' },
    ];
    expect(problems(spy({ data_streams }))).toEqual([
      { path: 'data_streams[0].interval', message: 'A bars stream needs an interval: 1s or 1m.' },
      {
        path: 'data_streams[2]',
        message:
          'IBM has the base interval 1s already, from data_streams[1]. Keep one of them; coarser bars are computed.',
      },
      {
        path: 'data_streams[4]',
        message: 'quotes of IBM are streamed already by data_streams[3]. Remove one of them.',
      },
    ]);
  });

  it('reports everything at once: form, unknown keys with a suggestion, dates, hours, calendars, intervals', () => {
    const found = problems({
      sesion_name: 's',
      mode: 'papertrade',
      data_streams: [{ type: 'bar', symbol: 'SPY' }, { type: 'quotes', symbol: 'SPY', interval: '1s' }, 7],
      dates: { from: '2013-02-30', to: 'yesterday' },
      hours: 'all',
      session: { start: '9:30' },
      calendar: 'nyse',
      seed: 1.5,
      cash: '10000',
      costs: { comission: {} },
      sizing: { type: 'fraction' },
      session_data_config: { data_upkeep: { enabled: 'yes', derived_intervals: ['7m', '3d', '5m', '300s', 'x'] } },
    });
    expect(found.map(({ path, message }) => `${path}: ${message}`).sort()).toMatchInlineSnapshot(`
      [
        "calendar: 'nyse' is no calendar. Choose us-equities, 24x7, fx-24x5, cme, weekdays, nse-india, or the path of a .json file.",
        "cash: '10000' is given, a number is needed.",
        "costs.comission: This key is not known. Did you mean commission?",
        "data_streams[0].type: 'bar' is not known. Choose bars, quotes or trades.",
        "data_streams[1].interval: Only bars have an interval. How quotes were taken is \`sampled\`: event, 1s or 1m.",
        "data_streams[2]: 7 is given, an object is needed.",
        "dates.from: This day does not exist.",
        "dates.to: Write a date as YYYY-MM-DD.",
        "hours: 'all' is not known. Choose regular or extended.",
        "mode: 'papertrade' is not known. Choose backtest or live.",
        "seed: 1.5 is given, a whole number is needed.",
        "sesion_name: This key is not known. Did you mean session_name?",
        "session.start: Write a time of day as HH:MM, in the zone of the calendar.",
        "session_data_config.data_upkeep.derived_intervals[0]: 7m does not divide 1h. Choose a length that does, such as 10s, 2m, 90s or 4h.",
        "session_data_config.data_upkeep.derived_intervals[1]: 3d cannot be derived. In sessions there are 1d and 1w.",
        "session_data_config.data_upkeep.derived_intervals[3]: 5m is listed twice. Remove one.",
        "session_data_config.data_upkeep.derived_intervals[4]: Write an interval as a number and a unit: 10s, 5m, 1h, 1d, 1w.",
        "session_data_config.data_upkeep.enabled: 'yes' is given, true or false is needed.",
        "session_name: This key is missing: text is needed.",
        "sizing.value: This key is missing: a number is needed.",
      ]
    `);
  });

  it('refuses derived intervals that no streamed base can make', () => {
    const oneMinute = { data_streams: [{ type: 'bars', symbol: 'RIVN', interval: '1m' }] };
    const derived = (intervals: string[]): Record<string, unknown> => ({
      session_data_config: { data_upkeep: { derived_intervals: intervals } },
    });
    expect(problems(spy(derived(['10s', '2m', '90s', '4h', '1m', '1w'])))).toEqual([]);
    expect(problems(spy({ ...oneMinute, ...derived(['10s', '90s', '5m', '1m']) })).map(({ path }) => path)).toEqual([
      'session_data_config.data_upkeep.derived_intervals[0]',
      'session_data_config.data_upkeep.derived_intervals[1]',
    ]);
  });

  it.each([[undefined], [null], ['text'], [[]], [42], [{}]])(
    'answers %j with problems, not with an exception',
    (json) => {
      expect(problems(json).length).toBeGreaterThan(0);
    },
  );
});

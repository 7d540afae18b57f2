import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { playThrough } from '../../electron/backend/runs/play-through.ts';
import { strategyFactory } from '../../electron/coordinator/strategy/strategy-factory.ts';
import { BlockLoader } from '../../electron/upkeep/load-block.ts';
import { planRun } from '../../electron/upkeep/plan-run.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { micros } from '../../shared/market/time.ts';
import type { PlayedRun } from '../../shared/session/coordinator-messages.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { TradingCommand } from '../../shared/trading/command.ts';
import type { StrategySource } from '../../shared/trading/strategy.ts';
import { importRig } from '../support/importers.ts';
import { ReplayThreads } from '../support/replay-threads.ts';
import { testData } from '../support/test-data.ts';

interface TradedRun {
  readonly name: string;
  readonly files: readonly string[];
  readonly streams: readonly object[];
  readonly strategy: StrategySource & { readonly type: 'built-in' };
  readonly costs: object;
  /** What a person orders: session from 0, seconds after its open. */
  readonly orders: readonly (readonly [session: number, second: number, command: TradingCommand])[];
  readonly eventLogSha256: string;
  readonly fills: number;
}

const place = (side: 'buy' | 'sell', quantity: number, kind: object, symbol = 'SPY'): TradingCommand =>
  ({ type: 'place', order: { symbol, side, quantity, kind } }) as TradingCommand;

/** A changed hash here is a changed result for every user: it needs a reason and a new version of the event log. */
const RUNS: readonly TradedRun[] = [
  {
    name: 'a cross of averages on 1s bars and quotes',
    files: [
      'us_equity/1s/bars/SPY_1s_2013-10-07_2013-10-11.parquet',
      'us_equity/1s/quotes/SPY_quotes_1s_2013-10-07_2013-10-11.parquet',
    ],
    streams: [
      { type: 'bars', symbol: 'SPY', interval: '1s' },
      { type: 'quotes', symbol: 'SPY' },
    ],
    strategy: { type: 'built-in', name: 'sma-cross', params: { fast: 5, slow: 20, interval: '1m', side: 'both' } },
    costs: { commission: { type: 'per-unit', rate: 0.005, minimum: 1 }, latencyMs: 50 },
    orders: [
      [0, 3_600, place('buy', 5, { type: 'market' })],
      [1, 1_800, place('sell', 3, { type: 'trailing-stop', distance: 0.25, unit: 'price' })],
      [3, 600, { type: 'flatten' }],
    ],
    eventLogSha256: 'cfc9ea81e0ac2e07b6c7df1e747b7c81d4b057ec67b96bf4f75bdf2291e7bf53',
    fills: 277,
  },
  {
    name: 'an opening range on 1m bars',
    files: ['us_equity/1m/bars/BAC_1m_2013-10-04_2013-10-11.parquet'],
    streams: [{ type: 'bars', symbol: 'BAC', interval: '1m' }],
    strategy: { type: 'built-in', name: 'opening-range', params: { minutes: 15, target: 2, closing: 5, side: 'both' } },
    costs: { borrowRate: 0.03 },
    orders: [
      [1, 7_200, place('sell', 20, { type: 'market' }, 'BAC')],
      [2, 10_800, place('buy', 20, { type: 'market-on-close' }, 'BAC')],
    ],
    eventLogSha256: '2cf97dc30a2913786fefdc3258d1b7c1b31eb49dc7897412e994ef2e06225729',
    fills: 12,
  },
];

/** The built threads of the backend: to each order's moment by way of others, then to the end. */
async function traded(dataDir: string, plan: RunPlan, { strategy, orders }: TradedRun): Promise<PlayedRun> {
  const threads = new ReplayThreads(dataDir);
  try {
    await threads.open(plan, undefined, strategy);
    const seek = async (time: number): Promise<void> => {
      const there = threads.frame(({ state }) => state.status === 'paused' && state.clock === time);
      await threads.command({ type: 'seek', time: micros(time) });
      await there;
    };
    for (const [session, second, command] of orders) {
      const { open, close } = ensure(plan.sessions[session], 'session');
      const moment = open + second * 1e6;
      await seek(close - 1e6);
      await seek(moment - 300e6);
      await seek(moment);
      await threads.ask<'trade'>({ type: 'trade', command });
    }
    await threads.command({ type: 'speed', speed: 'max' });
    const ended = threads.frame(({ state }) => state.status === 'ended');
    await threads.command({ type: 'play' });
    await ended;
    return await threads.ask<'played'>({ type: 'played' });
  } finally {
    await threads.close();
  }
}

const data = testData();

describe.skipIf(data === undefined)('sessions with a strategy and a person’s orders on recorded data', () => {
  it.each(RUNS)(
    '$name: the log of commands of a scrubbed replay gives the same result, the one it always gave',
    async (run) => {
      const { store, importer } = await importRig();
      const { files } = await importer.importPaths(
        run.files.map((file) => join(ensure(data, 'recorded data'), file)),
        {},
      );
      expect(files.map(({ status }) => status)).toEqual(run.files.map(() => 'imported'));
      const parsed = parseSessionConfig({
        session_name: 'golden',
        mode: 'backtest',
        data_streams: run.streams,
        costs: run.costs,
        dates: { from: '2013-10-07', to: '2013-10-11' },
        session_data_config: { data_upkeep: { enabled: true, derived_intervals: ['1m', '5m'] } },
      });
      if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
      const plan = await planRun(parsed.config, store.reader, calendarById);
      const loader = new BlockLoader(plan, store.reader);

      const replayed = await traded(store.dataDir, plan, run);
      const record = ensure(replayed.record, 'record of the run');
      expect(record.commands.map(({ command }) => command)).toMatchObject(run.orders.map(([, , command]) => command));
      const again = await playThrough({
        plan,
        strategy: strategyFactory({ source: run.strategy, seed: parsed.config.seed }),
        commands: record.commands,
        loadBlock: (index) => loader.load(index),
        signal: new AbortController().signal,
        progress: () => undefined,
      });
      expect(again).toEqual(replayed);
      expect([replayed.eventLogSha256, record.fills.length]).toEqual([run.eventLogSha256, run.fills]);
      expect(record.fills.some(({ isManual }) => isManual)).toBe(true);
      expect(record.fills.some(({ isManual }) => !isManual)).toBe(true);
    },
    60_000,
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { Random } from '../../electron/store/sample/random.ts';
import type { Store } from '../../electron/store/store.ts';
import { BlockLoader } from '../../electron/upkeep/load-block.ts';
import { planRun } from '../../electron/upkeep/plan-run.ts';
import { calendarById } from '../../shared/market/calendar/calendars.ts';
import type { Interval } from '../../shared/market/interval.ts';
import { micros } from '../../shared/market/time.ts';
import type { RunFingerprint } from '../../shared/session/coordinator-messages.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { ReplayCommand, StepUnit } from '../../shared/session/replay.ts';
import { realStore } from '../support/real-store.ts';
import { ReplayThreads } from '../support/replay-threads.ts';
import { type SampleStore, sampleStore } from '../support/sample-store.ts';
import { testData } from '../support/test-data.ts';
import { WindowModel } from '../support/window-model.ts';

async function planOf(store: Store, json: object): Promise<RunPlan> {
  const parsed = parseSessionConfig(json);
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
  return planRun(parsed.config, store.reader, calendarById);
}

/** A run in this process, played to `time`. */
async function playedTo(store: Store, plan: RunPlan, time: number): Promise<{ engine: Engine; log: EventLogHash }> {
  const loader = new BlockLoader(plan, store.reader);
  const blocks: SessionBlock[] = [];
  for (const { index } of plan.sessions) blocks.push(await loader.load(index));
  const log = new EventLogHash();
  const engine = new Engine({ plan, blockOf: (index) => blocks[index], log });
  engine.stepUntil({ time });
  return { engine, log };
}

async function straightRun(store: Store, plan: RunPlan): Promise<RunFingerprint> {
  const { engine, log } = await playedTo(store, plan, Number.POSITIVE_INFINITY);
  expect(engine.isEnded).toBe(true);
  engine.flushLog();
  const { bars, quotes, trades, events, sessions, timerExpired } = engine.totals;
  return { eventLogSha256: log.digest(), bars, quotes, trades, events, sessions, timerExpired, clock: engine.clock };
}

/** Opens of the last 500 closed 5m bars of AAPL in a fresh run to `time`. */
async function freshBars(store: Store, plan: RunPlan, time: number): Promise<number[]> {
  const { engine } = await playedTo(store, plan, time);
  const view = engine.data.lastBars('AAPL', 500, '5m' as Interval);
  return Array.from({ length: view.length }, (_, index) => view.time(index));
}

async function playToEnd(threads: ReplayThreads, speed: number | 'max'): Promise<RunFingerprint> {
  await threads.command({ type: 'speed', speed });
  const ended = threads.frame(({ state }) => state.status === 'ended');
  await threads.command({ type: 'play' });
  await ended;
  return threads.ask<'fingerprint'>({ type: 'fingerprint' });
}

const UNITS = ['event', 'minute', 'session', '1s', '1m', '5m'] as StepUnit[];

/** A command a person may give at any moment, the same for a seed. */
function anyCommand(random: Random, plan: RunPlan): ReplayCommand {
  const session = plan.sessions[random.below(plan.sessions.length)]!;
  const time = micros(session.open + random.below((session.close - session.open) / 1e6) * 1e6);
  switch (random.below(5)) {
    case 0:
      return { type: 'play' };
    case 1:
      return { type: 'pause' };
    case 2:
      return { type: 'speed', speed: [1, 60, 10_000, 'max' as const][random.below(4)]! };
    case 3:
      return { type: 'step', unit: UNITS[random.below(UNITS.length)]!, direction: random.below(2) === 0 ? 1 : -1 };
    default:
      return { type: 'seek', time };
  }
}

/** Gives commands until the seed has made `count` of them; refused ones (a step at the end of the run) count as well. */
async function wander(threads: ReplayThreads, plan: RunPlan, seed: number, count: number): Promise<void> {
  const random = new Random(seed, 'commands');
  for (let i = 0; i < count; i++) {
    await threads.command(anyCommand(random, plan)).catch((error: { code: string }) => {
      expect(error.code).toBe('not-allowed');
    });
  }
  await threads.command({ type: 'seek', time: plan.sessions[0]!.open });
}

describe('the built coordinator and upkeep threads', () => {
  let sample: SampleStore;
  let threads: ReplayThreads;
  let plan: RunPlan;
  beforeAll(async () => {
    sample = await sampleStore();
    threads = new ReplayThreads(sample.store.dataDir);
    plan = await planOf(sample.store, {
      session_name: 'threads',
      mode: 'backtest',
      data_streams: [
        { type: 'bars', symbol: 'AAPL', interval: '1s' },
        { type: 'quotes', symbol: 'AAPL' },
        { type: 'bars', symbol: 'IBM', interval: '1m' },
      ],
      session_data_config: { data_upkeep: { enabled: true, derived_intervals: ['1m', '5m', '1d'] } },
    });
  });
  afterAll(async () => {
    expect(await threads.close()).toEqual([0, 0]);
    await sample.remove();
  });

  it('play a run to the fingerprint of an in-process run, also after two hundred commands', async () => {
    const expected = await straightRun(sample.store, plan);
    expect(await threads.open(plan)).toMatchObject({ status: 'paused', clock: plan.sessions[0]!.open });
    expect(await playToEnd(threads, 'max')).toEqual(expected);
    await wander(threads, plan, 11, 200);
    await threads.command({ type: 'pause' });
    expect(await playToEnd(threads, 'max')).toEqual(expected);
  });

  it('resume where a run stood, and answer a seek with a frame that replaces the charts', async () => {
    const at = plan.sessions[1]!.open + 3_600e6;
    expect(await threads.open(plan, at)).toMatchObject({ status: 'paused', clock: at, sessionIndex: 1 });
    const chart = { id: 'c', symbol: 'AAPL', interval: '5m' as Interval, bars: 500 };
    const shown = threads.frame(({ charts }) => charts.length > 0);
    await threads.ask<'subscribe'>({ type: 'subscribe', charts: [chart] });
    const window = new WindowModel('c');
    window.take(await shown);
    expect(window.times).toEqual(await freshBars(sample.store, plan, at));
    const back = threads.frame(({ charts }) => charts[0]?.reset === true);
    await threads.command({ type: 'seek', time: micros(at - 1_800e6) });
    window.take(await back);
    expect(window.times).toEqual(await freshBars(sample.store, plan, at - 1_800e6));
  });

  it('refuse what cannot be done and go on', async () => {
    await expect(threads.command({ type: 'speed', speed: 1e9 })).rejects.toMatchObject({ code: 'bad-request' });
    const chart = { id: 'c', symbol: 'NONE', interval: '5m' as Interval, bars: 500 };
    await expect(threads.ask<'subscribe'>({ type: 'subscribe', charts: [chart] })).rejects.toMatchObject({
      code: 'bad-request',
    });
    expect(await threads.ask<'close'>({ type: 'close' })).toEqual({ closed: true });
    await expect(threads.command({ type: 'play' })).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(threads.ask<'fingerprint'>({ type: 'fingerprint' })).rejects.toMatchObject({ code: 'not-allowed' });
  });
});

const data = testData();
const recorded = (symbol: string, grid: string): string[] => [
  `us_equity/${grid}/bars/${symbol}_${grid}_2013-10-${grid === '1s' ? '07' : '04'}_2013-10-11.parquet`,
  `us_equity/${grid}/quotes/${symbol}_quotes_${grid}_2013-10-${grid === '1s' ? '07' : '04'}_2013-10-11.parquet`,
];

describe.skipIf(data === undefined)('a week of recorded data (TAPEDECK_TEST_DATA)', () => {
  it('has one event log: three times, at two speeds, after two hundred pauses, steps and seeks', async () => {
    const files = [
      ...recorded('SPY', '1s'),
      ...recorded('IBM', '1s'),
      ...recorded('BAC', '1s'),
      ...recorded('BAC', '1m'),
    ];
    const real = await realStore(data!, files);
    const threads = new ReplayThreads(real.store.dataDir);
    try {
      const plan = await planOf(real.store, {
        session_name: 'week',
        mode: 'backtest',
        data_streams: [
          { type: 'bars', symbol: 'SPY', interval: '1s' },
          { type: 'quotes', symbol: 'SPY' },
          { type: 'bars', symbol: 'IBM', interval: '1s' },
          { type: 'bars', symbol: 'BAC', interval: '1m' },
          { type: 'quotes', symbol: 'BAC' },
        ],
        dates: { from: '2013-10-07', to: '2013-10-11' },
        session_data_config: {
          data_upkeep: { enabled: true, derived_intervals: ['1m', '5m', '15m', '1h', '1d', '1w'] },
        },
      });
      const expected = await straightRun(real.store, plan);
      expect(expected.sessions).toBe(5);
      for (const speed of ['max', 'max', 10_000] as const) {
        await threads.open(plan);
        expect(await playToEnd(threads, speed)).toEqual(expected);
      }
      await wander(threads, plan, 2013, 200);
      await threads.command({ type: 'pause' });
      expect(await playToEnd(threads, 'max')).toEqual(expected);
    } finally {
      expect(await threads.close()).toEqual([0, 0]);
      await real.remove();
    }
  });
});

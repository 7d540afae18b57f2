import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { BarRepairs } from '../../electron/backend/bar-repairs.ts';
import { generateSample } from '../../electron/store/sample/generator.ts';
import { calendarFinder } from '../../electron/upkeep/find-calendar.ts';
import { planRun } from '../../electron/upkeep/plan-run.ts';
import { UpkeepService } from '../../electron/upkeep/upkeep-service.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { BarStreamBlock, SessionBlock } from '../../shared/session/block.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { FromUpkeep, ToUpkeep } from '../../shared/session/upkeep-messages.ts';
import { micros } from '../../shared/market/time.ts';
import { HttpProvider } from '../support/http-provider.ts';
import { sampleStore, smallSpec, type SampleStore } from '../support/sample-store.ts';

const SPEC = smallSpec({ profiles: smallSpec().profiles.filter(({ symbol }) => symbol === 'IBM'), withQuotes: false });

function config(upkeep: object): unknown {
  return {
    session_name: 'repairs',
    mode: 'backtest',
    data_streams: [{ type: 'bars', symbol: 'IBM', interval: '1s', source: 'sample' }],
    session_data_config: { data_upkeep: upkeep },
  };
}

describe('missing bars that a connected provider has', () => {
  let sample: SampleStore;
  let provider: HttpProvider;
  let service: UpkeepService;
  let repairs: BarRepairs;
  let runs = 0;
  const waiting: ((times: Float64Array) => void)[] = [];
  /** Open times of the seconds that the sample lost, of the first session. */
  let lost: number[] = [];

  beforeEach(async () => {
    sample = await sampleStore(SPEC);
    const [whole] = [...generateSample({ ...sample.spec, withLosses: false })];
    const full = ensure(whole, 'IBM without losses').seconds;
    const stored = new Set(ensure(sample.made[0], 'IBM').seconds.time);
    const { open, close } = ensure(SPEC.sessions[0], 'first session');
    lost = [...full.time].filter((time) => time >= open && time < close && !stored.has(time));
    provider = await HttpProvider.start('rest', full);
    repairs = new BarRepairs({
      store: sample.store,
      providers: [provider],
      stored: () => service.received({ type: 'store-changed' }),
      provided: (run, key, times) => {
        service.received({ type: 'provided', run, key, times });
        waiting.shift()?.(times);
      },
    });
    service = new UpkeepService(sample.store.dataDir, (message) => {
      if (message.type === 'missing') repairs.received(message);
    });
    service.received({ type: 'providers', count: 1 });
  });

  afterEach(async () => {
    await repairs.close();
    await service.close();
    await provider.close();
    await sample.remove();
  });

  async function open(upkeep: object = {}): Promise<{ plan: RunPlan; run: number; port: MessagePort }> {
    const parsed = parseSessionConfig(config(upkeep));
    if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
    const plan = await planRun(parsed.config, sample.store.reader, calendarFinder(sample.store.dataDir));
    const { port1, port2 } = new MessageChannel();
    runs += 1;
    service.received({ type: 'open', run: runs, plan, port: port1 });
    return { plan, run: runs, port: port2 };
  }

  function block(port: MessagePort, run: number): Promise<SessionBlock> {
    const answer = new Promise<SessionBlock>((resolve) =>
      port.once('message', (message: FromUpkeep) => {
        if (message.type === 'block') resolve(message.block);
      }),
    );
    port.postMessage({ type: 'need', run, index: 0 });
    return answer;
  }

  const bars = (made: SessionBlock): BarStreamBlock => made.streams[0] as BarStreamBlock;
  /** What the next question to the provider comes to. */
  const provided = (): Promise<Float64Array> => new Promise((resolve) => waiting.push(resolve));

  it('are asked for up to the session clock, stored under its name, and fill the next run, not the open one (S26)', async () => {
    const { plan, run, port } = await open();
    const first = await block(port, run);
    const half = ensure(lost[Math.floor(lost.length / 2)], 'a lost second');
    const early = provided();
    port.postMessage({ type: 'clock', run, clock: half });
    expect([...(await early)]).toEqual(lost.filter((time) => time + 1_000_000 <= half));

    const rest = provided();
    port.postMessage({ type: 'clock', run, clock: ensure(plan.sessions[0], 'session').close });
    expect([...(await rest)]).toEqual(lost.filter((time) => time + 1_000_000 > half));

    expect(bars(await block(port, run)).digest).toBe(bars(first).digest);
    const next = await open();
    const filled = bars(await block(next.port, next.run));
    expect(filled.fills?.map(({ origin, times }) => [origin, [...times]])).toEqual([['1s bars of rest', lost]]);
    expect(filled.columns.time.length).toBe(bars(first).columns.time.length + lost.length);
    port.close();
    next.port.close();
  });

  it('are asked for again after the provider failed, and not twice at the same time', async () => {
    provider.failures = 1;
    const { plan, run, port } = await open();
    await block(port, run);
    const { close } = ensure(plan.sessions[0], 'session');
    const failed = provided();
    port.postMessage({ type: 'clock', run, clock: close });
    port.postMessage({ type: 'clock', run, clock: close });
    expect(await failed).toHaveLength(0);
    expect(provider.asked).toHaveLength(1);

    let found = new Float64Array();
    while (found.length === 0) {
      const again = provided();
      port.postMessage({ type: 'clock', run, clock: close });
      found = new Float64Array(await again);
    }
    expect(found).toHaveLength(lost.length);
    expect(provider.asked).toHaveLength(2);
    port.close();
  });

  it('of a live run are asked for at once, and come from the store with the next question (D3, S26)', async () => {
    const { plan } = await open();
    const { port1, port2: port } = new MessageChannel();
    const live: RunPlan = { ...plan, config: { ...plan.config, mode: 'live' } };
    service.received({ type: 'open', run: (runs += 1), plan: live, port: port1 });
    const repair = new Promise<Extract<FromUpkeep, { readonly type: 'repair' }>>((resolve) =>
      port.on('message', (message: FromUpkeep) => {
        if (message.type === 'repair') resolve(message);
      }),
    );
    const spans = lost.map((time) => ({ from: micros(time), to: micros(time + 1_000_000) }));
    const lacks: ToUpkeep = { type: 'lacks', run: runs, index: 0, stream: 0, spans };
    const answer = provided();
    port.postMessage(lacks);
    expect([...(await answer)]).toEqual(lost);
    port.postMessage(lacks);
    const found = (await repair).repair;
    expect(found).toMatchObject({ type: 'repair', stream: 0, origin: '1s bars of rest' });
    expect([...found.columns.time]).toEqual(lost);
    expect(provider.asked).toHaveLength(1);
    port.close();
  });

  it('are not asked for with upkeep off or without retries (D8)', async () => {
    for (const upkeep of [{ enabled: false }, { retry_missing_bars: false }]) {
      const { plan, run, port } = await open(upkeep);
      await block(port, run);
      port.postMessage({ type: 'clock', run, clock: ensure(plan.sessions[0], 'session').close });
      // The answer to a later question tells that the clock was heard.
      await block(port, run);
      port.close();
    }
    await repairs.close();
    expect(provider.asked).toEqual([]);
  });
});

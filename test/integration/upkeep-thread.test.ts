import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type {
  BackendToUpkeep,
  FromUpkeep,
  UpkeepRequest,
  UpkeepToBackend,
} from '../../shared/session/upkeep-messages.ts';
import { stageSample } from '../../electron/store/sample/stage-sample.ts';
import { openStore } from '../../electron/store/store.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { tempDir } from '../support/temp-dir.ts';
import { sampleStore, smallSpec, type SampleStore } from '../support/sample-store.ts';

const PROGRAM = new URL('../../dist/electron/upkeep-thread.js', import.meta.url);

type Answer = Exclude<UpkeepToBackend, { readonly type: 'missing' }>;

/** The built upkeep thread with its end of the backend. */
class ThreadUnderTest {
  readonly worker: Worker;
  readonly exited: Promise<number>;
  #id = 0;

  constructor(dataDir: string) {
    this.worker = new Worker(PROGRAM, { workerData: { dataDir } });
    this.exited = new Promise((resolve) => this.worker.once('exit', resolve));
  }

  post(message: BackendToUpkeep, port?: MessagePort): void {
    this.worker.postMessage(message, port === undefined ? [] : [port]);
  }

  ask(request: UpkeepRequest): Promise<Answer> {
    const id = ++this.#id;
    return new Promise((resolve) => {
      const listen = (message: UpkeepToBackend): void => {
        if (message.type === 'missing' || message.id !== id) return;
        this.worker.off('message', listen);
        resolve(message);
      };
      this.worker.on('message', listen);
      this.post({ type: 'request', id, request });
    });
  }

  async plan(json: object): Promise<RunPlan> {
    const parsed = parseSessionConfig(json);
    if (!parsed.valid) throw new Error(JSON.stringify(parsed.problems));
    const answer = await this.ask({ type: 'plan', config: parsed.config });
    if (answer.type === 'refused') throw new Error(answer.error.message);
    return answer.result as RunPlan;
  }
}

const CONFIG = {
  session_name: 'thread',
  mode: 'backtest',
  data_streams: [
    { type: 'bars', symbol: 'IBM', interval: '1s' },
    { type: 'quotes', symbol: 'IBM' },
  ],
};

/** The quiet symbol alone. */
const IBM = smallSpec({ profiles: smallSpec().profiles.filter(({ symbol }) => symbol === 'IBM') });

const message = (port: MessagePort): Promise<FromUpkeep> => new Promise((resolve) => port.once('message', resolve));

describe('the upkeep thread', () => {
  let sample: SampleStore;
  let thread: ThreadUnderTest;
  beforeAll(async () => {
    sample = await sampleStore(IBM);
  });
  afterAll(() => sample.remove());
  beforeEach(() => {
    thread = new ThreadUnderTest(sample.store.dataDir);
  });
  afterEach(async () => {
    thread.post({ type: 'shutdown' });
    expect(await thread.exited).toBe(0);
  });

  it('answers needs over the port of a run with blocks in shared memory', async () => {
    const plan = await thread.plan(CONFIG);
    const { port1, port2 } = new MessageChannel();
    thread.post({ type: 'open', run: 1, plan, port: port1 }, port1);
    port2.postMessage({ type: 'need', run: 1, index: 2 });
    const answer = await message(port2);
    expect(answer.type).toBe('block');
    if (answer.type !== 'block') return;
    expect(answer.block.index).toBe(2);
    expect(answer.block.isEarlyClose).toBe(true);
    expect(answer.block.streams.map(({ kind, symbol }) => [kind, symbol])).toEqual([
      ['bars', 'IBM'],
      ['quotes', 'IBM'],
    ]);
    for (const { columns } of answer.block.streams) expect(columns.time.buffer).toBeInstanceOf(SharedArrayBuffer);
    port2.close();
  });

  it('answers for quality and strips while a run is open, and refuses what is not there', async () => {
    const plan = await thread.plan(CONFIG);
    const { port1, port2 } = new MessageChannel();
    thread.post({ type: 'open', run: 1, plan, port: port1 }, port1);
    const strips = await thread.ask({ type: 'strips', run: 1 });
    expect(strips).toMatchObject({ type: 'answer', result: [{ index: 0 }, { index: 1 }, { index: 2 }] });
    const cells = (strips as { result: { cells: number[] }[] }).result.map((strip) => strip.cells.length);
    expect(cells).toEqual([78, 78, 42]);
    expect(await thread.ask({ type: 'strips', run: 2 })).toMatchObject({
      type: 'refused',
      error: { code: 'not-found' },
    });
    const summaries = await thread.ask({ type: 'summaries' });
    expect(summaries).toMatchObject({ type: 'answer' });
    expect((summaries as { result: { sessions: number }[] }).result.map(({ sessions }) => sessions)).toEqual([3, 3]);
    port2.close();
  });

  it('ends in order while blocks are being made', async () => {
    const plan = await thread.plan(CONFIG);
    const { port1, port2 } = new MessageChannel();
    thread.post({ type: 'open', run: 1, plan, port: port1 }, port1);
    for (const index of [0, 1, 2]) port2.postMessage({ type: 'need', run: 1, index });
    void thread.ask({ type: 'days' });
  });

  it('shows an import after it was told of it, and plays an open run as it was', async () => {
    const plan = await thread.plan(CONFIG);
    const { port1, port2 } = new MessageChannel();
    thread.post({ type: 'open', run: 1, plan, port: port1 }, port1);
    port2.postMessage({ type: 'need', run: 1, index: 0 });
    const before = await message(port2);
    const other = smallSpec({ profiles: IBM.profiles, seed: 11, withQuotes: false });
    await sample.store.commitFiles(await stageSample(other, { folder: await sample.store.staging() }));
    thread.post({ type: 'store-changed' });
    port2.postMessage({ type: 'need', run: 1, index: 0 });
    const after = await message(port2);
    const digests = (answer: FromUpkeep): string[] =>
      answer.type === 'block' ? answer.block.streams.map(({ digest }) => digest) : [];
    expect(digests(after)).toEqual(digests(before));

    const { port1: newPort, port2: newEnd } = new MessageChannel();
    thread.post({ type: 'open', run: 2, plan: await thread.plan(CONFIG), port: newPort }, newPort);
    newEnd.postMessage({ type: 'need', run: 2, index: 0 });
    expect(digests(await message(newEnd))[0]).not.toBe(digests(before)[0]);
    port2.close();
    newEnd.close();
  });

  it('answers what is asked right after an import by what was imported', async () => {
    const dataDir = await tempDir();
    const onEmpty = new ThreadUnderTest(dataDir);
    const ids = async (): Promise<string[]> =>
      ((await onEmpty.ask({ type: 'summaries' })) as { result: { id: string }[] }).result.map(({ id }) => id);
    expect(await ids()).toEqual([]);
    const store = await openStore({ dataDir, mode: 'write' });
    for (const seed of [3, 4, 5]) {
      const spec = smallSpec({
        profiles: [{ ...ensure(IBM.profiles[0], 'IBM'), symbol: `S${seed}` }],
        withQuotes: false,
      });
      const earlier = onEmpty.ask({ type: 'days' });
      await store.commitFiles(await stageSample(spec, { folder: await store.staging() }));
      onEmpty.post({ type: 'store-changed' });
      expect(await ids()).toContain(`bars/1s/S${seed}/sample`);
      await earlier;
    }
    await store.close();
    onEmpty.post({ type: 'shutdown' });
    expect(await onEmpty.exited).toBe(0);
  });
});

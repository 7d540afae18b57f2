import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RemoteClient } from '../../renderer/backend/remote-client.ts';
import type { RequestArgs, RequestName } from '../../shared/ipc/contract.ts';
import type { Job } from '../../shared/store/job.ts';
import type { StoreChanges, StorePlan } from '../../shared/store/operations.ts';
import { nextEvent, serve, type Served } from '../support/served.ts';

type JobRequest = Extract<RequestName, `store.${string}` | 'sample.load'> & Exclude<RequestName, 'store.plan'>;

describe('operations on the store, asked by a window', () => {
  let folder: string;
  let served: Served;
  let window: RemoteClient;

  /** Starts a job and answers it when it has ended. */
  const job = async <Name extends JobRequest>(name: Name, args: RequestArgs<Name>): Promise<Job> => {
    const ended = new Map<string, Job>();
    const stop = window.on('job', (event) => {
      if (event.state !== 'running') ended.set(event.id, event);
    });
    const { jobId } = (await window.request(name, args)) as { jobId: string };
    const found =
      ended.get(jobId) ?? (await nextEvent(window, 'job', ({ id, state }) => id === jobId && state !== 'running'));
    stop();
    return found;
  };
  const rows = async (): Promise<number> =>
    (await window.request('catalog.list', {})).reduce((sum, series) => sum + series.rows, 0);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tapedeck-served-store-'));
    served = await serve(join(folder, 'data'));
    window = served.openWindow();
    expect((await job('sample.load', {})).state).toBe('done');
  });

  afterAll(async () => {
    await served.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('says what a removal would take, takes exactly that, and has it back from a backup', async () => {
    const before = await rows();
    const file = join(folder, 'backup.tar');
    const backup = await job('store.backup', { path: file });
    expect(backup).toMatchObject({ kind: 'backup', state: 'done', progress: 1, result: { rows: before, path: file } });

    const removal = {
      seriesIds: ['bars/1s/AAPL/sample', 'quotes/event/AAPL/sample'],
      from: '2025-07-01',
      to: '2025-07-01',
    };
    const plan: StorePlan = await window.request('store.plan', { operation: 'delete', ...removal });
    expect(plan.series.map(({ id }) => id)).toEqual(removal.seriesIds);
    const changed = nextEvent(window, 'catalog.changed', (event) => event.rows === before - plan.rows);
    const { bytesFreed, ...done } = (await job('store.delete', removal)).result as StoreChanges;
    expect(done).toEqual(plan);
    expect(bytesFreed).toBeGreaterThan(0);
    await changed;
    expect(await rows()).toBe(before - plan.rows);

    const restored = await job('store.restore', { file: { path: file } });
    expect(restored.result).toMatchObject({ rows: plan.rows, replaced: 0 });
    expect(await rows()).toBe(before);
    expect((await job('store.verify', {})).result).toMatchObject({ damaged: [] });
  });

  it('puts a backup without a path where a person looks for downloads, and restores one that was sent up or named', async () => {
    const { result } = await job('store.backup', {});
    const { path } = result as { readonly path: string };
    expect(path).toMatch(/tapedeck-\d{4}-\d{2}-\d{2}\.tar$/);
    await rm(path);
    await expect(window.request('store.restore', { file: { upload: 'no-such-upload' } })).rejects.toMatchObject({
      code: 'not-found',
    });
    const failed = await job('store.restore', { file: { path: join(folder, 'missing.tar') } });
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'bad-file' } });
  });

  it('keeps the rules of retention, and removes nothing that they keep', async () => {
    const rules = [{ of: '1s', days: 36_500 }];
    expect(await window.request('store.plan', { operation: 'retention', rules })).toMatchObject({ rows: 0 });
    expect((await job('store.retention', { rules })).result).toMatchObject({ rows: 0 });
    expect((await window.request('settings.get', {})).retention).toEqual(rules);
    const plan = await window.request('store.plan', { operation: 'retention', rules: [{ of: 'quotes', days: 1 }] });
    expect(new Set(plan.series.map(({ kind }) => kind))).toEqual(new Set(['quotes']));
  });

  it('joins small files and refuses what is not there', async () => {
    expect((await job('store.compact', {})).state).toBe('done');
    expect(await window.request('store.plan', { operation: 'compact' })).toMatchObject({ files: 0 });
    const unknown = { seriesIds: ['bars/1s/NOSUCH/sample'] };
    await expect(window.request('store.delete', unknown)).rejects.toMatchObject({ code: 'not-found' });
    const migrated = await job('store.migrate', { path: folder, dryRun: true, options: {} });
    expect(migrated).toMatchObject({ kind: 'migrate', state: 'failed', error: { code: 'not-found' } });
    expect((await readdir(folder)).sort()).toEqual(['backup.tar', 'data']);
  });
});

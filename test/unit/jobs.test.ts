import { describe, expect, it } from 'vitest';

import { Jobs } from '../../electron/backend/jobs.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { throwIfCancelled } from '../../shared/lang/cancel.ts';
import type { Job } from '../../shared/store/job.ts';

function recorded(now?: () => number): { jobs: Jobs; changes: Job[]; ended: () => Promise<Job> } {
  const changes: Job[] = [];
  let onEnd: (job: Job) => void = () => undefined;
  const jobs = new Jobs((job) => {
    changes.push(job);
    if (job.state !== 'running') onEnd(job);
  }, now);
  return { jobs, changes, ended: () => new Promise((resolve) => (onEnd = resolve)) };
}

describe('jobs', () => {
  it('tell their progress and end with their result', async () => {
    const { jobs, changes, ended } = recorded();
    const end = ended();
    const id = jobs.start({
      kind: 'import',
      title: 'Import of 1 file',
      run: async (_signal, report) => {
        report(0.5, '1 of 2');
        report(0.6, 'dropped: too soon after the one before');
        return 7;
      },
      summary: (result) => `${result as number} rows`,
    });
    expect(await end).toEqual({
      id,
      kind: 'import',
      title: 'Import of 1 file',
      state: 'done',
      progress: 1,
      detail: '7 rows',
      result: 7,
    });
    expect(changes.map(({ state, detail }) => [state, detail])).toEqual([
      ['running', ''],
      ['running', '1 of 2'],
      ['done', '7 rows'],
    ]);
    expect(jobs.cancel(id)).toBe(false);
  });

  it('end as failed with a reason, as cancelled when they were', async () => {
    const { jobs, ended } = recorded();
    let end = ended();
    jobs.start({ kind: 'export', title: 'a', run: () => Promise.reject(new AppError('disk-full', 'no room')) });
    expect(await end).toMatchObject({ state: 'failed', error: { code: 'disk-full', message: 'no room' } });

    end = ended();
    const id = jobs.start({
      kind: 'sample',
      title: 'b',
      run: async (signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throwIfCancelled(signal, 'The work');
      },
    });
    expect(jobs.cancel(id)).toBe(true);
    expect(await end).toMatchObject({ state: 'cancelled', error: { code: 'cancelled' } });
    expect(jobs.list().map(({ title }) => title)).toEqual(['b', 'a']);
    expect(() => jobs.cancel('unknown')).toThrow('There is no job unknown');
  });

  it('tell the time left at the pace so far, once it is known, and not when they have ended', async () => {
    let wallMs = 0;
    const { jobs, changes, ended } = recorded(() => wallMs);
    const end = ended();
    jobs.start({
      kind: 'backup',
      title: 'a',
      run: async (_signal, report) => {
        for (const [at, progress] of [[500, 0.5], [2_000, 0.01], [4_000, 0.25], [6_000, undefined], [9_000, 0.9]] as const) {
          wallMs = at;
          report(progress, '');
        }
      },
    }); // prettier-ignore
    await end;
    expect(changes.map(({ timeLeftMs }) => timeLeftMs)).toEqual([
      ...[undefined, undefined, undefined, 12_000, undefined, 1_000],
      undefined,
    ]);
  });

  it('are all cancelled and awaited when the backend closes', async () => {
    const { jobs, changes } = recorded();
    jobs.start({
      kind: 'verify',
      title: 'slow',
      run: async (signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', () => setImmediate(resolve)));
        throwIfCancelled(signal, 'The work');
      },
    });
    await jobs.close();
    expect(changes.at(-1)?.state).toBe('cancelled');
  });

  it('are forgotten from the oldest on, those that run never', async () => {
    const { jobs } = recorded();
    const release: (() => void)[] = [];
    jobs.start({ kind: 'verify', title: 'running', run: () => new Promise<void>((resolve) => release.push(resolve)) });
    for (let n = 0; n < 60; n++) {
      jobs.start({ kind: 'verify', title: `${n}`, run: () => Promise.resolve() });
      await new Promise((resolve) => setImmediate(resolve));
    }
    const titles = jobs.list().map(({ title }) => title);
    expect([titles.length <= 52, titles[0], titles.at(-1)]).toEqual([true, '59', 'running']);
    release[0]?.();
    await jobs.close();
  });
});

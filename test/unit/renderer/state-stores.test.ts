import { describe, expect, test } from 'vitest';

import type { CurrentSession } from '../../../shared/ipc/contract.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../shared/ipc/settings.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import type { SessionDate } from '../../../shared/market/time.ts';
import type { ReplayState } from '../../../shared/session/replay.ts';
import type { Job } from '../../../shared/store/job.ts';
import { createJobsStore } from '../../../renderer/state/jobs-store.ts';
import { createNoticesStore } from '../../../renderer/state/notices-store.ts';
import { openReplayAt } from '../../../renderer/state/open-replay.ts';
import { createServices, type Services } from '../../../renderer/state/services.ts';
import { FakeClient } from '../../support/fake-client.ts';
import { at } from '../../support/series.ts';

const replay = { status: 'paused', clock: at('2013-10-07T13:30:00Z') } as ReplayState;
const day = '2013-10-07' as SessionDate;

function session(name: string, config: unknown = { session_name: name }): CurrentSession {
  return {
    config,
    state: replay,
    run: {
      runId: '1',
      name,
      timeZone: 'America/New_York',
      calendar: 'us-equities',
      sessions: [
        {
          index: 0,
          date: day,
          open: at('2013-10-07T13:30:00Z'),
          close: at('2013-10-07T20:00:00Z'),
          isEarlyClose: false,
        },
      ],
      symbols: [{ symbol: 'SPY', base: '1s' as never, intervals: [], priceScale: 2, hasQuotes: false }],
      upkeepEnabled: true,
      remarks: [],
    },
  };
}

function servicesWith(client: FakeClient): Services {
  let hash = '';
  return createServices(client, {
    get: () => hash,
    set: (next) => {
      hash = next;
    },
    onChange: () => undefined,
  });
}

function backend(settings: Partial<Settings> = {}): FakeClient {
  return new FakeClient({
    'settings.get': () => ({ ...DEFAULT_SETTINGS, ...settings }),
    'settings.set': () => DEFAULT_SETTINGS,
    'session.open': ({ config }) => session((config as { session_name: string }).session_name, config),
    'replay.command': (command) => ({
      ...replay,
      clock: command.type === 'seek' ? (command.time as never) : replay.clock,
    }),
  });
}

describe('notices', () => {
  test('those that pass can be taken away together; a failure stays', () => {
    const notices = createNoticesStore();
    notices.getState().show('ok', 'Run A: 8 round trips');
    notices.getState().show('bad', 'The disk is full.');
    notices.getState().show('info', 'B runs in the background.');
    notices.getState().dismissPassing();
    expect(notices.getState().notices.map(({ text }) => text)).toEqual(['The disk is full.']);
  });

  test('the same text twice is one line, and a cancellation is none', () => {
    const notices = createNoticesStore();
    notices.getState().show('bad', 'The disk is full.');
    notices.getState().showError(new AppError('disk-full', 'The disk is full.'));
    notices.getState().showError(new AppError('cancelled', 'Import was cancelled.'));
    expect(notices.getState().notices.map(({ tone, text }) => [tone, text])).toEqual([['bad', 'The disk is full.']]);
  });
});

describe('jobs', () => {
  const job = (state: Job['state'], more: Partial<Job> = {}): Job => ({
    id: 'j',
    kind: 'import',
    title: 'Import 2 files',
    state,
    detail: '3,234 rows',
    ...more,
  });

  test('a job that ends is told once, unless its outcome is in sight; a failure always', () => {
    const client = new FakeClient();
    const notices = createNoticesStore();
    const jobs = createJobsStore(client, notices, ({ title }) => title === 'Seen');
    client.emit('job', job('running', { progress: 0.5 }));
    client.emit('job', job('done'));
    client.emit('job', job('done'));
    client.emit('job', job('done', { id: 'k', title: 'Seen' }));
    client.emit(
      'job',
      job('failed', { id: 'l', title: 'Export', error: { code: 'disk-full', message: 'The disk is full.' } }),
    );
    expect(notices.getState().notices.map(({ text }) => text)).toEqual([
      'Import 2 files: 3,234 rows',
      'Export: The disk is full.',
    ]);
    expect(jobs.getState().jobs.map(({ id }) => id)).toEqual(['l', 'k', 'j']);
  });

  test('ended jobs that were cleared do not come back with a refresh', async () => {
    const client = new FakeClient({ 'jobs.list': () => [job('done'), job('running', { id: 'r' })] });
    const jobs = createJobsStore(client, createNoticesStore(), () => true);
    await jobs.getState().refresh();
    jobs.getState().clearEnded();
    await jobs.getState().refresh();
    expect(jobs.getState().jobs.map(({ id }) => id)).toEqual(['r']);
  });
});

describe('sessions', () => {
  test('an opened run is known at once and first among the recent ones, once', async () => {
    const client = backend({
      recentSessions: [
        { name: 'Other', config: {} },
        { name: 'One', config: { session_name: 'One' } },
      ],
    });
    const services = servicesWith(client);
    await services.settings.getState().load();
    await services.session.getState().open({ session_name: 'One' });
    expect(services.session.getState().run?.name).toBe('One');
    expect(services.settings.getState().settings?.recentSessions.map(({ name }) => name)).toEqual(['One', 'Other']);
  });

  test('a run closed elsewhere is gone here', async () => {
    const client = backend();
    const services = servicesWith(client);
    await services.session.getState().open({ session_name: 'One' });
    client.emit('session.changed', undefined);
    expect(services.session.getState().run).toBeUndefined();
  });

  test('a moment of the open run is sought; one outside opens a run of its series and day', async () => {
    const client = backend();
    const services = servicesWith(client);
    await services.session.getState().open({ session_name: 'One' });
    const time = at('2013-10-07T14:51:00Z');
    await openReplayAt(services, { symbol: 'SPY', interval: '1s', source: 'lean', date: day, time });
    expect([
      client.argsOf('session.open').length,
      client.argsOf('replay.command'),
      services.navigation.getState().view,
    ]).toEqual([1, [{ type: 'seek', time }], 'replay']);
    await openReplayAt(services, { symbol: 'IBM', interval: '1s', source: 'lean', date: day });
    expect(client.argsOf('session.open')[1]).toMatchObject({
      config: {
        data_streams: [{ type: 'bars', symbol: 'IBM', interval: '1s', source: 'lean' }],
        dates: { from: day, to: day },
      },
    });
  });

  test('a refusal to open is told and leaves the view', async () => {
    const client = new FakeClient({
      'session.open': () => {
        throw new AppError('not-found', 'IBM 1s has no data on 2013-10-07.');
      },
    });
    const services = servicesWith(client);
    await openReplayAt(services, { symbol: 'IBM', interval: '1s', source: 'lean', date: day });
    expect([services.notices.getState().notices[0]?.text, services.navigation.getState().view]).toEqual([
      'IBM 1s has no data on 2013-10-07.',
      'library',
    ]);
  });
});

test('a setting applies before the backend has kept it', async () => {
  const services = servicesWith(backend());
  await services.settings.getState().load();
  services.settings.getState().update({ theme: 'light' });
  expect(services.settings.getState().settings?.theme).toBe('light');
});

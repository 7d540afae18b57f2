import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';

import { playThrough, type PlayOptions } from '../../../electron/backend/runs/play-through.ts';
import { PlayedCsv } from '../../../electron/backend/runs/played-csv.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import { testRun, type TestRun } from '../../support/blocks.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const threeSessions = (): TestRun =>
  testRun(
    [
      { type: 'bars', symbol: 'SPY', interval: '1s' },
      { type: 'quotes', symbol: 'SPY' },
    ],
    [0, 1, 2].map(() => ({
      seconds: 180,
      rows: [
        [0, 1, 2, 61, 179],
        [-1, 0.5, 100],
      ],
    })),
    ['1m'],
  );

function options({ plan, blocks }: TestRun, more: Partial<PlayOptions> = {}): PlayOptions {
  return {
    plan,
    loadBlock: (index) => Promise.resolve(ensure(blocks[index], `block ${index}`)),
    signal: new AbortController().signal,
    progress: () => undefined,
    ...more,
  };
}

it('plays every session once, in order, and counts what it delivered', async () => {
  const loaded: number[] = [];
  const run = threeSessions();
  const played = await playThrough(
    options(run, {
      loadBlock: (index) => {
        loaded.push(index);
        return Promise.resolve(ensure(run.blocks[index], 'block'));
      },
    }),
  );
  expect(loaded).toEqual([0, 1, 2]);
  expect(played).toMatchObject({ sessions: 3, bars: 15, quotes: 6, events: 21, clock: run.plan.sessions[2]?.close });
});

it('writes the very bytes that it hashes', async () => {
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  const { eventLogSha256 } = await playThrough(options(threeSessions(), { writeLog: (bytes) => hash.update(bytes) }));
  expect(hash.digest('hex')).toBe(eventLogSha256);
  expect((await playThrough(options(threeSessions()))).eventLogSha256).toBe(eventLogSha256);
});

it('stops at Ctrl-C and waits for the session that is being loaded', async () => {
  const cancel = new AbortController();
  const run = threeSessions();
  let pending = 0;
  const played = playThrough(
    options(run, {
      signal: cancel.signal,
      loadBlock: async (index) => {
        pending++;
        if (index === 1) cancel.abort();
        await Promise.resolve();
        pending--;
        return ensure(run.blocks[index], 'block');
      },
    }),
  );
  await expect(played).rejects.toMatchObject({ code: 'cancelled' });
  expect(pending).toBe(0);
});

it('hands on why a session could not be loaded', async () => {
  const run = threeSessions();
  const failing = (index: number): PlayOptions['loadBlock'] extends (index: number) => infer R ? R : never =>
    index === 1 ? Promise.reject(new Error('disk')) : Promise.resolve(ensure(run.blocks[index], 'block'));
  await expect(playThrough(options(run, { loadBlock: failing }))).rejects.toThrow('disk');
});

it('writes one CSV file a stream and derived interval, each row as it was delivered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-csv-'));
  folders.push(folder);
  const run = threeSessions();
  let csv: PlayedCsv | undefined;
  await playThrough(
    options(run, { listen: (engine) => (csv = new PlayedCsv(folder, run.plan, () => engine().layout)) }),
  );
  csv?.close();
  expect(readdirSync(folder).sort()).toEqual(['bars.1m.SPY.csv', 'bars.1s.SPY.csv', 'quotes.SPY.csv']);
  const lines = (name: string): string[] => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
  const { columns } = ensure(run.blocks[0]?.streams[0], 'bars');
  const close = 'close' in columns ? ensure(columns.close[0], 'close').toFixed(2) : '';
  expect(lines('bars.1s.SPY.csv')).toHaveLength(16);
  expect(lines('bars.1s.SPY.csv')[1]?.split(',')).toMatchObject({ 0: '2024-01-02T14:30:00Z', 4: close, 6: '0' });
  expect(lines('quotes.SPY.csv')).toHaveLength(7);
  expect(lines('bars.1m.SPY.csv')[1]?.split(',').slice(-3)).toEqual(['60', '3', '0']);
});

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { SessionStatus } from '../../shared/session/status.ts';
import { A3_CONFIG } from '../support/a3-config.ts';
import { CliFolder, isWindowBuilt } from '../support/cli.ts';
import { nextEvent, paintFrames, serve, type Served } from '../support/served.ts';
import { testData } from '../support/test-data.ts';

const data = testData();

/** Recorded files that stand for the symbols of the configuration. */
const RENAMED: readonly (readonly [string, string])[] = [
  ['AAPL', 'us_equity/1s/bars/SPY_1s_2013-10-07_2013-10-11.parquet'],
  ['AAPL', 'us_equity/1s/quotes/SPY_quotes_1s_2013-10-07_2013-10-11.parquet'],
  ['RIVN', 'us_equity/1m/bars/BAC_1m_2013-10-04_2013-10-11.parquet'],
  ['TSLA', 'us_equity/1s/bars/IBM_1s_2013-10-07_2013-10-11.parquet'],
  ['MSFT', 'us_equity/1s/quotes/BAC_quotes_1s_2013-10-07_2013-10-11.parquet'],
];

const ONE_MINUTE_ONLY = {
  session_name: '1m_only',
  mode: 'backtest',
  data_streams: ['AAPL', 'RIVN'].map((symbol) => ({ type: 'bars', symbol, interval: '1m' })),
  session_data_config: { data_upkeep: { derived_intervals: ['5m', '1h', '1d', '1w'] } },
};

let cli: CliFolder;
beforeEach(async () => {
  cli = await CliFolder.make();
});
afterEach(() => cli.remove());

async function run(config: unknown): Promise<Record<string, unknown>> {
  const path = join(cli.path, 'session.json');
  await writeFile(path, JSON.stringify(config));
  const { code, json, stderr } = await cli.run('run', path, '--json');
  expect(code, stderr).toBe(0);
  return json();
}

describe('the session configuration of the requirements', () => {
  it.skipIf(data === undefined)(
    'runs as it stands on recorded files renamed to its symbols (A3)',
    async () => {
      for (const [symbol, file] of RENAMED) {
        const { code, stderr } = await cli.run('import', join(data ?? '', file), '--symbol', symbol, '--quiet');
        expect(code, stderr).toBe(0);
      }
      const played = await run({ ...A3_CONFIG, dates: { from: '2013-10-07', to: '2013-10-08' } });
      expect(played).toMatchObject({ session: '1s_mixed_backtest', sessions: 2, timerExpired: 0 });
      const { bars, quotes } = played as { bars: number; quotes: number };
      expect(bars).toBeGreaterThan(25_000);
      expect(quotes).toBeGreaterThan(50_000);
    },
    180_000,
  );

  it('has a counterpart of 1m bases only, which runs as well', async () => {
    expect((await cli.run('sample', '--symbols', '4', '--sessions', '2', '--quiet')).code).toBe(0);
    // A whole day and a half one; minutes that were lost come from the seconds of the same source.
    expect(await run(ONE_MINUTE_ONLY)).toMatchObject({ sessions: 2, quotes: 0, bars: 2 * (390 + 210) });
  });
});

describe('session status', () => {
  let served: Served | undefined;
  afterEach(() => served?.stop());

  it.skipIf(!isWindowBuilt)(
    'shows clock, state, speed, and base, position, queue and quality of each stream of the running host',
    async () => {
      expect((await cli.run('sample', '--symbols', '4', '--sessions', '2', '--quiet')).code).toBe(0);
      const nobody = await cli.run('session', 'status', '--json');
      expect([nobody.code, nobody.json()]).toMatchObject([1, { error: { code: 'not-found' } }]);

      served = await serve(cli.dataDir);
      const window = served.openWindow();
      const none = await cli.run('session', 'status', '--json');
      expect([none.code, none.json()]).toMatchObject([
        1,
        { error: { message: expect.stringContaining('no session') as string } },
      ]);

      paintFrames(window);
      const { run: opened } = await window.request('session.open', { config: A3_CONFIG });
      await window.request('replay.command', { type: 'speed', speed: 600 });
      const atNoon = opened.sessions[0]!.open + 2 * 3_600_000_000;
      const arrived = nextEvent(window, 'frame', ({ state }) => state.status === 'paused' && state.clock === atNoon);
      await window.request('replay.command', { type: 'seek', time: atNoon });
      await arrived;

      const { code, json } = await cli.run('session', 'status', '--json');
      expect(code).toBe(0);
      const status = json<SessionStatus>();
      expect(status).toMatchObject({ session: '1s_mixed_backtest', state: 'paused', speed: 600, upkeep: true });
      expect(Date.parse(status.clock) * 1_000).toBe(atNoon);
      expect(status.streams.map(({ type, symbol, interval }) => [type, symbol, interval])).toEqual([
        ['bars', 'AAPL', '1s'],
        ['quotes', 'AAPL', 'event'],
        ['bars', 'RIVN', '1m'],
        ['bars', 'TSLA', '1s'],
        ['quotes', 'MSFT', 'event'],
      ]);
      for (const { type, position, queue, quality } of status.streams) {
        expect(position).toBeGreaterThan(100);
        expect(queue).toBeGreaterThan(100);
        if (type === 'bars') expect(quality).toBeGreaterThan(90);
        else expect(quality).toBeUndefined();
      }
      expect((await cli.run('session', 'status')).stdout).toContain('1s_mixed_backtest: paused at 2025-');
    },
    60_000,
  );
});

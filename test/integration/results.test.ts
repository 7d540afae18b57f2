import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RemoteClient } from '../../renderer/backend/remote-client.ts';
import type { Job } from '../../shared/store/job.ts';
import type { ResultSummary } from '../../shared/trading/result.ts';
import { CliFolder } from '../support/cli.ts';
import { nextEvent, paintFrames, serve, type Served } from '../support/served.ts';

const SESSION = {
  session_name: 'cross of AAPL',
  mode: 'backtest',
  data_streams: [{ type: 'bars', symbol: 'AAPL', interval: '1s' }],
  strategy: { name: 'sma-cross', params: { fast: 5, slow: 15, interval: '1m', side: 'both' } },
};

interface RunJson {
  readonly reportSha256: string;
  readonly eventLogSha256: string;
  readonly fills: number;
  readonly statistics: { readonly trades: number };
}

describe('results of one run', () => {
  let cli: CliFolder;
  let served: Served;
  let window: RemoteClient;
  let first: RunJson;

  const folder = (name: string): string => join(cli.path, name);
  const bytesOf = async (name: string): Promise<Record<string, string>> => {
    const files = (await readdir(folder(name))).sort();
    return Object.fromEntries(
      await Promise.all(
        files.map(async (file) => [file, (await readFile(join(folder(name), file))).toString('base64')]),
      ),
    ) as Record<string, string>;
  };
  const ended = (jobId: string): Promise<Job> =>
    nextEvent(window, 'job', ({ id, state }) => id === jobId && state !== 'running');
  /** Starts a job and waits for its end: no event of it is missed, since the wait begins before the answer is read. */
  async function done(request: Promise<{ readonly jobId: string }>): Promise<Job> {
    const { jobId } = await request;
    const end = ended(jobId);
    const known = (await window.request('jobs.list', {})).find(({ id }) => id === jobId);
    return known !== undefined && known.state !== 'running' ? known : end;
  }
  const list = (): Promise<readonly ResultSummary[]> => window.request('results.list', {});

  beforeAll(async () => {
    cli = await CliFolder.make();
    expect((await cli.run('sample', '--symbols', '1', '--sessions', '2', '--quiet')).code).toBe(0);
    await writeFile(folder('session.json'), JSON.stringify(SESSION));
    first = (
      await cli.run('run', 'session.json', '--out', 'first', '--report', 'report.html', '--json')
    ).json<RunJson>();
    served = await serve(cli.dataDir);
    window = served.openWindow();
    paintFrames(window);
  });
  afterAll(async () => {
    await served.stop();
    await cli.remove();
  });

  it('are the same bytes from a run in the background, kept in Results with what it takes to run them again', async () => {
    expect(first.fills).toBeGreaterThan(10);
    const job = await done(window.request('run.start', { config: SESSION }));
    expect(job).toMatchObject({ kind: 'run', state: 'done', resultId: expect.any(String) as string });
    const [summary] = await list();
    expect(summary).toMatchObject({
      id: job.resultId,
      name: 'cross of AAPL',
      strategy: 'sma-cross',
      params: SESSION.strategy.params,
      symbols: ['AAPL'],
      trades: first.statistics.trades,
      reportSha256: first.reportSha256,
    });
    const stored = join(cli.dataDir, 'results', summary?.id ?? '');
    expect(await readFile(join(stored, 'report.json'), 'utf8')).toBe(
      await readFile(join(folder('first'), 'report.json'), 'utf8'),
    );
    const again = await cli.run('run', '--from-result', stored, '--json');
    expect(again.json()).toMatchObject({ reportSha256: first.reportSha256 });
  });

  it('are the same bytes from a replay that was scrubbed on its way', async () => {
    await expect(window.request('results.keep', {})).rejects.toMatchObject({ code: 'not-allowed' });
    const { run } = await window.request('session.open', { config: SESSION });
    const { open, close } = run.sessions[0]!;
    const seek = async (share: number): Promise<void> => {
      const time = open + Math.round((close - open) * share);
      const there = nextEvent(window, 'frame', ({ state }) => state.clock >= time && state.status === 'paused');
      await window.request('replay.command', { type: 'seek', time });
      await there;
    };
    for (const share of [0.6, 0.2, 0.9]) await seek(share);
    await expect(window.request('results.keep', {})).rejects.toMatchObject({ code: 'not-allowed' });
    const end = nextEvent(window, 'frame', ({ state }) => state.status === 'ended');
    await window.request('replay.command', { type: 'speed', speed: 'max' });
    await window.request('replay.command', { type: 'play' });
    await end;
    expect(await window.request('results.keep', {})).toMatchObject({ reportSha256: first.reportSha256 });
    await window.request('session.close', {});
  });

  it('come to a window with equity, drawdown and exposure as columns, and every round trip', async () => {
    const [summary] = await list();
    const detail = await window.request('results.get', { id: summary?.id ?? '' });
    const { time, equity, drawdown, exposure } = detail.curve;
    expect(new Set([equity.length, drawdown.length, exposure.length])).toEqual(new Set([time.length]));
    expect(time.length).toBeLessThanOrEqual(4_000);
    expect(equity.at(-1)).toBe(summary?.equityEnd);
    expect(-Math.min(...drawdown)).toBeCloseTo(summary?.maxDrawdown ?? Number.NaN, 12);
    expect(detail.roundTrips).toHaveLength(first.statistics.trades);
    expect(detail).toMatchObject({ summary, config: SESSION, currency: 'USD', calendar: 'us-equities' });
  });

  it('are exported as one HTML or JSON file or as tables, beside what is there already', async () => {
    const [summary] = await list();
    const id = summary?.id ?? '';
    const pathOf = async (format: 'html' | 'csv' | 'json' | 'parquet'): Promise<string> => {
      const job = await done(window.request('results.export', { id, format }));
      expect(job.state, JSON.stringify(job.error)).toBe('done');
      return (job.result as { path: string }).path;
    };
    const [html, again, json, csv, parquet] = [
      await pathOf('html'),
      await pathOf('html'),
      await pathOf('json'),
      await pathOf('csv'),
      await pathOf('parquet'),
    ];
    expect(again).not.toBe(html);
    expect(await readFile(html, 'utf8')).toBe(await readFile(folder('report.html'), 'utf8'));
    expect(await readFile(json, 'utf8')).toBe(await readFile(join(folder('first'), 'report.json'), 'utf8'));
    const tables = ['commands', 'equity', 'fills', 'log', 'orders', 'review', 'round-trips', 'sessions', 'statistics'];
    expect((await readdir(csv)).sort()).toEqual(tables.map((name) => `${name}.csv`));
    expect((await readdir(parquet)).sort()).toEqual(tables.map((name) => `${name}.parquet`));
    expect(await readFile(join(csv, 'fills.csv'))).toEqual(await readFile(join(folder('first'), 'fills.csv')));
  });

  it('are deleted, and then not found', async () => {
    const before = await list();
    const ids = before.map(({ id }) => id);
    expect(await window.request('results.delete', { ids: [ids[0]!] })).toEqual({ deleted: 1 });
    expect((await list()).map(({ id }) => id)).toEqual(ids.slice(1));
    await expect(window.request('results.get', { id: ids[0]! })).rejects.toMatchObject({ code: 'not-found' });
    await expect(window.request('results.get', { id: '../results' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuse a session that cannot be run before any job begins', async () => {
    const config = { ...SESSION, strategy: { name: 'sma-cros' } };
    await expect(window.request('run.start', { config })).rejects.toMatchObject({ code: 'bad-config' });
  });

  it('run again from --out give the same files, byte for byte', async () => {
    expect(await cli.run('run', '--from-result', 'first', '--out', 'second', '--json')).toMatchObject({ code: 0 });
    expect(await bytesOf('second')).toEqual(await bytesOf('first'));
  });

  it('of a strategy’s file run again from the file as it was, though it was changed since', async () => {
    const text = (quantity: number): string =>
      `import { Strategy, type Context } from 'tapedeck';\nexport default class Own extends Strategy {\n  override onSessionStart(ctx: Context): void {\n    ctx.orders.buy('AAPL', { quantity: ${quantity} });\n  }\n}\n`;
    await writeFile(folder('own.ts'), text(1));
    await writeFile(folder('own.json'), JSON.stringify({ ...SESSION, strategy: { name: './own.ts' } }));
    const before = (await cli.run('run', 'own.json', '--out', 'own', '--json')).json<RunJson>();
    expect(before.fills).toBeGreaterThan(0);
    await writeFile(folder('own.ts'), text(2));
    const again = await cli.run('run', '--from-result', 'own', '--json');
    expect(again.json(), again.stderr).toMatchObject({ reportSha256: before.reportSha256 });
  });

  it('say which series changed when the data give another result', async () => {
    expect((await cli.run('run', 'session.json', '--out', 'moved', '--json')).code).toBe(0);
    const path = join(folder('moved'), 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    const streams = (manifest['streams'] as { series: string }[]).map(({ series }) => ({
      series,
      files: ['0'.repeat(64)],
    }));
    await writeFile(path, JSON.stringify({ ...manifest, streams, reportSha256: '0'.repeat(64) }));
    const again = await cli.run('run', '--from-result', 'moved', '--json');
    expect(again.code).toBe(1);
    expect(again.json<{ error: { message: string } }>().error.message).toContain(streams[0]!.series);
  });

  it('of another version say so, and whether every event is the same, when the bytes differ', async () => {
    expect((await cli.run('run', 'session.json', '--out', 'older', '--json')).code).toBe(0);
    const path = join(folder('older'), 'manifest.json');
    const { resultVersion: _, ...manifest } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    const messageOf = async (older: object): Promise<string> => {
      await writeFile(path, JSON.stringify({ ...manifest, reportSha256: '0'.repeat(64), ...older }));
      const again = await cli.run('run', '--from-result', 'older', '--json');
      expect(again.code).toBe(1);
      return again.json<{ error: { message: string } }>().error.message;
    };
    const [same, other] = [await messageOf({}), await messageOf({ eventLogSha256: '1'.repeat(64) })];
    expect(same).toMatch(/made by another version.*results of form 1;.*Every event, order and fill is the same/);
    expect(other).toMatch(/made by another version.*results of form 1;.*orders or fills may differ/);
  });

  it('that are not there cannot be run again', async () => {
    const again = await cli.run('run', '--from-result', 'nowhere', '--json');
    expect(again.json()).toMatchObject({ error: { code: 'not-found' } });
  });
});

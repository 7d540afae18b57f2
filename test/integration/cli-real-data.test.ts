import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ImportSummary } from '../../shared/store/import.ts';
import { CliFolder } from '../support/cli.ts';
import { testData } from '../support/test-data.ts';

const data = testData();

interface SeriesJson {
  readonly kind: string;
  readonly symbol: string;
  readonly interval?: string;
  readonly sampled?: string;
  readonly rows: number;
  readonly from: string;
  readonly quality?: number;
}

interface QualityJson {
  readonly calendar: string;
  readonly sessions: readonly {
    readonly date: string;
    readonly open: string;
    readonly close: string;
    readonly expected: number;
    readonly present: number;
    readonly verifiedEmpty: number;
    readonly missing: number;
  }[];
}

describe.skipIf(data === undefined)('the built command line on recorded data (TAPEDECK_TEST_DATA)', () => {
  let cli: CliFolder;
  let imported: ImportSummary;
  const paths = ['1s', '1m'].map((grid) => join(data ?? '', 'us_equity', grid));

  beforeAll(async () => {
    cli = await CliFolder.make();
    const { code, stderr, json } = await cli.run('import', ...paths, '--json');
    expect(code, stderr).toBe(0);
    imported = json<ImportSummary>();
  });

  afterAll(() => cli.remove());

  const quality = async (...args: readonly string[]): Promise<QualityJson> =>
    (await cli.run('quality', ...args, '--json')).json<QualityJson>();

  it('imports folders of canonical files without an option, and a second time changes nothing', async () => {
    expect(imported.files.map(({ status }) => status)).toEqual(imported.files.map(() => 'imported'));
    expect(imported.rowsStored).toBe(imported.files.reduce((sum, file) => sum + file.rowsRead - file.duplicates, 0));
    const before = (await cli.run('catalog', '--json')).stdout;
    const again = (await cli.run('import', ...paths, '--json')).json<ImportSummary>();
    expect(again.files.map(({ status }) => status)).toEqual(again.files.map(() => 'unchanged'));
    expect(again.rowsStored).toBe(0);
    expect((await cli.run('catalog', '--json')).stdout).toBe(before);
  });

  it('lists a series for each kind, symbol and grid', async () => {
    const { series } = (await cli.run('catalog', '--json')).json<{ series: SeriesJson[] }>();
    const spy = series.filter(({ symbol }) => symbol === 'SPY');
    expect(spy.map(({ kind, interval, sampled }) => [kind, interval ?? sampled]).sort()).toEqual([
      ['bars', '1m'],
      ['bars', '1s'],
      ['quotes', '1m'],
      ['quotes', '1s'],
    ]);
    expect(series.reduce((sum, { rows }) => sum + rows, 0)).toBe(imported.rowsStored);
  });

  it('counts 23,400 expected and 19,516 present seconds of SPY on 2013-10-08', async () => {
    const { sessions, calendar } = await quality('SPY', '--interval', '1s');
    const day = sessions.find(({ date }) => date === '2013-10-08');
    expect(calendar).toBe('us-equities');
    expect(sessions.map(({ date }) => date)).toEqual([
      '2013-10-07',
      '2013-10-08',
      '2013-10-09',
      '2013-10-10',
      '2013-10-11',
    ]);
    expect(day).toMatchObject({ expected: 23_400, present: 19_516 });
    expect((day?.verifiedEmpty ?? 0) + (day?.missing ?? 0)).toBe(23_400 - 19_516);
  });

  it('expects 210 minutes of GOOG on the half day of 2015-12-24', async () => {
    const { sessions } = await quality('GOOG', '--interval', '1m', '--from', '2015-12-24', '--to', '2015-12-24');
    expect(sessions).toMatchObject([{ date: '2015-12-24', expected: 210, close: '2015-12-24T18:00:00Z' }]);
  });

  it('aligns SHY to 09:30 New York on both sides of the clock change', async () => {
    const { sessions } = await quality('SHY');
    expect(sessions.map(({ open, expected }) => [open, expected])).toEqual([
      ['2008-03-07T14:30:00Z', 390],
      ['2008-03-10T13:30:00Z', 390],
    ]);
    const hours = await cli.run('bars', 'SHY', '--interval', '1h', '--json');
    const bars = hours.json<{ bars: { time: string }[] }>().bars.map(({ time }) => time);
    expect(bars.filter((time) => time.startsWith('2008-03-10'))[0]).toBe('2008-03-10T13:30:00Z');
    expect(bars[0]).toBe('2008-03-07T14:30:00Z');
  });

  it('derives bars whose sums are those of the base', async () => {
    const dates = ['--from', '2013-10-08', '--to', '2013-10-08', '--json'];
    const bars = async (interval: string): Promise<{ volume: number; high: number; expected?: number }[]> =>
      (await cli.run('bars', 'SPY', '--interval', interval, ...dates)).json<{ bars: never[] }>().bars;
    const [seconds, quarters] = [await bars('1s'), await bars('15m')];
    expect(seconds).toHaveLength(19_516);
    expect(quarters).toHaveLength(26);
    const sum = (rows: readonly { volume: number }[]): number => rows.reduce((total, { volume }) => total + volume, 0);
    expect(sum(quarters)).toBe(sum(seconds));
    expect(Math.max(...quarters.map(({ high }) => high))).toBe(Math.max(...seconds.map(({ high }) => high)));
    expect(quarters.every(({ expected }) => expected === 900)).toBe(true);
  });

  it('shows every slot of the session with --fill previous, from its first bar on', async () => {
    const day = ['--from', '2013-10-08', '--to', '2013-10-08'];
    const { json } = await cli.run('bars', 'IBM', '--interval', '1s', ...day, '--fill', 'previous', '--json');
    const { bars } = json<{
      bars: { time: string; close: number; open: number; volume: number; filled?: boolean }[];
    }>();
    const first = Date.parse(bars[0]?.time ?? '');
    expect(bars).toHaveLength((Date.parse('2013-10-08T20:00:00Z') - first) / 1_000);
    const wrong = bars.filter((bar, i) => bar.filled === true && (bar.volume !== 0 || bar.open !== bars[i - 1]?.close));
    expect(wrong).toEqual([]);
  });

  it('plays the mixed session of the issue to the same event log three times, and a part of it to another', async () => {
    const session = join(cli.path, 'mixed.json');
    await writeFile(
      session,
      JSON.stringify({
        session_name: 'mixed',
        data_streams: [
          { type: 'bars', symbol: 'SPY', interval: '1s' },
          { type: 'quotes', symbol: 'SPY' },
          { type: 'bars', symbol: 'IBM', interval: '1s' },
          { type: 'bars', symbol: 'BAC', interval: '1m' },
          { type: 'quotes', symbol: 'BAC' },
        ],
        dates: { from: '2013-10-07', to: '2013-10-11' },
      }),
    );
    interface RunJson {
      readonly eventLogSha256: string;
      readonly reportSha256: string;
      readonly sessions: number;
      readonly events: number;
      readonly bars: number;
      readonly quotes: number;
      readonly trades: number;
    }
    const run = async (...more: string[]): Promise<RunJson> => {
      const { code, stderr, json } = await cli.run('run', session, '--json', ...more);
      expect(code, stderr).toBe(0);
      return json<RunJson>();
    };
    const runs = [await run(), await run('--csv', join(cli.path, 'csv')), await run('--out', join(cli.path, 'out'))];
    expect(new Set(runs.map(({ eventLogSha256 }) => eventLogSha256)).size).toBe(1);
    expect(new Set(runs.map(({ reportSha256 }) => reportSha256)).size).toBe(1);
    expect(runs[0]).toMatchObject({ sessions: 5, trades: 0 });
    expect(runs[0]?.events).toBe((runs[0]?.bars ?? 0) + (runs[0]?.quotes ?? 0));

    const checked = (await cli.run('validate', join(cli.path, 'csv'), '--json')).json<{ checked: number }>();
    expect(checked).toMatchObject({ differences: [] });
    expect(checked.checked).toBeGreaterThan(runs[0]?.events ?? 0);
    const altered = join(cli.path, 'csv', 'bars.5m.SPY.csv');
    const rows = (await readFile(altered, 'utf8')).split('\n');
    await writeFile(altered, rows.with(3, rows[3]?.replace(/.$/, '7') ?? '').join('\n'));
    const found = await cli.run('validate', join(cli.path, 'csv'), '--json');
    expect([found.code, found.json()]).toMatchObject([1, { differences: [{ file: 'bars.5m.SPY.csv', row: 3 }] }]);

    const part = await run('--from', '2013-10-08', '--to', '2013-10-09');
    expect(part.sessions).toBe(2);
    expect(part.eventLogSha256).not.toBe(runs[0]?.eventLogSha256);
    const again = await cli.run('run', '--from-result', join(cli.path, 'out'), '--json');
    expect(again.json<RunJson>().eventLogSha256).toBe(runs[0]?.eventLogSha256);
  });

  it('shows what a configuration resolves to', async () => {
    const session = join(cli.path, 'show.json');
    const data_streams = [
      { type: 'bars', symbol: 'SPY', interval: '1s' },
      { type: 'quotes', symbol: 'SPY' },
    ];
    await writeFile(session, JSON.stringify({ session_name: 'show', data_streams }));
    const { json } = await cli.run('session', 'show', session, '--json');
    const shown = json<{ streams: { sampled?: string; quality?: number; rows: number }[]; sessions: unknown[] }>();
    expect(shown.sessions).toHaveLength(5);
    expect(shown.streams[1]?.sampled).toBe('1s');
    expect(shown.streams[0]?.quality).toBeGreaterThan(70);
  });

  it('exports what it imported, and imports the export again as it is', async () => {
    const file = join(cli.path, 'spy.parquet');
    const exported = await cli.run(
      'export',
      '--kind',
      'bars',
      '--symbol',
      'SPY',
      '--interval',
      '1s',
      '--out',
      file,
      '--json',
    );
    const { rows } = exported.json<{ rows: number }>();
    expect(rows).toBe(imported.files.find(({ path }) => path.includes('SPY_1s'))?.rowsStored);
    const back = (await cli.run('import', file, '--source', 'again', '--json')).json<ImportSummary>();
    expect(back).toMatchObject({ rowsStored: rows, files: [{ status: 'imported', interval: '1s', symbols: ['SPY'] }] });
  });
});

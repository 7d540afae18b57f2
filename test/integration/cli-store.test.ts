import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { CliFolder, type CliResult } from '../support/cli.ts';

interface SeriesJson {
  readonly kind: string;
  readonly symbol: string;
  readonly interval?: string;
  readonly source: string;
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  readonly files: number;
}

interface ChangesJson {
  readonly files: number;
  readonly rows: number;
  readonly bytes: number;
  readonly series: readonly SeriesJson[];
}

interface ImportJson {
  readonly files: readonly { readonly path: string; readonly status: string; readonly rowsStored: number; readonly symbols?: readonly string[]; readonly interval?: string; readonly reason?: string }[];
  readonly rowsStored: number;
  readonly dryRun: boolean;
} // prettier-ignore

let cli: CliFolder;

// Each command is a process of its own: on a busy machine many of them take their time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const json = async <T = ChangesJson>(...args: readonly string[]): Promise<T> => {
  const result = await cli.run(...args, '--json');
  expect(result.code, result.stdout + result.stderr).toBe(0);
  return result.json<T>();
};
const catalog = async (): Promise<readonly SeriesJson[]> =>
  (await json<{ series: SeriesJson[] }>('catalog')).series.map(({ kind, symbol, interval, source, from, to, rows, files }) => ({
    kind, symbol, ...(interval === undefined ? {} : { interval }), source, from, to, rows, files,
  })); // prettier-ignore
const errorOf = (result: CliResult): { readonly code: string; readonly message: string } =>
  result.json<{ error: { code: string; message: string } }>().error;

beforeAll(async () => {
  cli = await CliFolder.make();
  // Sessions of 2025-07-01, 07-02 and the half day 07-03.
  expect((await cli.run('sample', '--symbols', '2', '--sessions', '3', '--quiet')).code).toBe(0);
});

afterAll(() => cli.remove());

describe('a whole life of stored data on the command line', () => {
  it('backs up, deletes between session dates as its dry run said, restores, and has everything again', async () => {
    const before = await catalog();
    const file = join(cli.path, 'backup.tar');
    const backup = await json<{ files: number; rows: number; bytes: number; path: string; sha256: string }>(
      'backup',
      file,
    );
    expect(backup).toMatchObject({ files: 6, path: file, rows: before.reduce((sum, { rows }) => sum + rows, 0) });
    expect((await readFile(file)).length).toBe(backup.bytes);

    const wanted = ['delete', 'AAPL', '--interval', '1s', '--from', '2025-07-02', '--to', '2025-07-02'];
    const plan = await json(...wanted, '--dry-run');
    expect(await catalog()).toEqual(before);
    const done = await json(...wanted);
    expect(done).toMatchObject({ files: plan.files, rows: plan.rows, bytes: plan.bytes, series: plan.series });
    expect(done.series).toMatchObject([{ symbol: 'AAPL', interval: '1s', filesAfter: 2 }]);
    expect(done.series[0]?.from.slice(0, 16)).toBe('2025-07-02T13:30');
    expect(done.series[0]?.to.slice(0, 16)).toBe('2025-07-02T19:59');
    const quality = await json<{ sessions: { date: string; present: number }[] }>(
      'quality',
      'AAPL',
      '--interval',
      '1s',
    );
    expect(quality.sessions.map(({ date, present }) => [date, present > 0])).toEqual([
      ['2025-07-01', true],
      ['2025-07-02', false],
      ['2025-07-03', true],
    ]);

    expect((await json('compact')).series).toMatchObject([{ symbol: 'AAPL', files: 2, filesAfter: 1 }]);
    expect(await json('restore', file)).toMatchObject({ rows: done.rows, replaced: 0 });
    expect(await catalog()).toEqual(before);
    expect(await json<{ damaged: unknown[] }>('verify')).toMatchObject({ damaged: [] });
  });

  it('keeps what retention keeps, by rules given or kept in the settings, and says what it removed', async () => {
    const rules = ['--keep', '1s=1', '--keep', 'quotes=2d', '--as-of', '2025-07-03'];
    const plan = await json('retention', ...rules, '--dry-run');
    expect(plan.series.map(({ kind, symbol, to }) => [kind, symbol, to.slice(0, 10)])).toEqual([
      ['bars', 'AAPL', '2025-07-01'],
      ['bars', 'MSFT', '2025-07-01'],
    ]);
    await writeFile(join(cli.dataDir, 'settings.json'), JSON.stringify({ retention: [{ of: '1s', days: 1 }] }));
    expect(await json('retention', '--as-of', '2025-07-03')).toMatchObject({ rows: plan.rows, files: 2 });
    expect(await json('retention', '--as-of', '2025-07-03')).toMatchObject({ rows: 0, files: 0, series: [] });
    const left = (await catalog()).filter(({ interval }) => interval === '1s');
    expect(left.map(({ from }) => from.slice(0, 10))).toEqual(['2025-07-02', '2025-07-02']);
    await json('restore', join(cli.path, 'backup.tar'));
  });

  it('restores into a folder that does not exist yet', async () => {
    const target = join(cli.path, 'elsewhere');
    const result = await cli.run('--data', target, 'restore', join(cli.path, 'backup.tar'), '--json');
    expect(result.code, result.stderr).toBe(0);
    const copied = (await cli.run('--data', target, 'catalog', '--json')).json<{ series: { rows: number }[] }>();
    expect(copied.series.map(({ rows }) => rows)).toEqual((await catalog()).map(({ rows }) => rows));
  });

  it('refuses what makes no sense, and says what to do', async () => {
    expect((await cli.run('delete', '--json')).code).toBe(2);
    expect((await cli.run('retention', '--keep', '1s', '--json')).code).toBe(2);
    expect((await cli.run('retention', '--interval', '1s', '--json')).code).toBe(2);
    const refused = async (...args: readonly string[]): Promise<string> => {
      const result = await cli.run(...args, '--json');
      expect(result.code).toBe(1);
      return errorOf(result).code;
    };
    expect(await refused('delete', 'NOSUCH')).toBe('not-found');
    expect(await refused('delete', 'AAPL', '--from', '2025-07-03', '--to', '2025-07-01')).toBe('bad-request');
    expect(await refused('delete', 'AAPL', '--from', '1950-01-01')).toBe('outside-calendar');
    expect(await refused('restore', join(cli.path, 'nothing.tar'))).toBe('bad-file');
    expect(await refused('backup', join(cli.dataDir, 'bars', 'backup.tar'))).toBe('bad-request');
    expect(await refused('migrate', join(cli.path, 'nothing'))).toBe('not-found');
    expect(await refused('migrate', cli.dataDir)).toBe('not-found');
  });
});

describe('a folder of the older layouts', () => {
  const old = (): string => join(cli.path, 'old');
  const target = (): string => join(cli.path, 'migrated');
  const migrate = async (...args: readonly string[]): Promise<{ code: number | null; json: ImportJson }> => {
    const result = await cli.run('--data', target(), 'migrate', old(), ...args, '--json');
    return { code: result.code, json: result.json<ImportJson>() };
  };

  /** `bars/AAPL.parquet` of all sessions, `bars/MSFT/...` a file a day under a month, without a symbol column and with other names. */
  beforeAll(async () => {
    const out = join(old(), 'bars', 'AAPL.parquet');
    await json('export', '--kind', 'bars', '--symbol', 'AAPL', '--interval', '1m', '--out', out);
    const msft = join(cli.path, 'msft.parquet');
    await json('export', '--kind', 'bars', '--symbol', 'MSFT', '--interval', '1m', '--out', msft);
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    for (const day of ['2025-07-01', '2025-07-02', '2025-07-03']) {
      const path = join(old(), 'bars', 'MSFT', day.slice(0, 7), `${day}.parquet`);
      await mkdir(dirname(path), { recursive: true });
      await connection.run(
        `COPY (SELECT ts AS timestamp, open, high, low, close, volume::BIGINT AS volume FROM read_parquet('${msft}') ` +
          `WHERE (ts AT TIME ZONE 'UTC')::DATE = DATE '${day}') TO '${path}' (FORMAT parquet)`,
      );
    }
    connection.closeSync();
    instance.closeSync();
  });

  it('is shown by a dry run, migrated with nothing lost, and left as it is', async () => {
    const bars = (await catalog()).filter(({ interval }) => interval === '1m');
    const expected = bars.reduce((sum, { rows }) => sum + rows, 0);
    const files = await readdir(old(), { recursive: true });
    const dry = await migrate('--dry-run');
    expect(dry.code).toBe(0);
    expect(dry.json).toMatchObject({ dryRun: true, rowsStored: expected });
    expect((await cli.run('--data', target(), 'catalog', '--json')).json()).toEqual({ series: [] });

    const { code, json: done } = await migrate();
    expect(code).toBe(0);
    expect(done).toMatchObject({ dryRun: false, rowsStored: expected });
    expect(done.files.map(({ symbols, interval, status }) => [symbols?.[0], interval, status])).toEqual([
      ['AAPL', '1m', 'imported'],
      ['MSFT', '1m', 'imported'],
      ['MSFT', '1m', 'imported'],
      ['MSFT', '1m', 'imported'],
    ]);
    const stored = (await cli.run('--data', target(), 'catalog', '--json')).json<{ series: SeriesJson[] }>().series;
    const spans = (series: readonly SeriesJson[]) =>
      series.map(({ symbol, from, to, rows }) => ({ symbol, from, to, rows }));
    expect(spans(stored)).toEqual(spans(bars));
    expect(await readdir(old(), { recursive: true })).toEqual(files);
  });

  it('goes on where it stood when it is run again, and into the folder itself', async () => {
    const { json: again } = await migrate();
    expect(again.files.map(({ status }) => status)).toEqual(Array(4).fill('unchanged'));
    await rm(target(), { recursive: true });
    const [first] = await readdir(join(old(), 'bars', 'MSFT', '2025-07'));
    const part = join(old(), 'bars', 'MSFT', '2025-07', first ?? '');
    expect((await cli.run('--data', target(), 'import', part, '--symbol', 'MSFT', '--quiet')).code).toBe(0);
    const { json: rest } = await migrate();
    expect(rest.files.map(({ status }) => status)).toEqual(['imported', 'unchanged', 'imported', 'imported']);

    const inPlace = await cli.run('--data', old(), 'migrate', old(), '--json');
    expect(inPlace.json<ImportJson>().files.map(({ status }) => status)).toEqual(Array(4).fill('imported'));
  });

  it('names each file that cannot be migrated and migrates the others', async () => {
    await writeFile(join(old(), 'bars', 'TSLA.parquet'), 'not Parquet');
    const { code, json: done } = await migrate();
    expect(code).toBe(1);
    expect(done.files.filter(({ status }) => status === 'refused').map(({ path }) => path)).toEqual([
      join(old(), 'bars', 'TSLA.parquet'),
    ]);
    await rm(join(old(), 'bars', 'TSLA.parquet'));
  });
});

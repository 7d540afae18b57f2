import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { A3_CONFIG } from '../support/a3-config.ts';
import { CliFolder, isWindowBuilt, type CliResult } from '../support/cli.ts';

interface ErrorJson {
  readonly error: { readonly code: string; readonly message: string; readonly details?: Record<string, unknown> };
}

let cli: CliFolder;
const errorOf = ({ json }: CliResult): ErrorJson['error'] => json<ErrorJson>().error;

beforeAll(async () => {
  cli = await CliFolder.make();
  expect((await cli.run('sample', '--symbols', '4', '--sessions', '2', '--quiet')).code).toBe(0);
});

afterAll(() => cli.remove());

async function sessionFile(name: string, config: unknown): Promise<string> {
  const path = join(cli.path, name);
  await writeFile(path, typeof config === 'string' ? config : JSON.stringify(config));
  return path;
}

describe('a wrong command line', () => {
  it.each([
    [['catlog']],
    [[]],
    [['session']],
    [['import']],
    [['bars', 'AAPL']],
    [['bars', 'AAPL', '--interval', '5x']],
    [['quality', 'AAPL', '--from', '2013-02-30']],
    [['quality', 'AAPL', '--by', 'fortnight']],
    [['import', 'x.csv', '--price-scale', '12']],
    [['import', 'x.csv', '--map', 'a=nonsense']],
    [['export', '--kind', 'bars', '--symbol', 'AAPL', '--out', 'x.csv']],
    [['export', '--kind', 'bars', '--symbol', 'AAPL', '--interval', '1s', '--out', 'x.xlsx']],
    [['run']],
    [['serve', '--port', '70000']],
  ])('%j ends with exit code 2 and one JSON error', async (args) => {
    const result = await cli.run(...args, '--json');
    expect(result.code).toBe(2);
    expect(errorOf(result)).toMatchObject({ code: 'bad-request' });
    expect(errorOf(result).message.length).toBeGreaterThan(10);
  });

  it('speaks on standard error to a person, and suggests the nearest command', async () => {
    const { code, stdout, stderr } = await cli.run('catlog');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Did you mean catalog?');
    expect((await cli.run('frobnicate')).stderr).toContain('"tapedeck --help" lists the commands.');
    expect((await cli.run('backup')).stderr).toContain("missing required argument 'file'. Write --help");
  });
});

describe('work that cannot be done', () => {
  it.each([
    [['import', 'no-such-file.csv'], undefined],
    [['quality', 'NOPE'], 'not-found'],
    [['bars', 'AAPL', '--interval', '7m'], 'not-found'],
    [['bars', 'AAPL', '--interval', '1m', '--from', '1971-01-04', '--to', '1971-01-05'], 'outside-calendar'],
    [['run', 'no-such-session.json'], 'not-found'],
    [['run', '--from-result', 'no-such-folder'], 'not-found'],
    [['export', '--kind', 'trades', '--symbol', 'AAPL', '--out', 'x.csv'], 'not-found'],
  ])('%j ends with exit code 1 and says so in JSON', async (args, code) => {
    const result = await cli.run(...args, '--json');
    expect(result.code).toBe(1);
    const document = result.json<Partial<ErrorJson>>();
    if (code === undefined) expect(document).toMatchObject({ files: [{ status: 'refused' }] });
    else expect(document).toMatchObject({ error: { code } });
  });

  it('names every problem of a session configuration at once', async () => {
    const path = await sessionFile('wrong.json', {
      session_name: 'wrong',
      data_streams: [{ type: 'bars', symbol: 'AAPL', interval: '5m' }, { type: 'quotes' }],
      calender: '24x7',
    });
    const validated = await cli.run('session', 'validate', path, '--json');
    expect(validated.code).toBe(1);
    expect(validated.json()).toEqual({
      valid: false,
      problems: [
        { path: 'data_streams[1].symbol', message: 'This key is missing: text is needed.' },
        { path: 'calender', message: 'This key is not known. Did you mean calendar?' },
        {
          path: 'data_streams[0].interval',
          message: '5m cannot be streamed. Stream 1s or 1m; derived intervals are computed.',
        },
      ],
    });
    const run = await cli.run('run', path, '--json');
    expect(errorOf(run).details?.['problems']).toHaveLength(3);
  });

  it('says what a session file holds that is no configuration', async () => {
    const { code, stderr } = await cli.run('run', await sessionFile('list.json', []));
    expect([code, stderr.split('\n').at(1)]).toEqual([1, '  A list is given, an object is needed.']);
  });

  it('says where a session file stops being JSON', async () => {
    const path = await sessionFile('broken.json', '{\n  "session_name": "x",\n}');
    const { code, json } = await cli.run('session', 'validate', path, '--json');
    expect(code).toBe(1);
    expect(JSON.stringify(json())).toContain('line 3');
  });

  it('names a stream that the store does not have, and what it has instead', async () => {
    const path = await sessionFile('absent.json', {
      session_name: 'absent',
      data_streams: [{ type: 'trades', symbol: 'AAPL' }],
    });
    const result = await cli.run('run', path, '--json');
    expect(errorOf(result)).toMatchObject({ code: 'not-found' });
    expect(errorOf(result).message).toContain('1s bars');
  });
});

describe('work that is done', () => {
  it('answers --help of every command with an example, without touching a store', async () => {
    const { stdout } = await cli.run('--help');
    const commands = [...stdout.matchAll(/^ {2}([a-z]+)/gm)]
      .map((match) => match[1] ?? '')
      .filter((name) => name !== 'help');
    expect(commands).toEqual(
      expect.arrayContaining(['sample', 'import', 'inspect', 'catalog', 'quality', 'run', 'serve', 'doctor']),
    );
    for (const command of commands.filter((name) => name !== 'session')) {
      const help = await cli.run(command, '--help');
      expect([help.code, help.stdout], command).toEqual([0, expect.stringContaining('$ tapedeck')]);
    }
  });

  it('makes the same sample again without storing a row', async () => {
    const { code, json } = await cli.run('sample', '--symbols', '4', '--sessions', '2', '--json');
    expect(code).toBe(0);
    expect(json()).toMatchObject({ rowsStored: 0, files: [{ status: 'unchanged' }, {}, {}, {}] });
  });

  it('runs the session of the requirements on sample data as it stands', async () => {
    const path = await sessionFile('a3.json', A3_CONFIG);
    const out = join(cli.path, 'out');
    const { code, json, stderr } = await cli.run('run', path, '--out', out, '--csv', join(cli.path, 'csv'), '--json');
    expect(code, stderr).toBe(0);
    const run = json<{ eventLogSha256: string; bars: number; quotes: number }>();
    expect(run).toMatchObject({ session: '1s_mixed_backtest', sessions: 2, orders: 0, fills: 0, trades: 0 });
    expect(run).toMatchObject({ equity: { start: 10_000, end: 10_000 }, statistics: {}, ambiguousExits: 0 });

    const { createHash } = await import('node:crypto');
    const log = await readFile(join(out, 'events.log'));
    expect(createHash('sha256').update(log).digest('hex')).toBe(run.eventLogSha256);
    const files = await readdir(join(cli.path, 'csv'));
    const rows = async (prefix: RegExp): Promise<number> => {
      const counts = files
        .filter((name) => prefix.test(name))
        .map(async (name) => (await readFile(join(cli.path, 'csv', name), 'utf8')).trimEnd().split('\n').length - 1);
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    };
    expect(await rows(/^bars\.(1s|1m\.RIVN)/)).toBe(run.bars);
    expect(await rows(/^quotes\./)).toBe(run.quotes);
  });

  it('states the quality of each stream before a run plays, as session show does (D9)', async () => {
    const path = await sessionFile('a3.json', A3_CONFIG);
    const run = await cli.run('run', path, '--json');
    const { streams } = run.json<{ streams: { type: string; quality?: number }[] }>();
    expect(streams.map(({ type, quality }) => [type, typeof quality])).toEqual([
      ['bars', 'number'],
      ['quotes', 'undefined'],
      ['bars', 'number'],
      ['bars', 'number'],
      ['quotes', 'undefined'],
    ]);
    const show = await cli.run('session', 'show', path, '--json');
    expect(show.json()).toMatchObject({ streams });
    expect(run.stderr).toMatch(/^AAPL 1s bars of sample: quality \d+\.\d\d %, coverage \d+\.\d\d %\.$/m);
    expect(run.stderr).toMatch(/^MSFT quotes of sample: [\d,]+ rows\.$/m);
  });

  it('keeps standard output to the document while messages go to standard error', async () => {
    const doctor = await cli.run('doctor', '--json');
    expect(doctor.json<{ checks: { name: string }[] }>().checks.map(({ name }) => name)).toContain('store');
    const verify = await cli.run('verify', '--json');
    expect(verify.json()).toMatchObject({ damaged: [] });
    expect(verify.stdout.trimEnd().split('\n')).toHaveLength(1);
  });

  it('finds a stored file that was changed behind its back', async () => {
    const folder = join(cli.path, 'damaged');
    await mkdir(folder);
    const run = (...args: string[]): Promise<CliResult> => cli.run('--data', folder, ...args, '--json');
    await run('sample', '--symbols', '1', '--sessions', '1');
    const bars = join(folder, 'bars', '1m');
    const file = (await readdir(bars, { recursive: true })).find((name) => name.endsWith('.parquet')) ?? '';
    const bytes = await readFile(join(bars, file));
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    await rm(join(bars, file));
    await writeFile(join(bars, file), bytes);
    const { code, json } = await run('verify');
    expect(code).toBe(1);
    expect(json()).toMatchObject({ damaged: [{ reason: 'altered', symbol: 'AAPL' }] });
  });

  it.skipIf(!isWindowBuilt)(
    'serves until it is ended, its address on the first line (where the window is built)',
    async () => {
      const { process: child, result } = cli.start('serve', '--no-open');
      const [first] = (await once(child.stdout ?? child, 'data')) as [string];
      const { url } = JSON.parse(first.split('\n')[0] ?? '') as { url: string };
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=/);
      child.kill('SIGINT');
      expect((await result).code).toBe(0);
    },
    60_000,
  );

  it('ends a run at Ctrl-C with a cancelled error and leaves the store usable', async () => {
    const path = await sessionFile('long.json', {
      session_name: 'long',
      data_streams: ['AAPL', 'MSFT', 'RIVN', 'TSLA'].flatMap((symbol) => [
        { type: 'bars', symbol, interval: '1s' },
        { type: 'quotes', symbol },
      ]),
    });
    const { process: child, result } = cli.start('run', path, '--json', '--csv', join(cli.path, 'cut'));
    await expect.poll(() => readdir(join(cli.path, 'cut')).catch(() => []), { interval: 5 }).not.toEqual([]);
    child.kill('SIGINT');
    const ended = await result;
    expect([ended.code, errorOf(ended).code]).toEqual([1, 'cancelled']);
    expect((await cli.run('catalog', '--json')).code).toBe(0);
  });
});

it('finds its program compiled by the build', async () => {
  const code = new URL('../../dist/electron/cli-program.cjs.code', import.meta.url);
  expect((await stat(code)).size).toBeGreaterThan(500_000);
});

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RemoteClient } from '../../renderer/backend/remote-client.ts';
import type { StrategyInfo } from '../../shared/trading/strategy.ts';
import { CliFolder } from '../support/cli.ts';
import { nextEvent, paintFrames, serve, type Served } from '../support/served.ts';

const HEAD = "import { Strategy, type BarEvent, type Context } from 'tapedeck';\n";
const STREAMS = [{ type: 'bars', symbol: 'AAPL', interval: '1s' }];
/** Spins on the first closed minute. */
const SPINS = `${HEAD}export default class Spins extends Strategy {
  override onBar(_ctx: Context, bar: BarEvent): void {
    if (bar.interval === '1m') for (;;);
  }
}
`;

const session = (name: string, params = {}): object => {
  return { session_name: 'test', data_streams: STREAMS, strategy: { name, params } };
};

describe('strategies from the command line', () => {
  let cli: CliFolder;
  const write = (name: string, text: string | object): Promise<void> =>
    writeFile(join(cli.path, name), typeof text === 'string' ? text : JSON.stringify(text));

  beforeAll(async () => {
    cli = await CliFolder.make();
    expect((await cli.run('sample', '--symbols', '1', '--sessions', '2', '--quiet')).code).toBe(0);
  });
  afterAll(() => cli.remove());

  it('says every command from an empty folder to a report, and they work', async () => {
    const empty = await CliFolder.make();
    try {
      const made = await empty.run('strategy', 'new', 'my-strategy');
      const commands = made.stdout.split('\n').flatMap((line) => /^ {2}tapedeck (.*?)( {3}.*)?$/.exec(line)?.[1] ?? []);
      expect(commands).toEqual(['sample', 'run my-strategy.json --report my-strategy.html']);
      for (const command of commands) {
        const { code, stderr } = await empty.run(...command.split(' '));
        expect([code, stderr]).toEqual([0, expect.any(String)]);
      }
      expect(await readFile(join(empty.path, 'my-strategy.html'), 'utf8')).toContain('<svg');
    } finally {
      await empty.remove();
    }
  });

  it('writes a template that its types accept, that runs as it is, and that is not written over', async () => {
    expect(await cli.run('strategy', 'new', 'first-try')).toMatchObject({ code: 0 });
    expect(typeProblems(join(cli.path, 'first-try.ts'))).toEqual([]);
    await write('first.json', session('./first-try.ts', { interval: '5m', length: 12 }));
    const run = await cli.run('run', 'first.json', '--json');
    expect(run.json()).toMatchObject({ sessions: 2, fills: expect.any(Number) as number });
    expect(run.json<{ fills: number }>().fills).toBeGreaterThan(1);
    const own = await cli.run('run', 'first-try.json', '--json');
    expect(own.json(), own.stderr).toMatchObject({ sessions: 2 });
    expect(own.json<{ fills: number }>().fills).toBeGreaterThan(1);
    const again = await cli.run('strategy', 'new', 'first-try', '--json');
    expect(again.json()).toMatchObject({ error: { code: 'not-allowed' } });
  });

  it('gives the same event log for a file of the user’s own, twice, and for the built-in strategy of the same rules', async () => {
    const source = await readFile(new URL('../../electron/strategy/built-in/sma-cross.ts', import.meta.url), 'utf8');
    const own = source
      .replace(/import type .*\n/g, '')
      .replace(
        "import { Strategy } from '../api/strategy.ts';",
        "import { Strategy, type BarEvent, type Context, type Line } from 'tapedeck';",
      )
      .replace('export class', 'export default class');
    await write('own-cross.ts', own);
    await write('own.json', session('./own-cross.ts'));
    await write('built-in.json', session('sma-cross'));
    const logs = [];
    for (const file of ['own.json', 'own.json', 'built-in.json'])
      logs.push((await cli.run('run', file, '--json')).json<{ eventLogSha256: string; orders: number }>());
    expect(logs[0]?.orders).toBeGreaterThan(2);
    expect(logs[1]?.eventLogSha256).toBe(logs[0]?.eventLogSha256);
    expect(logs[2]?.eventLogSha256).toBe(logs[0]?.eventLogSha256);
  });

  it('stops one that does not return, and hears Ctrl-C while it spins', async () => {
    await write('spins.ts', SPINS);
    await write('spins.json', session('./spins.ts'));
    const stopped = await cli.run('run', 'spins.json', '--json');
    expect(stopped.code).toBe(1);
    expect(stopped.json()).toMatchObject({
      error: { code: 'strategy-failed', details: { strategy: 'spins.ts', handler: 'onBar' } },
    });
    const { process: child, result } = cli.start('run', 'spins.json', '--csv', 'spun');
    // The files of --csv are there when the run has begun; the strategy spins from its first minute on.
    await expect.poll(() => existsSync(join(cli.path, 'spun', 'bars.1s.AAPL.csv'))).toBe(true);
    child.kill('SIGINT');
    expect((await result).stderr).toMatch(/cancelled/);
  });

  it('stops one that leaves a rejected promise behind, were it in its last handler', async () => {
    for (const handler of ['onBar', 'onEnd']) {
      const lost = `${handler}(): void { void (async () => { throw new Error('lost'); })(); }`;
      await write('leaves.ts', `${HEAD}export default class P extends Strategy {\n  override ${lost}\n}\n`);
      await write('leaves.json', session('./leaves.ts'));
      const left = await cli.run('run', 'leaves.json', '--json');
      expect(left.code).toBe(1);
      expect(left.json()).toMatchObject({
        error: { code: 'strategy-failed', message: expect.stringContaining('remove async') as string },
      });
    }
  });

  it('names every wrong parameter at its path, and the place where a file throws', async () => {
    await write('wrong.json', session('sma-cross', { fast: 0, slwo: 3, side: 'short' }));
    const wrong = await cli.run('run', 'wrong.json', '--json');
    const { error } = wrong.json<{ error: { code: string; details: { problems: { path: string }[] } } }>();
    expect(error.code).toBe('bad-config');
    expect(error.details.problems.map(({ path }) => path)).toEqual([
      'strategy.params.fast',
      'strategy.params.slwo',
      'strategy.params.side',
    ]);
    await write(
      'throws.ts',
      `${HEAD}export default class T extends Strategy {\n  override onStart(): void {\n    throw new Error('no');\n  }\n}\n`,
    );
    await write('throws.json', session('./throws.ts'));
    const thrown = await cli.run('run', 'throws.json', '--json');
    expect(thrown.json()).toMatchObject({
      error: { code: 'strategy-failed', details: { handler: 'onStart', line: 4, column: 11, reason: 'no' } },
    });
  });
});

describe('strategies in the window', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'tapedeck-strategies-'));
  const elsewhere = mkdtempSync(join(tmpdir(), 'tapedeck-elsewhere-'));
  let served: Served;
  let window: RemoteClient;
  const named = (infos: readonly StrategyInfo[], title: string): StrategyInfo | undefined =>
    infos.find((info) => info.title === title);

  beforeAll(async () => {
    served = await serve(dataDir);
    window = served.openWindow();
    paintFrames(window);
    const done = nextEvent(window, 'job', ({ kind, state }) => kind === 'sample' && state !== 'running');
    await window.request('sample.load', {});
    expect(await done).toMatchObject({ state: 'done' });
  });
  afterAll(async () => {
    await served.stop();
    rmSync(dataDir, { recursive: true });
    rmSync(elsewhere, { recursive: true });
  });

  it('lists the built-in ones, and one made from the template as soon as it is there', async () => {
    const builtIn = await window.request('strategies.list', {});
    expect(builtIn.map(({ name }) => name)).toEqual(['sma-cross', 'opening-range', 'squeeze', 'buy-and-hold']);
    const made = await window.request('strategies.create', { name: 'my-cross' });
    expect(made).toMatchObject({ title: 'My cross', isTrusted: true, problems: [] });
    expect(Object.keys(made.parameters)).toEqual(['interval', 'length', 'stopRanges']);
    expect(named(await window.request('strategies.list', {}), 'My cross')?.path).toBe(made.path);
  });

  it('takes a saved file up: the list tells its problem, and an open run that it was changed', async () => {
    const { path = '' } = named(await window.request('strategies.list', {}), 'My cross') ?? {};
    const opened = await window.request('session.open', { config: session('my-cross.ts', { length: 10 }) });
    expect(opened.strategy).toMatchObject({ name: path, title: 'My cross', isChanged: false, params: { length: 10 } });
    const changed = nextEvent(window, 'session.changed', (current) => current?.strategy?.isChanged === true);
    const listed = nextEvent(window, 'strategies.changed', (infos) =>
      infos.some(({ problems }) => problems.length > 0),
    );
    await writeFile(path, `${HEAD}export default class {\n`);
    await changed;
    expect((await listed).find((info) => info.path === path)?.problems).toMatchObject([{ line: 3 }]);
    await expect(window.request('session.open', { config: session('my-cross.ts') })).rejects.toMatchObject({
      code: 'strategy-failed',
    });
  });

  it('does not evaluate a file from elsewhere before a person trusted it', async () => {
    const path = join(elsewhere, 'loud.ts');
    await writeFile(path, `${HEAD}export default class Loud extends Strategy {\n  static title = 'Loud';\n}\n`);
    const seen = await window.request('strategies.open', { path });
    expect(seen).toMatchObject({ title: 'loud', isTrusted: false, parameters: {} });
    await expect(window.request('session.open', { config: session(path) })).rejects.toMatchObject({
      code: 'not-allowed',
      details: { path, sha256: seen.sha256 },
    });
    await expect(window.request('strategies.trust', { path, sha256: 'other' })).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await window.request('settings.set', { strategies: [{ path, trusted: seen.sha256 ?? '' }] });
    expect(named(await window.request('strategies.list', {}), 'loud')?.isTrusted).toBe(false);
    const trusted = await window.request('strategies.trust', { path, sha256: seen.sha256 ?? '' });
    expect(trusted).toMatchObject({ title: 'Loud', isTrusted: true });
    expect((await window.request('session.open', { config: session(path) })).strategy?.title).toBe('Loud');
    expect(await window.request('strategies.forget', { path })).toEqual({ forgotten: true });
  });

  it('checks a session’s strategy with its other keys', async () => {
    const { problems } = await window.request('session.validate', { config: session('sma-cros', { fast: 1 }) });
    expect(problems).toMatchObject([
      { path: 'strategy.name', message: expect.stringContaining('Did you mean sma-cross?') as string },
    ]);
  });

  it('ends only the run of a strategy that leaves a rejected promise behind', async () => {
    const code = `${HEAD}export default class P extends Strategy {\n  override onBar(): void { void Promise.reject(new Error('lost')); }\n}\n`;
    await mkdir(join(dataDir, 'strategies'), { recursive: true });
    await writeFile(join(dataDir, 'strategies', 'leaves.ts'), code);
    await window.request('session.open', { config: session('leaves.ts') });
    const failed = nextEvent(window, 'frame', ({ state }) => state.status === 'failed');
    await window.request('replay.command', { type: 'step', unit: '5m', direction: 1 });
    expect((await failed).state.error).toMatchObject({ code: 'strategy-failed' });
    await window.request('session.open', { config: session('buy-and-hold') });
    expect((await window.request('replay.command', { type: 'step', unit: '5m', direction: 1 })).status).toBe('paused');
  });

  it('ends only the run of a strategy that does not return; another is opened and played after it', async () => {
    await writeFile(join(dataDir, 'strategies', 'spins.ts'), SPINS);
    await window.request('session.open', { config: session('spins.ts') });
    const failed = nextEvent(window, 'session.changed', (current) => current?.state.status === 'failed');
    await expect(window.request('replay.command', { type: 'step', unit: '5m', direction: 1 })).rejects.toMatchObject({
      code: 'strategy-failed',
      details: { strategy: 'spins.ts', handler: 'onBar' },
    });
    expect((await failed)?.state.error?.code).toBe('strategy-failed');
    expect(await window.request('session.current', {})).toMatchObject({ state: { status: 'failed' } });
    await window.request('session.open', { config: session('buy-and-hold') });
    const after = await window.request('replay.command', { type: 'step', unit: '5m', direction: 1 });
    expect(after.status).toBe('paused');
    expect(after.events).toBeGreaterThan(10);
  });
});

/** What TypeScript, strict, says of a file. */
function typeProblems(path: string): string[] {
  const program = ts.createProgram([path], {
    noEmit: true,
    strict: true,
    noUnusedLocals: true,
    noImplicitOverride: true,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: [],
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

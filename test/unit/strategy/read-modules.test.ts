import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { readModules, type StrategyFiles } from '../../../electron/backend/strategies/read-modules.ts';
import { strategyFactory } from '../../../electron/coordinator/strategy/strategy-factory.ts';
import type { StrategyRunner } from '../../../electron/strategy/runner/strategy-runner.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import { testRun } from '../../support/blocks.ts';
import { servicesOf } from '../../support/strategy-rig.ts';
import { tempDir } from '../../support/temp-dir.ts';

/** Writes files into a folder of their own and reads the first one as a strategy. */
async function readFiles(
  files: Readonly<Record<string, string>>,
  look: (read: StrategyFiles, folder: string) => void,
): Promise<void> {
  const folder = await tempDir();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  look(await readModules(join(folder, Object.keys(files)[0] ?? '')), folder);
}

const HEAD = "import { Strategy, type Context } from 'tapedeck';\n";

function runnerOf({ entry, modules, sha256 = '' }: StrategyFiles, params = {}): StrategyRunner {
  const factory = strategyFactory({ source: { type: 'modules', entry, modules, params, sha256 }, seed: 1 });
  const run = testRun([{ type: 'bars', symbol: 'SPY', interval: '1s' }], [{ seconds: 5, rows: [[0, 1]] }]);
  return factory(servicesOf(run)) as StrategyRunner;
}

function caught(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('no AppError was thrown');
}

describe('what is wrong with a strategy’s file, at its place in the user’s source', () => {
  it.each<[string, Record<string, string>, object]>([
    [
      'a token out of place',
      { 'a.ts': `${HEAD}const x: number = ;\n` },
      { line: 2, column: 19, message: 'Unexpected token.' },
    ],
    [
      'what only V8 minds, behind stripped types',
      { 'a.ts': `${HEAD}const long: Record<string, number> = {}; let twice: number; let twice: string;\n` },
      { line: 2, column: 65, message: "Identifier 'twice' has already been declared." },
    ],
    [
      'a Node module',
      { 'a.ts': `${HEAD}\nimport fs from 'node:fs';\nfs.rmSync('/');\n` },
      { line: 3, column: 16, message: expect.stringContaining("'node:fs' cannot be imported") as string },
    ],
    [
      'a file that is not there',
      { 'a.ts': `${HEAD}import { x } from './nothing.ts';\nx();\n` },
      { line: 2, column: 19, message: "'./nothing.ts' is no file." },
    ],
  ])('%s', (_name, files, problem) =>
    readFiles(files, ({ problems, entry }) => {
      expect(problems).toEqual([{ file: entry, ...problem }]);
    }),
  );

  it('says so of an imported file too', () =>
    readFiles(
      { 'a.ts': "import { x } from './lib/b';\nx();\n", 'lib/b.ts': 'export const x = (;\n' },
      ({ problems }, folder) => {
        expect(problems).toMatchObject([{ file: join(folder, 'lib/b.ts'), line: 1 }]);
      },
    ));

  it.each([
    ['nothing.ts', 'cannot be read'],
    ['strategy.py', 'ends in .ts'],
  ])('says of %s that it %s', async (name, message) => {
    const folder = await tempDir();
    const { problems, sha256 } = await readModules(join(folder, name));
    expect(problems).toMatchObject([{ file: join(folder, name), message: expect.stringContaining(message) as string }]);
    expect(sha256).toBeUndefined();
  });
});

describe('a strategy’s files', () => {
  const files = {
    'mine.ts': `${HEAD}import { twice } from './lib/twice.js';
import { NAME } from './names';
enum Kind { A = 1, B }
export default class Mine extends Strategy<typeof Mine.parameters> {
  static override readonly parameters = { n: { type: 'number', default: 2 } } as const;
  readonly #sum: number = twice(this.params.n);
  override onStart(ctx: Context): void {
    ctx.log(\`\${NAME} \${this.#sum satisfies number} \${Kind.B}\`);
  }
  override onTimer(ctx: Context, name: string): void {
    const a: number = 1; const b = name as unknown as { deep: { er: number } }; ctx.log(String(b.deep.er + a));
  }
}
`,
    'lib/twice.ts': 'export function twice(n: number): number { return 2 * n; }\n',
    'names/index.js': "export const NAME = 'mine';\n",
  };

  it('are read, stripped of types and run with their imports', () =>
    readFiles(files, (read) => {
      expect(read.problems).toEqual([]);
      expect(read.modules).toHaveLength(3);
      const logged: string[] = [];
      const { entry, modules, sha256 = '' } = read;
      const source = { type: 'modules', entry, modules, params: { n: 4 }, sha256 } as const;
      const run = testRun([{ type: 'bars', symbol: 'SPY', interval: '1s' }], [{ seconds: 5, rows: [[0, 1]] }]);
      const services = { ...servicesOf(run), log: (_level: string, text: string): unknown => logged.push(text) };
      strategyFactory({ source, seed: 1 })(services).start();
      expect(logged).toEqual(['mine 8 2']);
    }));

  it('name the user’s own line and column when a handler throws', () =>
    readFiles(files, (read) => {
      const failure = caught(() => runnerOf(read, { n: 4 }).timer('due'));
      const column = (files['mine.ts'].split('\n')[11] ?? '').indexOf('er + a') + 1;
      expect(failure.details).toMatchObject({ file: read.entry, line: 12, column, handler: 'onTimer' });
      expect(failure.message).toContain(`mine.ts:12:${column}: Cannot read properties of undefined`);
      expect(failure.details?.['stack']).toBe(`  at Mine.onTimer ${read.entry}:12:${column}`);
    }));

  it('have a hash that changes with any of them and not with where they lie', async () => {
    const hashes: (string | undefined)[] = [];
    const note = ({ sha256 }: StrategyFiles): number => hashes.push(sha256);
    await readFiles(files, note);
    await readFiles(files, note);
    await readFiles({ ...files, 'lib/twice.ts': 'export const twice = (n: number): number => n * 2;\n' }, note);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it.each([
    ['Date.now()', /The wall clock is not there for a strategy. Use ctx.data.clock/],
    ['new Date()', /The wall clock is not there/],
    ['new Date(2024, 0, 2)', /computer's time zone is not there/],
    ['new Date("2024-01-02T10:00")', /computer's time zone is not there/],
    ['new Date("01-02-2024")', /computer's time zone is not there/],
    ['new Date(" 2024-01-02")', /computer's time zone is not there/],
    ['Date.parse("Jan 2 2024 10:00")', /computer's time zone is not there/],
    ['new Date(0).getHours()', /computer's time zone is not there for a strategy. Times are in UTC/],
    ['new Date(0).toLocaleString()', /computer's language is not there/],
    ['(1234.5).toLocaleString()', /computer's language is not there for a strategy. Use toFixed/],
    ['"a".localeCompare("b")', /computer's language is not there/],
    ['Math.random()', /Math.random is not there for a strategy. Use ctx.random/],
    ['setTimeout(() => {}, 1)', /setTimeout is not there for a strategy. Use ctx.timers/],
    ['console.log(1)', /console is not there for a strategy. Use ctx.log/],
    ['process.exit(1)', /process is not defined/],
    ['eval("1")', /Code generation from strings disallowed/],
  ])('cannot call %s', (call, message) =>
    readFiles(
      { 'a.ts': `${HEAD}export default class A extends Strategy { override onStart() { ${call}; } }\n` },
      (read) => {
        expect(caught(() => runnerOf(read).start()).message).toMatch(message);
      },
    ),
  );

  it('may compute with dates and numbers', () =>
    readFiles(
      {
        'a.js': `import { Strategy } from 'tapedeck';
export default class A extends Strategy {
  onStart() {
    const [day, hour] = [new Date('2024-01-02'), new Date('2024-01-02T10:00:00-05:00')];
    const said = [String(day), hour - day, hour.getUTCHours(), Date.parse('2024-01-02T00:00Z') === Date.UTC(2024, 0, 2)];
    throw new Error(said.join(' ') + ' ' + Math.max(1, 2));
  }
}
`,
      },
      (read) => {
        const { message } = caught(() => runnerOf(read).start());
        expect(message).toContain('2024-01-02T00:00:00.000Z 54000000 15 true 2');
      },
    ));
});

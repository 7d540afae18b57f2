import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openStore } from '../../electron/store/store.ts';
import type { ImportSummary } from '../../shared/store/import.ts';
import { CliFolder, type CliResult } from '../support/cli.ts';
import { seeded } from '../support/seeded.ts';
import { nextEvent, serve } from '../support/served.ts';
import { sessionCsv } from '../support/session-csv.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

const ROUNDS = 30;
const FEW_ROUNDS = 2;
const PROGRAMS = 4;
/** Bars of each program's file. */
const ROWS = 60;
/** A program that is killed is so within this many milliseconds: while it starts, imports, or is done. */
const KILLED_WITHIN = 2_000;

/** Programs that import into one folder at the same time, one of them killed in every other round; then two hosts on it, with a program beside them.
 * Each is served or told that the folder is in use, and what was acknowledged is there. */
export const secondPrograms: GauntletFigure = {
  id: 'R7',
  title: 'second process, second host on the same folder: refused or read-only, 0 acknowledged rows lost',

  async run({ full, seed, report }) {
    const tally = new Tally(report);
    const next = seeded(seed);
    for (let round = 0; round < (full ? ROUNDS : FEW_ROUNDS); round++) {
      const killMs = round % 2 === 0 ? undefined : next(KILLED_WITHIN);
      await tally.play(
        `round ${round}, ${killMs === undefined ? 'none killed' : `one killed after ${killMs} ms`}`,
        () => inFolder((folder) => importAtOnce(folder, killMs)),
      );
    }
    await tally.play('two hosts and a program', () => inFolder(twoHosts));
    return tally.result;
  },
};

async function inFolder(run: (folder: CliFolder) => Promise<void>): Promise<void> {
  const folder = await CliFolder.make();
  try {
    await run(folder);
  } finally {
    await folder.remove();
  }
}

async function importAtOnce(folder: CliFolder, killMs: number | undefined): Promise<void> {
  const files = await Promise.all(Array.from({ length: PROGRAMS }, (_, index) => fileOf(folder, index)));
  const programs = files.map((file) => folder.start('import', file, '--json'));
  const kill = killMs === undefined ? undefined : setTimeout(() => programs[0]?.process.kill('SIGKILL'), killMs);
  const results = await Promise.all(programs.map(({ result }) => result));
  clearTimeout(kill);
  const states = results.map((result, index) =>
    killMs !== undefined && index === 0 && result.code === null ? 'killed' : outcomeOf(result),
  );
  const stored = await storedRows(folder);
  for (const [index, state] of states.entries()) {
    const rows = stored.get(symbolOf(index)) ?? 0;
    const expected = state === 'stored' ? [ROWS] : state === 'refused' ? [0] : [0, ROWS];
    assert(expected.includes(rows), `a program was ${state}, ${rows} rows of its file are there`);
  }
  if (!states.includes('killed')) assert(states.includes('stored'), 'none of the programs could import');
}

async function twoHosts(folder: CliFolder): Promise<void> {
  const [first, second] = [await serve(folder.dataDir), await serve(folder.dataDir)];
  try {
    const [window, other] = [first.openWindow(), second.openWindow()];
    const commit = async (client: typeof window, index: number): Promise<unknown> => {
      const [found] = await client.request('import.inspect', { files: [{ path: await fileOf(folder, index) }] });
      const ended = nextEvent(client, 'job', ({ kind, state }) => kind === 'import' && state !== 'running');
      await client.request('import.commit', { files: [{ fileId: found?.fileId ?? '', options: {} }], remember: false });
      const { state, error, result } = await ended;
      return state === 'done' ? (result as ImportSummary).rowsStored : error?.code;
    };
    assert.equal(await commit(window, 0), ROWS);
    assert.equal((await other.request('app.info', {})).readOnly, true, 'the second host is not read-only');
    assert.equal(await commit(other, 1), 'store-read-only');
    assert.equal(outcomeOf(await folder.run('import', await fileOf(folder, 2), '--json')), 'refused');
    assert.equal(await commit(window, 3), ROWS);
    const seen = await Promise.all([window, other].map((client) => client.request('catalog.list', {})));
    const symbols = seen.map((series) => series.map(({ symbol }) => symbol).sort());
    assert.deepEqual(symbols, [['P0', 'P3'], ['P0', 'P3']]); // prettier-ignore
  } finally {
    await first.stop();
    await second.stop();
  }
  assert.deepEqual([...(await storedRows(folder))], [['P0', ROWS], ['P3', ROWS]]); // prettier-ignore
}

const symbolOf = (index: number): string => `P${index}`;

async function fileOf(folder: CliFolder, index: number): Promise<string> {
  const path = join(folder.path, `${symbolOf(index)}.csv`);
  await writeFile(path, sessionCsv(['2014-06-02'], ROWS).replaceAll('SPY', symbolOf(index)));
  return path;
}

/** Throws for a program that ended in any other way. */
function outcomeOf({ code, stdout, stderr }: CliResult): 'stored' | 'refused' {
  const document = JSON.parse(stdout) as Partial<ImportSummary> & { readonly error?: { readonly code: string } };
  if (code === 0 && document.rowsStored === ROWS) return 'stored';
  assert(code === 1 && document.error?.code === 'store-locked', `code ${code}: ${stdout} ${stderr}`);
  return 'refused';
}

/** Rows of each symbol, once every program has ended and the folder is whole. */
async function storedRows(folder: CliFolder): Promise<Map<string, number>> {
  const store = await openStore({ dataDir: folder.dataDir, mode: 'write' });
  try {
    assert.deepEqual((await store.verify()).damaged, []);
    return new Map((await store.catalogue()).map(({ symbol, rows }) => [symbol, rows]));
  } finally {
    await store.close();
  }
}

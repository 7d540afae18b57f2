import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createImporter } from '../../electron/store/import/importer.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import type { ImportReport } from '../../shared/store/import.ts';
import { importChildPath } from '../support/import-child-path.ts';
import { GOOD_FILES, GOOD_ROWS } from '../support/mutated-imports.ts';
import { mutate, seeded } from '../support/seeded.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

const COPIES = 2_000;
const FEW_COPIES = 84;
/** Files imported together: one store and one list, as a folder of them would be. */
const TOGETHER = 84;

/** Damaged CSV, gzip, zip, Parquet, JSON and Arrow files, imported as the product does: read by import children with their deadline. A child that
 * died of a file or was killed over it is a failure, though the file is refused then too. */
export const damagedImports: GauntletFigure = {
  id: 'R4',
  title: 'mutated files at import: 0 crashes, 0 hangs, each refused with a reason or stored as reported',

  async run({ full, seed, report }) {
    const tally = new Tally(report);
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-r4-'));
    const next = seeded(seed);
    const outcomes = { imported: 0, unchanged: 0, refused: 0 };
    try {
      const good: (readonly [string, Buffer])[] = [];
      for (const [name, make] of GOOD_FILES) good.push([name, await make(folder)]);
      const whole = await importAll(join(folder, 'good'), await writeAll(join(folder, 'good'), good), tally);
      const unread = whole.filter(({ rowsRead }) => rowsRead !== GOOD_ROWS).map(({ path }) => path);
      assert.deepEqual(unread, [], 'good files that are not read');
      const copies = full ? COPIES : FEW_COPIES;
      for (let from = 0; from < copies; from += TOGETHER) {
        const round = join(folder, `round-${from}`);
        const damaged: (readonly [string, Buffer])[] = [];
        for (let copy = from; copy < Math.min(copies, from + TOGETHER); copy++) {
          const [name, bytes] = good[copy % good.length]!;
          damaged.push([name, mutate(bytes, next)]);
        }
        const paths = await writeAll(round, damaged);
        for (const { status } of await importAll(round, paths, tally)) outcomes[status]++;
        await rm(round, { recursive: true });
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    console.error(`R4: ${outcomes.imported + outcomes.unchanged} read, ${outcomes.refused} refused`);
    return tally.result;
  },
};

/** Writes each file to a folder of its own, so that it keeps the name that says its symbol. */
async function writeAll(folder: string, files: readonly (readonly [string, Buffer])[]): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, [name, bytes]] of files.entries()) {
    await mkdir(join(folder, `${index}`), { recursive: true });
    paths.push(join(folder, `${index}`, name));
    await writeFile(join(folder, `${index}`, name), bytes);
  }
  return paths;
}

async function importAll(folder: string, paths: readonly string[], tally: Tally): Promise<readonly ImportReport[]> {
  const dataDir = join(folder, 'data');
  const store = await openStore({ dataDir, mode: 'write' });
  const importer = createImporter({ store, child: importChildPath() });
  try {
    const { files } = await importer.importPaths(paths, {});
    for (const [index, path] of paths.entries())
      await tally.play(path.slice(folder.length + 1), () => checkReport(files[index], path, dataDir));
    await tally.expect(`files of ${folder}`, () => checkRows(store, files));
    return files;
  } finally {
    await importer.close();
    await store.close();
  }
}

function checkReport(report: ImportReport | undefined, path: string, dataDir: string): void {
  assert(report !== undefined && report.path === path, `reported as ${report?.path ?? 'nothing'}`);
  const reason = report.reason ?? '';
  if (report.status !== 'refused') return;
  assert(reason.length > 10, `refused without a reason: "${reason}"`);
  assert(!/ended the import process/.test(reason), `crash: ${reason}`);
  assert(!/could not be read within/.test(reason), `hang: ${reason}`);
  assert(!reason.includes(dataDir), `the reason names our copy: ${reason}`);
}

/** The store holds exactly the rows that the reports speak of, and is whole. */
async function checkRows(store: Store, files: readonly ImportReport[]): Promise<void> {
  let told = 0;
  for (const { status, rowsRead, rowsStored, duplicates, rejected, replaced } of files) {
    if (status !== 'imported') continue;
    // Rows that a later one of the same file replaced were never stored.
    const replacedInFile = rowsRead - rejected - duplicates - rowsStored;
    assert(replacedInFile >= 0 && replacedInFile <= replaced, `${rowsRead} read, ${rowsStored} stored, ${duplicates} twice, ${rejected} rejected, ${replaced} replaced`); // prettier-ignore
    told += rowsStored - (replaced - replacedInFile);
  }
  const stored = (await store.catalogue()).reduce((sum, { rows }) => sum + rows, 0);
  assert.equal(stored, told);
  assert.deepEqual((await store.verify()).damaged, []);
}

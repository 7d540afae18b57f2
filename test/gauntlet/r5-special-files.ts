import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckDb } from '../../electron/store/duckdb.ts';
import { createImporter } from '../../electron/store/import/importer.ts';
import { openStore } from '../../electron/store/store.ts';
import type { ImportReport } from '../../shared/store/import.ts';
import { importChildPath } from '../support/import-child-path.ts';
import { SPECIAL_FILES, type SpecialOutcome } from '../support/special-files.ts';
import { ALL_TIME } from '../support/store-content.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

const LIMIT_MS = 2_000;

/** Files that are no data, no files, too much, or oddly called, each imported as the product does into an empty store. Among the few the time is not
 * held against them: other work may be under way. */
export const specialFiles: GauntletFigure = {
  id: 'R5',
  title: 'special files: each its expected outcome in under 2 s, no other file read',

  async run({ full, report }) {
    const tally = new Tally(report);
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-r5-'));
    const database = await openDuckDb({ allowed: [folder] });
    const store = await openStore({ dataDir: join(folder, 'data'), mode: 'write' });
    const importer = createImporter({ store, child: importChildPath() });
    let slowest = 0;
    try {
      // Starting the first child is no part of any file's time.
      await importer.importPaths([join(folder, 'none')], {});
      for (const [index, { title, expected, make }] of SPECIAL_FILES.entries()) {
        await tally.play(title, async () => {
          const own = join(folder, `${index}`);
          await mkdir(own);
          const path = await make({ path: own, database });
          const started = performance.now();
          const { files } = await importer.importPaths([path], {});
          const ms = Math.round(performance.now() - started);
          slowest = Math.max(slowest, ms);
          checkOutcome(files, path, expected);
          assert.deepEqual(await readdir(await store.staging()), [], 'left in the staging folder');
          assert(!full || ms < LIMIT_MS, `took ${ms} ms`);
          const stored = (await store.catalogue()).map(({ id }) => ({ seriesId: id, range: ALL_TIME }));
          await store.remove(stored);
        });
      }
    } finally {
      await importer.close();
      await store.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    }
    console.error(`R5: the slowest took ${slowest} ms`);
    return tally.result;
  },
};

function checkOutcome(files: readonly ImportReport[], path: string, expected: SpecialOutcome): void {
  if (expected === 'nothing') {
    assert.deepEqual(files, []);
    return;
  }
  const [file] = files;
  assert(file !== undefined && files.length === 1 && file.path === path, `reported ${JSON.stringify(files)}`);
  if (expected instanceof RegExp) {
    assert.equal(file.status, 'refused');
    assert.match(file.reason ?? '', expected);
    assert.doesNotMatch(file.reason ?? '', /ended the import process|could not be read within/);
    return;
  }
  assert.equal(file.status, 'imported', file.reason);
  const { rowsStored, rejected } = file;
  assert.deepEqual({ rowsStored, rejected }, { rowsStored: expected.stored, rejected: expected.rejected ?? 0 });
}

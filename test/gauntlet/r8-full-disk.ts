import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createImporter } from '../../electron/store/import/importer.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { importChildPath } from '../support/import-child-path.ts';
import { sessionCsv } from '../support/session-csv.ts';
import { contentOf } from '../support/store-content.ts';
import type { GauntletFigure } from './figure.ts';
import { Tally } from './tally.ts';

/** Steps of what is left on the disk, from nothing on: it is full while the file is copied, unpacked, converted, or committed. */
const STEPS = 60;
const FEW_STEPS = 6;
const MOST_ROOM = 1.2e6;
const DISK_BYTES = 32 * 1024 ** 2;
/** Bars of a day. */
const MINUTES = 390;
const OLD_DAYS = ['2014-06-02'];
const NEW_DAYS = Array.from({ length: 25 }, (_, index) => `2014-07-${String(index + 1).padStart(2, '0')}`);

/** Imports into a folder on a small disk that fills up at any point of it, DuckDB's own writes included. The old rows stay readable, the message says
 * that the disk is full, and the same import succeeds once there is room. Needs the right to mount a tmpfs. */
export const fullDisk: GauntletFigure = {
  id: 'R8',
  title: 'disk full during an import: old data readable, a clear message, the next try succeeds',

  async run({ full, report }) {
    const tally = new Tally(report);
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-r8-'));
    const disk = join(folder, 'disk');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tapedeck-r8', disk], { stdio: 'ignore' });
    } catch {
      await rm(folder, { recursive: true });
      return { cases: 0, failures: 0, notRun: 'this user may not mount a file system' };
    }
    let filled = 0;
    try {
      const [old, fresh] = [join(folder, 'old.csv'), join(folder, 'new.csv.gz')];
      await writeFile(old, sessionCsv(OLD_DAYS));
      await writeFile(fresh, gzipSync(sessionCsv(NEW_DAYS)));
      const steps = full ? STEPS : FEW_STEPS;
      for (let step = 0; step < steps; step++) {
        const room = Math.round((MOST_ROOM * step) / steps);
        await tally.play(`${room} bytes free`, async () => {
          if (await importOnFullDisk(disk, old, fresh, room)) filled++;
        });
      }
      await tally.expect('the disk was full', () => assert(filled >= steps / 3, `in ${filled} of ${steps} only`));
    } finally {
      execFileSync('umount', [disk]);
      await rm(folder, { recursive: true });
    }
    console.error(`R8: the disk was full in ${filled} of ${tally.result.cases} imports`);
    return tally.result;
  },
};

/** True when the disk was full. */
async function importOnFullDisk(disk: string, old: string, fresh: string, room: number): Promise<boolean> {
  const dataDir = join(disk, 'data');
  const store = await openStore({ dataDir, mode: 'write' });
  const importer = createImporter({ store, child: importChildPath() });
  const ballast = join(disk, 'ballast');
  try {
    await importer.importPaths([old], {});
    const before = await contentOf(store.reader);
    const { bavail, bsize } = await statfs(disk);
    await writeFile(ballast, Buffer.alloc(Math.max(0, bavail * bsize - room)));
    const thrown = await importer.importPaths([fresh], {}).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (thrown !== undefined) await expectOldRows(store, before, thrown);
    await rm(ballast);
    const { files } = await importer.importPaths([fresh], {});
    const status = thrown === undefined ? 'unchanged' : 'imported';
    assert.deepEqual(files.map((file) => file.status), [status], files[0]?.reason); // prettier-ignore
    assert.equal((await store.catalogue())[0]?.rows, (OLD_DAYS.length + NEW_DAYS.length) * MINUTES);
    assert.deepEqual((await store.verify()).damaged, []);
    return thrown !== undefined;
  } finally {
    await importer.close();
    await store.close();
    await rm(ballast, { force: true });
    await rm(dataDir, { recursive: true });
  }
}

async function expectOldRows(store: Store, before: unknown, thrown: unknown): Promise<void> {
  assert(thrown instanceof AppError && thrown.code === 'disk-full', String(thrown));
  assert.match(thrown.message, /disk .*full|full .*disk|space/);
  assert.deepEqual(await contentOf(store.reader), before);
  assert.deepEqual(await readdir(store.layout.staging), [], 'left on the full disk');
}

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gzipSync } from 'node:zlib';
import { createImporter } from '../../electron/store/import/importer.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { hiveContent, rowsBySeries } from './hive-content.ts';
import { importChildPath } from './import-child-path.ts';
import { bundleChild } from './run-child.ts';
import { sessionCsv } from './session-csv.ts';
import { contentOf } from './store-content.ts';

const NO_DATA = 'To whom it may concern\nregards\n';
/** A refused file ends a batch of commits, so that this is an import of three: a first one, one that needs finer prices and so rewrites the symbol's
 * files, one that corrects rows. */
const FILES: readonly (readonly [name: string, content: string | Uint8Array])[] = [
  ['1.csv', sessionCsv(['2014-06-02'], 60)],
  ['2.csv.gz', gzipSync(sessionCsv(['2014-06-03'], 90))],
  ['3.txt', NO_DATA],
  ['4.csv', sessionCsv(['2014-06-04'], 30).replace('100.00', '100.0025')],
  ['5.csv', sessionCsv(['2014-06-04'], 30).replaceAll('SPY', 'QQQ')],
  ['6.txt', NO_DATA],
  ['7.csv', sessionCsv(['2014-06-01', '2014-06-02'], 40)],
];
/** Files reported when each commit has been acknowledged. */
const REPORTED = [0, 3, 6, 7] as const;

/** Where the importing process is killed: in the midst of its n-th file-system call, or a share of its usual time after it began. */
export type KillPoint = { readonly call: number } | { readonly share: number };

/** An import of foreign files, in a process of its own that is killed (R1). A run throws where the next start finds anything but the content before or
 * after the commit under way, the folder is not what its manifest says, or the same import again does not come to the same end. */
export class KilledImportStory {
  readonly #folder: string;
  readonly #child: string;
  /** Content after each commit; index 0 is the empty store. */
  readonly #states: string[] = [];
  #usualMs = 0;
  #runs = 0;
  /** File-system calls of the store during the import. */
  calls = 0;

  private constructor(folder: string, child: string) {
    this.#folder = folder;
    this.#child = child;
  }

  static async make(): Promise<KilledImportStory> {
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-killed-'));
    const story = new KilledImportStory(folder, await bundleChild('killed-import-child'));
    await mkdir(join(folder, 'in'));
    for (const [name, content] of FILES) await writeFile(join(folder, 'in', name), content);
    for (const reported of REPORTED) {
      const store = await openStore({ dataDir: join(folder, `state-${reported}`), mode: 'write' });
      await story.#importAgain(store, reported);
      story.#states.push(JSON.stringify(await contentOf(store.reader)));
      await store.close();
    }
    const whole = await story.#run(join(folder, 'whole'), 0);
    story.calls = whole.calls;
    story.#usualMs = whole.ms;
    return story;
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  /** `isDoneAgain` imports the same once more after the next start. */
  async runKilled(point: KillPoint, isDoneAgain: boolean): Promise<void> {
    const dataDir = join(this.#folder, `run-${this.#runs++}`);
    let reported: number;
    if ('call' in point) {
      const end = await this.#run(dataDir, point.call);
      assert.equal(end.signal, 'SIGKILL', `ended by itself: ${end.errors}`);
      reported = end.reported;
    } else {
      // A process that was done before is run again and killed earlier.
      for (let ms = point.share * this.#usualMs; ; ms *= 0.8) {
        const end = await this.#run(dataDir, 0, ms);
        reported = end.reported;
        if (end.signal === 'SIGKILL') break;
        await rm(dataDir, { recursive: true });
      }
    }
    await this.#expectRecovers(dataDir, reported, isDoneAgain);
    await rm(dataDir, { recursive: true, force: true });
  }

  async #expectRecovers(dataDir: string, reported: number, isDoneAgain: boolean): Promise<void> {
    const acknowledged = REPORTED.findLastIndex((files) => reported >= files);
    const store = await openStore({ dataDir, mode: 'write' });
    try {
      const content = await contentOf(store.reader);
      const found = this.#states.indexOf(JSON.stringify(content));
      const what = `${acknowledged} commits acknowledged, then found`;
      assert(found === acknowledged || found === acknowledged + 1, `${what} ${found}: ${JSON.stringify(content)}`);
      assert.deepEqual(await hiveContent(dataDir), rowsBySeries(content));
      assert.deepEqual((await store.verify()).damaged, []);
      if (!isDoneAgain) return;
      await this.#importAgain(store, FILES.length);
      const again = JSON.stringify(await contentOf(store.reader));
      assert(again === this.#states.at(-1), `another end of the import done again: ${again}`);
      assert.deepEqual(await readdir(await store.staging()), []);
    } finally {
      await store.close();
    }
  }

  /** Imports the first `count` files. */
  async #importAgain(store: Store, count: number): Promise<void> {
    const importer = createImporter({ store, child: importChildPath() });
    const { files } = await importer.importPaths(this.#paths().slice(0, count), {});
    await importer.close();
    const refused = files.filter(({ path, status }) => (status === 'refused') !== path.endsWith('.txt'));
    assert.deepEqual(
      refused.map(({ path, reason }) => `${path}: ${reason ?? ''}`),
      [],
      'files of another outcome',
    );
  }

  #paths(): string[] {
    return FILES.map(([name]) => join(this.#folder, 'in', name));
  }

  /** Imports in a process of its own; kills it `killMs` after it began, where given. */
  #run(dataDir: string, killAt: number, killMs?: number): Promise<ImportEnd> {
    return new Promise((resolve, reject) => {
      const args = [this.#child, dataDir, importChildPath(), String(killAt), ...this.#paths()];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      const end = { reported: 0, calls: 0, ms: 0, errors: '' };
      let began = 0;
      let timer: NodeJS.Timeout | undefined;
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === 'begin') {
          began = performance.now();
          if (killMs !== undefined) timer = setTimeout(() => child.kill('SIGKILL'), killMs);
        } else if (line.startsWith('calls ')) {
          end.calls = Number(line.slice(6));
          end.ms = performance.now() - began;
          end.reported = FILES.length;
        } else {
          end.reported = Number.parseInt(line, 10);
        }
      });
      child.stderr.on('data', (bytes: Buffer) => (end.errors += bytes.toString()));
      child.on('error', reject);
      child.on('close', (_code, signal) => {
        clearTimeout(timer);
        resolve({ ...end, signal });
      });
    });
  }
}

interface ImportEnd {
  readonly signal: NodeJS.Signals | null;
  readonly reported: number;
  readonly calls: number;
  readonly ms: number;
  readonly errors: string;
}

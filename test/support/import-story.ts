import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../electron/store/store.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { commitStory, STORY_STEPS } from './commit-story.ts';
import { FaultyFs, type Fault } from './faulty-fs.ts';
import { hiveContent, rowsBySeries } from './hive-content.ts';
import { contentOf } from './store-content.ts';

/** The commits of `commit-story.ts` with a fault in the midst (R2). A run throws where the next start finds anything but the content before or
 * after the commit under way, the folder is not what its manifest says, or the rest of the story does not come to the same end. */
export class ImportStory {
  readonly #folder: string;
  /** Content after each commit; index 0 is the empty store. */
  readonly #states: Record<string, unknown>[];
  /** File-system calls from opening the store to closing it. */
  readonly calls: number;
  #runs = 0;

  private constructor(folder: string, states: Record<string, unknown>[], calls: number) {
    this.#folder = folder;
    this.#states = states;
    this.calls = calls;
  }

  static async make(): Promise<ImportStory> {
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-story-'));
    const healthy = new FaultyFs(0, 'EIO');
    const counted = await openStore({ dataDir: join(folder, 'counted'), mode: 'write', fs: healthy.port });
    await commitStory(counted, () => undefined);
    await counted.close();
    const { calls } = healthy;
    const store = await openStore({ dataDir: join(folder, 'data'), mode: 'write' });
    const states = [await contentOf(store.reader)];
    await commitStory(store, async () => states.push(await contentOf(store.reader)));
    await store.close();
    return new ImportStory(folder, states, calls);
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  async runWithFault(failAt: number, fault: Fault): Promise<void> {
    const what = `import, call ${failAt} of ${this.calls} with ${fault}`;
    const dataDir = this.#newFolder();
    const faulty = new FaultyFs(failAt, fault);
    let acknowledged = 0;
    try {
      const store = await openStore({ dataDir, mode: 'write', fs: faulty.port });
      try {
        await commitStory(store, () => acknowledged++);
      } finally {
        await store.close().catch(() => undefined);
      }
    } catch (error) {
      assert(error instanceof AppError, `${what}: ${String(error)}`);
      if (fault === 'ENOSPC') assert.equal(error.code, 'disk-full', what);
    }
    if (fault === 'power-cut') await faulty.loseUnsynced();
    await this.#expectRecovers(dataDir, acknowledged, what);
  }

  async #expectRecovers(dataDir: string, acknowledged: number, what: string): Promise<void> {
    const store = await openStore({ dataDir, mode: 'write' });
    try {
      const found = await contentOf(store.reader);
      const text = JSON.stringify(found);
      const step = this.#states.findIndex((state) => JSON.stringify(state) === text);
      assert(
        step === acknowledged || step === acknowledged + 1,
        `${what}: ${acknowledged} acknowledged, found ${text}`,
      );
      assert.deepEqual(await hiveContent(dataDir), rowsBySeries(found), what);
      assert.deepEqual((await store.verify()).damaged, [], what);
      await commitStory(store, () => undefined, step);
      assert.deepEqual(await contentOf(store.reader), this.#states[STORY_STEPS], what);
    } finally {
      await store.close();
    }
    await rm(dataDir, { recursive: true, force: true });
  }

  #newFolder(): string {
    return join(this.#folder, `run-${this.#runs++}`);
  }
}

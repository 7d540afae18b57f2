import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeFs } from '../../electron/store/fs-port.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { AppError } from '../../shared/lang/app-error.ts';
import { seriesId } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';
import { FaultyFs, type Fault } from './faulty-fs.ts';
import { hiveContent, rowsBySeries } from './hive-content.ts';
import { runChild } from './run-child.ts';
import { barsKey, Stager, tradesKey, type Row } from './staged.ts';
import { contentOf } from './store-content.ts';

const SPY = barsKey('SPY');
const bar = (second: number, price: number): Row => [second * 1e6, price, price, price, price, 1];

export const OPERATIONS = ['remove', 'compact', 'restore', 'backup'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Everything that a commit may change: rows, replaced rows, known imports. */
async function stateOf({ reader }: Store): Promise<string> {
  const { provenance, imports } = reader.manifest;
  const known = [provenance.map(({ path }) => path).sort(), imports.map(({ sha256 }) => sha256).sort()];
  return JSON.stringify([await contentOf(reader), known]);
}

/** Operations on a store of some small files, with a fault in the midst (R2). A run throws where the store is neither the old nor the new one, the
 * folder is not what its manifest says, or doing it again does not come to the same end. */
export class OperationStory {
  readonly #folder: string;
  readonly #before: string;
  readonly #after = new Map<Operation, string>();
  /** File-system calls from opening the store to closing it, and until the operation was done. */
  readonly calls = new Map<Operation, number>();
  readonly callsUntilDone = new Map<Operation, number>();
  #backup: Buffer = Buffer.alloc(0);
  #runs = 0;

  private constructor(folder: string, before: string) {
    this.#folder = folder;
    this.#before = before;
  }

  static async make(): Promise<OperationStory> {
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-story-'));
    const other = await filled(join(folder, 'other'), [[bar(1, 7), bar(2, 8.125)], [bar(500, 9)]]);
    await other.backup(join(folder, 'other.tar'));
    await other.close();
    const store = await filled(join(folder, 'data'), [[bar(0, 1), bar(1, 2), bar(2, 3)], [bar(1, 2.5)], [bar(60, 4)], [bar(90, 5)]]); // prettier-ignore
    const story = new OperationStory(folder, await stateOf(store));
    await store.close();
    for (const operation of OPERATIONS) {
      const dataDir = await story.#copy();
      const healthy = new FaultyFs(0, 'EIO');
      const counted = await openStore({ dataDir, mode: 'write', fs: healthy.port });
      await perform(counted, operation, folder);
      story.callsUntilDone.set(operation, healthy.calls);
      story.#after.set(operation, await stateOf(counted));
      await counted.close();
      story.calls.set(operation, healthy.calls);
    }
    story.#backup = await readFile(join(folder, 'made.tar'));
    return story;
  }

  remove(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }

  async runWithFault(operation: Operation, failAt: number, fault: Fault): Promise<void> {
    const what = `${operation}, call ${failAt} of ${this.calls.get(operation) ?? 0} with ${fault}`;
    const dataDir = await this.#copy();
    await nodeFs.remove(join(this.#folder, 'made.tar'));
    const faulty = new FaultyFs(failAt, fault);
    let isDone = false;
    try {
      const store = await openStore({ dataDir, mode: 'write', fs: faulty.port });
      try {
        await perform(store, operation, this.#folder);
        isDone = true;
      } finally {
        await store.close().catch(() => undefined);
      }
    } catch (error) {
      assert(error instanceof AppError, `${what}: ${String(error)}`);
      if (fault === 'ENOSPC') assert.equal(error.code, 'disk-full', what);
    }
    if (fault === 'power-cut') await faulty.loseUnsynced();
    await this.#expectRecovers(dataDir, operation, isDone, what);
    await rm(dataDir, { recursive: true, force: true });
  }

  /** The same after a SIGKILL in the midst of a call; `child` is the bundle of `operation-child.ts`. */
  async runKilled(operation: Operation, killAt: number, child: string): Promise<void> {
    const what = `${operation}, killed at call ${killAt} of ${this.callsUntilDone.get(operation) ?? 0}`;
    const dataDir = await this.#copy();
    await nodeFs.remove(join(this.#folder, 'made.tar'));
    const { lines, signal, errors } = await runChild(child, dataDir, this.#folder, operation, String(killAt));
    assert.equal(signal, 'SIGKILL', `${what}: ${errors}`);
    await this.#expectRecovers(dataDir, operation, lines.length > 0, what);
    await rm(dataDir, { recursive: true, force: true });
  }

  async #expectRecovers(dataDir: string, operation: Operation, isDone: boolean, what: string): Promise<void> {
    const after = this.#after.get(operation);
    const made = join(this.#folder, 'made.tar');
    const found = await readFile(made).catch(() => undefined);
    if (operation === 'backup' && found !== undefined) assert(found.length === 0 || found.equals(this.#backup), what);
    const store = await openStore({ dataDir, mode: 'write' });
    try {
      const state = await stateOf(store);
      assert(state === after || (!isDone && state === this.#before), `${what}: ${state}`);
      assert.deepEqual(await hiveContent(dataDir), rowsBySeries(await contentOf(store.reader)), what);
      assert.deepEqual((await store.verify()).damaged, [], what);
      await perform(store, operation, this.#folder);
      assert.equal(await stateOf(store), after, what);
      if (operation === 'backup') assert((await readFile(made)).equals(this.#backup), what);
    } finally {
      await store.close();
    }
  }

  async #copy(): Promise<string> {
    const dataDir = join(this.#folder, `run-${this.#runs++}`);
    await cp(join(this.#folder, 'data'), dataDir, { recursive: true });
    return dataDir;
  }
}

/** Does one operation on a store of the story; `backups` is the folder to restore from and to back up to. */
export async function perform(store: Store, operation: Operation, backups: string): Promise<void> {
  const range = { from: micros(1e6), to: micros(61e6) };
  if (operation === 'remove') await store.remove([{ seriesId: seriesId(SPY), range }]);
  else if (operation === 'compact') await store.compact();
  else if (operation === 'restore') await store.restore(join(backups, 'other.tar'));
  else await store.backup(join(backups, 'made.tar'));
}

/** A store with one commit a list of rows, and a trade each. */
async function filled(dataDir: string, files: readonly Row[][]): Promise<Store> {
  const store = await openStore({ dataDir, mode: 'write' });
  const stager = await Stager.open(await store.staging());
  for (const [index, rows] of files.entries()) {
    const trades = { key: tradesKey('SPY'), rows: [[index * 1e9, 1, 1, 1] as Row] };
    await store.commitFiles([await stager.file(`${index}`, { key: SPY, rows }, trades)]);
  }
  await stager.close();
  return store;
}

import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removalsByAge } from '../../electron/backend/removals.ts';
import { nodeFs } from '../../electron/store/fs-port.ts';
import { DATA_FOLDERS } from '../../electron/store/layout.ts';
import { namedFiles } from '../../electron/store/manifest.ts';
import type { NormalisedFile } from '../../electron/store/normalised.ts';
import { openDuckDb, type DuckDb } from '../../electron/store/duckdb.ts';
import type { Removal } from '../../electron/store/operations/removal.ts';
import { openStore, type Store } from '../../electron/store/store.ts';
import { readParquet } from '../../electron/store/sql.ts';
import { MICROS_PER_DAY, micros } from '../../shared/market/time.ts';
import { FaultyFs } from './faulty-fs.ts';
import { Stager, type Row } from './staged.ts';
import { rowsOf } from './store-content.ts';
import { StoreModel, type ModelFile } from './store-model.ts';

/** What a person or a crash may do to a store. */
export type StoreCommand =
  | { readonly do: 'import'; readonly files: readonly ModelFile[] }
  | { readonly do: 'remove'; readonly seriesId: string; readonly from: number; readonly to: number }
  | { readonly do: 'retention'; readonly of: string; readonly days: number }
  | { readonly do: 'compact' }
  | { readonly do: 'backup'; readonly slot: number }
  | { readonly do: 'restore'; readonly slot: number; readonly isFresh: boolean }
  | { readonly do: 'reopen' }
  /** The power goes at the n-th file-system call of a command; what was not synced is lost, and the folder is opened again. */
  | { readonly do: 'crash'; readonly at: number; readonly during: StoreCommand };

/** Retention counts back from here. */
export const NOW = micros(1_381_622_400_000_000);

/** A real store and its model, side by side. Staged files are made once for equal rows and copied. Close it. */
export class StoreRig {
  readonly #folder: string;
  readonly #stager: Stager;
  readonly #db: DuckDb;
  readonly #made = new Map<string, NormalisedFile>();
  #folders = 0;
  #dataDir = '';
  #store: Store | undefined;
  #model = new StoreModel();
  #backups = new Map<number, { readonly path: string; readonly model: StoreModel }>();

  private constructor(folder: string, stager: Stager, db: DuckDb) {
    this.#folder = folder;
    this.#stager = stager;
    this.#db = db;
  }

  static async open(): Promise<StoreRig> {
    const folder = await mkdtemp(join(tmpdir(), 'tapedeck-rig-'));
    const db = await openDuckDb({ allowed: [folder], threads: 1 });
    return new StoreRig(folder, await Stager.open(folder), db);
  }

  async close(): Promise<void> {
    await this.#store?.close();
    await this.#stager.close();
    await this.#db.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Plays a list of commands on an empty store; throws at the first answer or content that the model does not give. */
  async play(commands: readonly StoreCommand[]): Promise<void> {
    this.#model = new StoreModel();
    this.#backups = new Map();
    this.#dataDir = this.#newFolder();
    this.#store = await openStore({ dataDir: this.#dataDir, mode: 'write' });
    try {
      for (const command of commands) await this.#do(command);
      await this.#compare('at the end');
      await this.#store.close();
      await this.#compareFolder();
    } finally {
      await this.#store.close();
      await rm(this.#folder, { recursive: true, force: true, maxRetries: 2 }).catch(() => undefined);
      await nodeFs.makeFolder(this.#folder);
      this.#made.clear();
    }
  }

  async #do(command: StoreCommand): Promise<void> {
    switch (command.do) {
      case 'reopen':
        await this.#reopen();
        return this.#compare('after reopening');
      case 'crash':
        return this.#crash(command.at, command.during);
      default:
        this.#model = await this.#perform(command);
    }
  }

  /** Does one command to the store and answers the model after it; the model of the rig stays. */
  async #perform(command: StoreCommand): Promise<StoreModel> {
    const store = this.#opened();
    const model = this.#model.copy();
    switch (command.do) {
      case 'import': {
        const expected = command.files.map((file) => model.import(file));
        const files = [];
        for (const file of command.files) files.push(await this.#staged(store, file));
        expectEqual(await store.commitFiles(files), expected, 'counts of the import');
        return model;
      }
      case 'remove': {
        const range = { from: micros(command.from), to: micros(command.to) };
        return this.#remove(store, model, [{ seriesId: command.seriesId, range }]);
      }
      case 'retention':
        return this.#remove(store, model, removalsByAge(store, [command], NOW));
      case 'compact': {
        const plan = await store.planCompaction();
        const { bytesFreed: _bytes, ...done } = await store.compact();
        expectEqual(done, plan, 'the compaction and its plan');
        expectEqual((await store.planCompaction()).files, 0, 'files to join after a compaction');
        return model;
      }
      case 'backup': {
        if (store.reader.manifestNumber === 0) return model;
        const path = join(this.#folder, `${this.#folders++}.tar`);
        await store.backup(path);
        this.#backups.set(command.slot, { path, model: model.copy() });
        return model;
      }
      case 'restore':
        return this.#restore(model, command.slot, command.isFresh);
      default:
        return model;
    }
  }

  async #remove(store: Store, model: StoreModel, removals: readonly Removal[]): Promise<StoreModel> {
    const expected = removals.reduce((sum, { seriesId: id, range }) => sum + model.remove(id, range), 0);
    const plan = await store.planRemoval(removals);
    const { bytesFreed: _bytes, ...done } = await store.remove(removals);
    expectEqual(done, plan, 'the removal and its plan');
    expectEqual(done.rows, expected, 'rows removed');
    return model;
  }

  async #restore(model: StoreModel, slot: number, isFresh: boolean): Promise<StoreModel> {
    const backup = this.#backups.get(slot);
    if (backup === undefined) return model;
    if (isFresh) {
      await this.#opened().close();
      this.#dataDir = this.#newFolder();
      this.#store = await openStore({ dataDir: this.#dataDir, mode: 'write' });
    }
    const after = isFresh ? new StoreModel() : model;
    const expected = after.restore(backup.model);
    const { rows, duplicates, replaced } = await this.#opened().restore(backup.path);
    expectEqual({ rows, duplicates, replaced }, expected, 'counts of the restore');
    return after;
  }

  async #crash(at: number, during: StoreCommand): Promise<void> {
    // A new folder to restore into has nothing that a crash could harm.
    if (during.do === 'restore' && during.isFresh) return;
    await this.#opened().close();
    const faulty = new FaultyFs(at, 'power-cut');
    const number = await this.#numberOf();
    let after: StoreModel | undefined;
    try {
      this.#store = await openStore({ dataDir: this.#dataDir, mode: 'write', fs: faulty.port });
      after = await this.#perform(during);
    } catch (error) {
      if (!faulty.hasFailed) throw error;
    }
    await this.#store?.close().catch(() => undefined);
    if (faulty.hasFailed) await faulty.loseUnsynced();
    await this.#reopen();
    const isCommitted = this.#opened().reader.manifestNumber > number;
    if (after !== undefined) this.#model = after;
    else if (isCommitted) this.#model = this.#modelAfter(during);
    await this.#compare(`after the power went at call ${at} of ${during.do}`);
  }

  /** The model after a command whose answer was lost. */
  #modelAfter(command: StoreCommand): StoreModel {
    const model = this.#model.copy();
    if (command.do === 'import') for (const file of command.files) model.import(file);
    if (command.do === 'remove') model.remove(command.seriesId, { from: micros(command.from), to: micros(command.to) });
    if (command.do === 'restore') model.restore(this.#backups.get(command.slot)?.model ?? new StoreModel());
    if (command.do === 'retention') {
      for (const id of Object.keys(model.content())) {
        const [, grid] = id.split('/');
        const day = Math.floor(NOW / MICROS_PER_DAY) - command.days;
        const to = micros(day * MICROS_PER_DAY);
        if (grid === command.of || id.startsWith(`${command.of}/`)) model.remove(id, { from: micros(-8.64e15), to });
      }
    }
    return model;
  }

  async #numberOf(): Promise<number> {
    const store = await openStore({ dataDir: this.#dataDir, mode: 'read' });
    const number = store.reader.manifestNumber;
    await store.close();
    return number;
  }

  async #reopen(): Promise<void> {
    await this.#store?.close();
    this.#store = await openStore({ dataDir: this.#dataDir, mode: 'write' });
  }

  async #compare(when: string): Promise<void> {
    const { reader } = this.#opened();
    const content: Record<string, string[]> = {};
    for (const { id, key } of reader.series()) {
      const rows = (await rowsOf(reader, key)).map(([time, price, second, , , volume]) =>
        [time, price, key.kind === 'bars' ? volume : second].join(' '),
      );
      content[id] = rows.sort();
    }
    expectEqual(content, this.#model.content(), when);
    expectEqual(this.#model.faultsOfReplaced(await this.#replacedRows()), [], `replaced rows ${when}`);
  }

  async #replacedRows(): Promise<Set<string>> {
    const kept = new Set<string>();
    for (const { path, series } of this.#opened().reader.manifest.provenance) {
      const rows = await this.#db.rows(
        `SELECT epoch_us(ts)::DOUBLE, close::DOUBLE, volume::DOUBLE FROM ${readParquet([join(this.#dataDir, path)])}`,
      );
      for (const row of rows) kept.add(`${series} ${row.map(Number).join(' ')}`);
    }
    return kept;
  }

  /** The closed folder holds exactly the files that its manifest names. */
  async #compareFolder(): Promise<void> {
    const store = await openStore({ dataDir: this.#dataDir, mode: 'read' });
    const named = Array.from(namedFiles(store.reader.manifest), ({ path }) => path);
    await store.close();
    const found: string[] = [];
    for (const folder of DATA_FOLDERS) {
      const names = await readdir(join(this.#dataDir, folder), { recursive: true }).catch(() => []);
      found.push(...names.filter((name) => name.endsWith('.parquet')).map((name) => `${folder}/${name}`));
    }
    expectEqual(found.sort(), [...new Set(named)].sort(), 'files of the closed folder');
  }

  async #staged(store: Store, file: ModelFile): Promise<NormalisedFile> {
    const identity = JSON.stringify(file);
    const made = this.#made.get(identity) ?? (await this.#make(file));
    this.#made.set(identity, made);
    const staging = await store.staging();
    const series = [];
    for (const one of made.series) {
      const to = join(staging, `${this.#folders++}.parquet`);
      await copyFile(one.file, to);
      series.push({ ...one, file: to });
    }
    return { ...made, sha256: createHash('sha256').update(identity).digest('hex'), series };
  }

  #make({ name, series }: ModelFile): Promise<NormalisedFile> {
    const staged = series.map(({ key, rows }) => ({
      key,
      rows: rows.map(([time, price, size]): Row =>
        key.kind === 'bars' ? [time, price, price, price, price, size] : [time, price, size, 0],
      ),
    }));
    return this.#stager.file(name, ...staged);
  }

  #newFolder(): string {
    return join(this.#folder, `data-${this.#folders++}`);
  }

  #opened(): Store {
    if (this.#store === undefined) throw new Error('the rig has no store open');
    return this.#store;
  }
}

function expectEqual(found: unknown, expected: unknown, what: string): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(expected)];
  if (sorted(found) !== sorted(expected)) throw new Error(`${what}: found ${left}, expected ${right}`);
}

/** JSON with the keys of objects in order. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

import { throwIfCancelled, type CancelSignal } from '../../shared/lang/cancel.ts';
import { commitManifest } from './commit.ts';
import { CommitSteps } from './commit-steps.ts';
import { Draft } from './draft.ts';
import { DraftFiles, type DraftParts } from './draft-files.ts';
import type { DuckDb } from './duckdb.ts';
import { namedFiles } from './manifest.ts';
import type { CommitResult, NormalisedFile } from './normalised.ts';
import { readCurrentManifest, removeSuperseded, type CurrentManifest } from './recovery.ts';
import { storeError } from './store-error.ts';

export interface CommitOptions {
  /** Works everything out and commits nothing; staged files are removed all the same. */
  readonly isDryRun?: boolean;
  readonly signal?: CancelSignal;
  /** Files handled so far, of all. */
  readonly progress?: (done: number, total: number) => void;
}

export interface WriterParts extends DraftParts {
  readonly database: () => Promise<DuckDb>;
}

/** What became of a draft. Staged files that are `done` are removed after the commit; a dry run commits nothing. */
export interface DraftOutcome<T> {
  readonly result: T;
  readonly done?: readonly string[];
  readonly isDryRun?: boolean;
}

/** Changes the draft of a commit; `number` is that of the manifest in the making. */
export type DraftWork<T> = (files: DraftFiles, number: number) => Promise<DraftOutcome<T>>;

/** Turns staged files into commits. Needs the writer's lock; runs one commit at a time. */
export class StoreWriter {
  readonly #parts: WriterParts;
  #current: CurrentManifest;
  /** Paths that commits superseded and a reader still pinned when last looked at. */
  #superseded: string[] = [];
  #tail: Promise<unknown> = Promise.resolve();

  constructor(parts: WriterParts, current: CurrentManifest) {
    this.#parts = parts;
    this.#current = current;
  }

  get current(): CurrentManifest {
    return this.#current;
  }

  /** Whether files that commits superseded were still pinned when last looked at. */
  get hasSuperseded(): boolean {
    return this.#superseded.length > 0;
  }

  /** Stores several foreign files in one commit, all or nothing, in the order given (S11: a later file corrects an earlier one). A file whose
   * hash and mapping the store knows is `unchanged`. Staged files are moved or removed when the commit is done; when it fails they
   * stay. Throws `store-damaged` where stored rows that must be merged cannot be read, `disk-full`, `store-read-only`, `cancelled`. */
  commitFiles(files: readonly NormalisedFile[], options: CommitOptions = {}): Promise<CommitResult[]> {
    return this.change('storing the imported rows', async (draftFiles, number) => {
      const steps = new CommitSteps(draftFiles);
      await steps.prepare(files);
      const results: CommitResult[] = [];
      for (const [index, file] of files.entries()) {
        throwIfCancelled(options.signal, 'The import');
        results.push(await steps.add(file, number));
        options.progress?.(index + 1, files.length);
      }
      await steps.joinSmallFiles();
      throwIfCancelled(options.signal, 'The import');
      return {
        result: results,
        isDryRun: options.isDryRun === true,
        done: files.flatMap(({ series }) => series.map(({ file }) => file)),
      };
    });
  }

  /** One commit of what `work` does to the draft, all or nothing; a draft that it leaves as it is commits nothing. `doing` completes "While
   * ...". */
  change<T>(doing: string, work: DraftWork<T>): Promise<T> {
    return this.#inTurn(() => this.#change(doing, work));
  }

  /** Removes superseded files and manifests that no reader pins any more. Not beside a commit: that may place a file again that an earlier one
   * superseded. */
  sweep(): Promise<void> {
    return this.#inTurn(async () => {
      const { fs, layout } = this.#parts;
      this.#superseded = await removeSuperseded(fs, layout, this.#current.manifest, this.#superseded);
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work);
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #change<T>(doing: string, work: DraftWork<T>): Promise<T> {
    const { fs, layout, database } = this.#parts;
    const scratch: string[] = [];
    try {
      await fs.makeFolder(layout.staging);
      const db = await database();
      return await db.exclusive(async (session) => {
        const draft = new Draft(this.#current.manifest, layout.dataDir);
        const files = new DraftFiles(this.#parts, session, draft, scratch);
        const { result, done = [], isDryRun = false } = await work(files, this.#current.manifest.number + 1);
        if (draft.isChanged && !isDryRun) await this.#commit(draft);
        scratch.push(...done);
        return result;
      });
    } catch (error) {
      throw storeError(error, doing, layout.dataDir);
    } finally {
      await Promise.allSettled(scratch.map((path) => fs.remove(path)));
    }
  }

  async #commit(draft: Draft): Promise<void> {
    const { fs, layout } = this.#parts;
    const before = this.#current;
    try {
      this.#current = await commitManifest(fs, layout, before, draft.content(), draft.placements());
    } catch (error) {
      this.#current = await readCurrentManifest(fs, layout);
      throw error;
    }
    const named = new Set(Array.from(namedFiles(this.#current.manifest), ({ path }) => path));
    for (const { path } of namedFiles(before.manifest)) if (!named.has(path)) this.#superseded.push(path);
  }
}

import { throwIfCancelled, type CancelSignal } from '../../shared/lang/cancel.ts';
import { commitManifest } from './commit.ts';
import { CommitSteps, type StepParts } from './commit-steps.ts';
import { Draft } from './draft.ts';
import type { DuckDb } from './duckdb.ts';
import type { CommitResult, NormalisedFile } from './normalised.ts';
import { readCurrentManifest, removeSuperseded, type CurrentManifest } from './recovery.ts';
import { storeError } from './store-error.ts';

export interface CommitOptions {
  readonly signal?: CancelSignal;
  /** Files handled so far, of all. */
  readonly progress?: (done: number, total: number) => void;
}

export interface WriterParts extends StepParts {
  readonly database: () => Promise<DuckDb>;
}

/** Turns staged files into commits. Needs the writer's lock; runs one commit at a time. */
export class StoreWriter {
  readonly #parts: WriterParts;
  #current: CurrentManifest;
  /** Paths that commits superseded and a reader still pinned when last looked at. */
  #superseded: string[] = [];

  constructor(parts: WriterParts, current: CurrentManifest) {
    this.#parts = parts;
    this.#current = current;
  }

  get current(): CurrentManifest {
    return this.#current;
  }

  /** Stores several foreign files in one commit, all or nothing, in the order given (S11: a later file corrects an earlier one). A file whose
   * hash and mapping the store knows is `unchanged`. Staged files are moved or removed when the commit is done; when it fails they
   * stay. Throws `store-damaged` where stored rows that must be merged cannot be read, `disk-full`, `store-read-only`, `cancelled`. */
  async commitFiles(files: readonly NormalisedFile[], options: CommitOptions = {}): Promise<CommitResult[]> {
    const { fs, layout, database } = this.#parts;
    const scratch: string[] = [];
    try {
      await fs.makeFolder(layout.staging);
      const db = await database();
      return await db.exclusive(async (session) => {
        const draft = new Draft(this.#current.manifest, layout.dataDir);
        const steps = new CommitSteps(this.#parts, session, draft, scratch);
        await steps.prepare(files);
        const results: CommitResult[] = [];
        for (const [index, file] of files.entries()) {
          throwIfCancelled(options.signal, 'The import');
          results.push(await steps.add(file, this.#current.manifest.number + 1));
          options.progress?.(index + 1, files.length);
        }
        await steps.joinSmallFiles();
        throwIfCancelled(options.signal, 'The import');
        if (draft.isChanged) await this.#commit(draft);
        scratch.push(...files.flatMap(({ series }) => series.map(({ file }) => file)));
        return results;
      });
    } catch (error) {
      throw storeError(error, 'storing the imported rows', layout.dataDir);
    } finally {
      await Promise.allSettled(scratch.map((path) => fs.remove(path)));
    }
  }

  /** Removes superseded files and manifests that no reader pins any more. */
  async sweep(): Promise<void> {
    const { fs, layout } = this.#parts;
    this.#superseded = await removeSuperseded(fs, layout, this.#current.manifest, this.#superseded);
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
    const named = new Set(this.#current.manifest.series.flatMap((series) => series.files.map(({ path }) => path)));
    const files = before.manifest.series.flatMap((series) => series.files);
    this.#superseded.push(...files.map(({ path }) => path).filter((path) => !named.has(path)));
  }
}

import { AppError } from '../../shared/lang/app-error.ts';
import type { DamagedFile, Verification } from '../../shared/store/operations.ts';
import { healthPath, StoreHealth } from '../store/health.ts';
import type { Store } from '../store/store.ts';
import type { FileOfSeries } from '../store/verify.ts';
import type { EventBus } from './event-bus.ts';
import { readJson } from './atomic-file.ts';
import type { CatalogueService } from './catalogue-service.ts';
import { SavedValue } from './saved-value.ts';

/** Wall milliseconds. */
const FIRST_MS = 5_000;
const BUSY_MS = 1_000;
const NOTHING_DUE_MS = 5_000;
const LEAST_REST_MS = 20;
/** Rests this many times as long as it worked. */
const REST = 4;
/** A file is looked at again after this long. */
const FRESH_MS = 7 * 24 * 3_600_000;
const SAVE = { delayMs: 2_000, isDurable: false };

export interface IdleKeeperParts {
  readonly store: Store;
  /** True while a run plays or a job works: nothing is done then. */
  readonly isBusy: () => boolean;
  readonly events: EventBus;
  /** Damage was found or mended: the catalogue shows it. */
  readonly changed: () => void;
  readonly saved: SavedValue<unknown>;
}

/** What the backend does while nobody needs it: compares stored files with their hashes, one at a time and little by little, and removes files that
 * readers have let go of. It stops within a block of a file when something else begins. */
export class IdleKeeper {
  readonly #parts: IdleKeeperParts;
  readonly #health: StoreHealth;
  #files: readonly FileOfSeries[] = [];
  #manifest: number | undefined;
  /** Files that were damaged when last looked at, in an earlier run or before the newest commit, which may have mended them. */
  readonly #doubtful = new Set<string>();
  #told = '[]';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(parts: IdleKeeperParts) {
    this.#parts = parts;
    this.#health = new StoreHealth(parts.saved.get());
    this.#follow();
  }

  start(): void {
    this.#again(FIRST_MS);
  }

  /** Resolves when what it was doing has ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#working;
    await this.#parts.saved.flush();
  }

  /** Takes over what a verification of everything found. */
  verified({ damaged }: Verification): void {
    this.#follow();
    const reasons = new Map(damaged.map(({ path, reason }) => [path, reason]));
    for (const one of this.#files) this.#note(one, reasons.get(one.file.path));
    this.#tell();
  }

  /** One piece of work; answers after how many wall milliseconds the next may follow. */
  async step(): Promise<number> {
    const { store } = this.#parts;
    if (this.#isInterrupted()) return BUSY_MS;
    this.#follow();
    this.#tell();
    const due = this.#nextDue();
    if (due === undefined) {
      await store.sweep();
      return NOTHING_DUE_MS;
    }
    const isInterrupted = (): boolean => this.#isInterrupted();
    const started = performance.now();
    try {
      const signal = {
        get aborted() {
          return isInterrupted();
        },
      };
      const found = await store.checkFile(due, signal);
      this.#note(due, found?.reason);
      this.#tell();
    } catch (error) {
      if (error instanceof AppError && error.code === 'cancelled') return BUSY_MS;
      throw error;
    }
    return Math.max(LEAST_REST_MS, REST * (performance.now() - started));
  }

  #nextDue(): FileOfSeries | undefined {
    const doubtful = this.#files.find(({ file }) => this.#doubtful.has(file.path));
    return doubtful ?? this.#health.next(this.#files, Date.now() - FRESH_MS);
  }

  #isInterrupted(): boolean {
    return this.#isStopped || this.#parts.isBusy();
  }

  /** Moves on to the files of the newest manifest. */
  #follow(): void {
    const { store } = this.#parts;
    if (store.reader.manifestNumber === this.#manifest) return;
    this.#manifest = store.reader.manifestNumber;
    this.#files = store.files();
    this.#health.keepOnly(this.#files);
    for (const { path } of this.#health.damaged(this.#files)) this.#doubtful.add(path);
  }

  #note(one: FileOfSeries, damage: DamagedFile['reason'] | undefined): void {
    this.#doubtful.delete(one.file.path);
    this.#health.note(one, damage, Date.now());
    this.#parts.saved.set(this.#health);
  }

  #tell(): void {
    const { events, changed } = this.#parts;
    const damaged: readonly DamagedFile[] = this.#health.damaged(this.#files);
    const text = JSON.stringify(damaged);
    if (text === this.#told) return;
    this.#told = text;
    events.emit('store.damaged', { files: damaged });
    changed();
  }

  #again(afterMs: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      // A disk that fails while nobody asks for anything is told when somebody does.
      this.#working = this.step().then(
        (next) => this.#again(next),
        () => this.#again(NOTHING_DUE_MS),
      );
    }, afterMs);
    this.#timer.unref();
  }
}

/** Opens the keeper with what earlier runs found, which lies beside the other caches. */
export async function openIdleKeeper(
  store: Store,
  isBusy: () => boolean,
  events: EventBus,
  catalogue: CatalogueService,
): Promise<IdleKeeper> {
  const path = healthPath(store.layout.dataDir);
  const known = await readJson(path);
  const saved = new SavedValue<unknown>(store.isReadOnly ? undefined : path, known, SAVE);
  return new IdleKeeper({ store, isBusy, events, changed: () => catalogue.changed(), saved });
}

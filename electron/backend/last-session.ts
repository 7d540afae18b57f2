import { join } from 'node:path';

import { z } from 'zod';

import { type Micros, micros } from '../../shared/market/time.ts';
import { readJson } from './atomic-file.ts';
import { SavedValue } from './saved-value.ts';

/** The open run and where its clock stood, for the next start. */
export interface LastSession {
  readonly config: unknown;
  readonly clock: Micros;
}

const stored = z.object({ config: z.unknown(), clock: z.number(), starts: z.number().int().min(0) });
type Stored = z.infer<typeof stored>;

/** The delay is what a crash may cost of play. It is written all the time while playing, so without an fsync. */
const POLICY = { delayMs: 200, isDurable: false };
/** A run with which the backend crashed so many times in a row, before it played on, is not opened again by itself. */
const MAX_STARTS = 5;

/** Remembers the open run in `session.json` of the data folder, so that a restarted backend is where it was. */
export class LastSessionStore {
  readonly #saved: SavedValue<Stored | undefined>;

  private constructor(saved: SavedValue<Stored | undefined>) {
    this.#saved = saved;
  }

  static async open(dataDir: string, isReadOnly: boolean): Promise<LastSessionStore> {
    const path = join(dataDir, 'session.json');
    const value = stored.safeParse(await readJson(path)).data;
    return new LastSessionStore(new SavedValue(isReadOnly ? undefined : path, value, POLICY));
  }

  get(): LastSession | undefined {
    const value = this.#saved.get();
    return value === undefined ? undefined : { config: value.config, clock: micros(value.clock) };
  }

  /** The run to open again at a start; counted on disk first, so that a run which ends the process cannot do so for ever. */
  async takeForStart(): Promise<LastSession | undefined> {
    const value = this.#saved.get();
    if (value === undefined || value.starts >= MAX_STARTS) return undefined;
    this.#saved.set({ ...value, starts: value.starts + 1 });
    await this.#saved.flush();
    return this.get();
  }

  opened(config: unknown, clock: Micros): void {
    this.#saved.set({ config, clock, starts: this.#saved.get()?.starts ?? 0 });
  }

  /** The run's clock moved: it plays, or was moved by hand, and is no danger to the next start. */
  moved(clock: Micros): void {
    const value = this.#saved.get();
    if (value !== undefined && value.clock !== clock) this.#saved.set({ ...value, clock, starts: 0 });
  }

  closed(): void {
    if (this.#saved.get() !== undefined) this.#saved.set(undefined);
  }

  /** The process ends in order: the run is no danger to the next start. Resolves when that is on disk. */
  async end(): Promise<void> {
    const value = this.#saved.get();
    if (value !== undefined && value.starts > 0) this.#saved.set({ ...value, starts: 0 });
    await this.#saved.flush();
  }
}

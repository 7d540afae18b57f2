import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ImportOptions } from '../../../shared/store/import.ts';

/** What holds for all files of one shape. Symbol, interval and kind belong to a file, not to its shape. */
const REMEMBERED = [
  'timeZone',
  'timeUnit',
  'dateOrder',
  'stamp',
  'map',
  'source',
  'calendar',
  'listsEveryTrade',
] as const;
export type RememberedOptions = Pick<ImportOptions, (typeof REMEMBERED)[number]>;

const MAX_SHAPES = 1_000;

/** Answers that a person gave, by the shape of the file they were given for, kept in the data folder. A file that cannot be read is an empty memory. */
export class MappingMemory {
  readonly #path: string;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'import-mappings.json');
  }

  async recall(shape: string): Promise<RememberedOptions> {
    return (await this.#read())[shape] ?? {};
  }

  /** Keeps the answers among `options`; later ones replace earlier ones of the same shape. */
  async remember(shape: string, options: ImportOptions): Promise<void> {
    const answers = Object.fromEntries(
      REMEMBERED.filter((key) => options[key] !== undefined).map((key) => [key, options[key]]),
    );
    if (Object.keys(answers).length === 0) return;
    const known = Object.entries(await this.#read()).filter(([key]) => key !== shape);
    const kept = Object.fromEntries([...known.slice(1 - MAX_SHAPES), [shape, answers]]);
    const temporary = `${this.#path}.${randomBytes(4).toString('hex')}`;
    try {
      await writeFile(temporary, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
      await rename(temporary, this.#path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async #read(): Promise<Record<string, RememberedOptions>> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      return typeof value === 'object' && value !== null ? (value as Record<string, RememberedOptions>) : {};
    } catch {
      return {};
    }
  }
}

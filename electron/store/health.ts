import { join } from 'node:path';
import { z } from 'zod';
import type { DamagedFile } from '../../shared/store/operations.ts';
import { storeLayout } from './layout.ts';
import { damagedFile, type FileOfSeries } from './verify.ts';

const checked = z.object({
  sha256: z.string(),
  /** Wall milliseconds since the Unix epoch. */
  checkedAt: z.number(),
  damage: z.enum(['missing', 'altered']).optional(),
});
const record = z.object({ version: z.literal(1), files: z.record(z.string(), checked) });

type Checked = z.infer<typeof checked>;
export type HealthRecord = z.infer<typeof record>;

/** Where a data folder keeps it. */
export function healthPath(dataDir: string): string {
  return join(storeLayout(dataDir).cache, 'health.json');
}

/** When each stored file was last compared with its hash, and what was found. Kept between starts, so that a check of everything goes on where it
 * stood. Wall times are given to it. */
export class StoreHealth {
  #files: Map<string, Checked>;

  /** `saved` is what {@link toJSON} gave; anything else begins anew. */
  constructor(saved?: unknown) {
    const parsed = record.safeParse(saved);
    this.#files = new Map(parsed.success ? Object.entries(parsed.data.files) : []);
  }

  note({ file }: FileOfSeries, damage: DamagedFile['reason'] | undefined, checkedAt: number): void {
    const { path, sha256 } = file;
    this.#files.set(path, { sha256, checkedAt, ...(damage === undefined ? {} : { damage }) });
  }

  /** Forgets files that are stored no more. */
  keepOnly(stored: readonly FileOfSeries[]): void {
    const named = new Map(stored.map(({ file }) => [file.path, file.sha256]));
    this.#files = new Map([...this.#files].filter(([path, { sha256 }]) => named.get(path) === sha256));
  }

  /** The file to check next: one that was never checked, else the one whose check is oldest; `undefined` where all were checked since `since`. */
  next(stored: readonly FileOfSeries[], since: number): FileOfSeries | undefined {
    let oldest: { readonly one: FileOfSeries; readonly at: number } | undefined;
    for (const one of stored) {
      const at = this.#of(one)?.checkedAt ?? Number.NEGATIVE_INFINITY;
      if (at < since && (oldest === undefined || at < oldest.at)) oldest = { one, at };
    }
    return oldest?.one;
  }

  /** Of these files those that were found damaged. */
  damaged(stored: readonly FileOfSeries[]): DamagedFile[] {
    return stored.flatMap((one) => {
      const damage = this.#of(one)?.damage;
      return damage === undefined ? [] : [damagedFile(one, damage)];
    });
  }

  /** How many of these files were checked, and when the oldest of those checks was. */
  coverage(stored: readonly FileOfSeries[]): { readonly checked: number; readonly oldest: number | undefined } {
    const times = stored.flatMap((one) => this.#of(one)?.checkedAt ?? []);
    return { checked: times.length, oldest: times.length === 0 ? undefined : Math.min(...times) };
  }

  toJSON(): HealthRecord {
    return { version: 1, files: Object.fromEntries(this.#files) };
  }

  #of({ file }: FileOfSeries): Checked | undefined {
    const found = this.#files.get(file.path);
    return found?.sha256 === file.sha256 ? found : undefined;
  }
}

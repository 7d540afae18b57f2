import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** Counts of one session, as they are kept: date; slots expected, present, verified empty, missing, filled; minutes short; stored 1m bars
 * compared with the seconds, and those of them that differ (S12). */
export type DayCounts = readonly [string, number, number, number, number, number, number, number, number];

const count = z.number().int().nonnegative();
const entry = z.object({
  key: z.string(),
  days: z.array(z.tuple([z.string(), count, count, count, count, count, count, count, count])),
});

/** Counts by series and month, kept by what they rest on (D9): a changed file, calendar or rule makes another key. An entry on disk is
 * overwritten by the next one of its series and month, so the folder does not grow with every import. May be deleted at any time. */
export class QualityCache {
  readonly #folder: string | undefined;
  readonly #known = new Map<string, { readonly key: string; readonly days: readonly DayCounts[] }>();

  /** Without a folder (a read-only store) entries are kept in memory only. */
  constructor(folder: string | undefined) {
    this.#folder = folder;
  }

  async get(seriesId: string, month: string, key: string): Promise<readonly DayCounts[] | undefined> {
    const name = entryName(seriesId, month);
    const known = this.#known.get(name) ?? (await this.#read(name));
    return known?.key === key ? known.days : undefined;
  }

  async set(seriesId: string, month: string, key: string, days: readonly DayCounts[]): Promise<void> {
    const name = entryName(seriesId, month);
    this.#known.set(name, { key, days });
    if (this.#folder === undefined) return;
    const draft = join(this.#folder, `${name}-${randomUUID()}.part`);
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(draft, JSON.stringify({ key, days }));
      await rename(draft, join(this.#folder, name));
    } catch {
      // A cache that cannot be written costs time and nothing else.
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  async #read(name: string): Promise<{ readonly key: string; readonly days: readonly DayCounts[] } | undefined> {
    if (this.#folder === undefined) return undefined;
    try {
      const found = entry.safeParse(JSON.parse(await readFile(join(this.#folder, name), 'utf8')));
      if (!found.success) return undefined;
      this.#known.set(name, found.data);
      return found.data;
    } catch {
      return undefined;
    }
  }
}

function entryName(seriesId: string, month: string): string {
  return `${createHash('sha256').update(seriesId).digest('hex').slice(0, 16)}-${month}.json`;
}

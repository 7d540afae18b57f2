import { z } from 'zod';
import { KeptJson, keptName } from '../store/kept-json.ts';

/** Counts of one session, as they are kept: date; slots expected, present, verified empty, missing, filled; minutes short; stored 1m bars
 * compared with the seconds, and those of them that differ (S12). */
export type DayCounts = readonly [string, number, number, number, number, number, number, number, number];

interface MonthCounts {
  readonly key: string;
  readonly days: readonly DayCounts[];
}

const count = z.number().int().nonnegative();
const entry: z.ZodType<MonthCounts> = z.object({
  key: z.string(),
  days: z.array(z.tuple([z.string(), count, count, count, count, count, count, count, count])),
});

/** Counts by series and month, kept by what they rest on (D9): a changed file, calendar or rule makes another key. An entry on disk is
 * overwritten by the next one of its series and month, so the folder does not grow with every import. */
export class QualityCache {
  readonly #kept: KeptJson<MonthCounts>;

  /** Without a folder (a read-only store) entries are kept in memory only. */
  constructor(folder: string | undefined) {
    this.#kept = new KeptJson(folder, entry);
  }

  async get(seriesId: string, month: string, key: string): Promise<readonly DayCounts[] | undefined> {
    const known = await this.#kept.get(`${keptName(seriesId)}-${month}`);
    return known?.key === key ? known.days : undefined;
  }

  set(seriesId: string, month: string, key: string, days: readonly DayCounts[]): Promise<void> {
    return this.#kept.set(`${keptName(seriesId)}-${month}`, { key, days });
  }
}

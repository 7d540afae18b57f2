import { MICROS_PER_DAY, type Micros } from '../../shared/market/time.ts';
import type { StoredFile } from './manifest.ts';

/** Files of a series that are no further apart are one stretch of data, and a session between them that holds nothing was lost. Further
 * apart they are recordings of their own. No exchange that is listed here closes for longer. */
export const STRETCH_GAP = 7 * MICROS_PER_DAY;

/** First and last row, both inclusive. */
export interface Stretch {
  readonly first: Micros;
  readonly last: Micros;
}

/** What the files cover, ascending: the same however the rows are cut into files. */
export function stretchesOf(files: readonly Pick<StoredFile, 'first' | 'last'>[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const { first, last } of [...files].sort((a, b) => a.first - b.first)) {
    const before = stretches.at(-1);
    if (before === undefined || first - before.last > STRETCH_GAP) stretches.push({ first, last });
    else if (last > before.last) stretches[stretches.length - 1] = { first: before.first, last };
  }
  return stretches;
}

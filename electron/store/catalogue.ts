import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { seriesId } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import type { FileGuard } from './file-guard.ts';
import type { StoreReader } from './reader.ts';

/** Every series of the reader's manifest, in the order of their ids; quality is for upkeep to add. `damaged` tells of files that are missing,
 * have another size, or were found altered in this process; {@link verifyStore} looks at every byte. */
export async function listSeries(reader: StoreReader, guard: FileGuard): Promise<SeriesSummary[]> {
  const summaries: SeriesSummary[] = [];
  for (const { key, files } of reader.series()) {
    const { calendar, priceScale } = reader.symbol(key.symbol);
    const damage = await Promise.all(files.map((file) => guard.glance(file)));
    const summary: SeriesSummary = {
      ...key,
      id: seriesId(key),
      calendar,
      timeZone: calendarById(calendar)?.timeZone ?? 'UTC',
      from: micros(Math.min(...files.map(({ first }) => first))),
      to: micros(Math.max(...files.map(({ last }) => last))),
      rows: files.reduce((sum, { rows }) => sum + rows, 0),
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      files: files.length,
      priceScale,
    };
    summaries.push(damage.some((found) => found !== undefined) ? { ...summary, damaged: true } : summary);
  }
  return summaries;
}

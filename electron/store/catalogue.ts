import { calendarById } from '../../shared/market/calendar/calendars.ts';
import { micros } from '../../shared/market/time.ts';
import type { SeriesSummary } from '../../shared/store/catalogue.ts';
import type { DamagedFile } from '../../shared/store/operations.ts';
import type { FileGuard } from './file-guard.ts';
import { ownCalendars } from './own-calendars.ts';
import type { StoreReader } from './reader.ts';
import { damagedFile } from './verify.ts';

/** Every series of the reader's manifest, in the order of their ids; quality is for upkeep to add. `damaged` tells of files that are missing,
 * have another size, or were found altered in this process; {@link verifyStore} looks at every byte. */
export async function listSeries(reader: StoreReader, guard: FileGuard): Promise<SeriesSummary[]> {
  const summaries: SeriesSummary[] = [];
  const own = new Map(ownCalendars(reader.dataDir).calendars.map((calendar) => [calendar.id, calendar]));
  for (const { id, key, files } of reader.series()) {
    const { calendar, priceScale } = reader.symbol(key.symbol);
    const damage: DamagedFile[] = [];
    for (const file of files) {
      const reason = await guard.glance(file);
      if (reason !== undefined) damage.push(damagedFile({ seriesId: id, symbol: key.symbol, file }, reason));
    }
    const summary: SeriesSummary = {
      ...key,
      id,
      calendar,
      timeZone: (calendarById(calendar) ?? own.get(calendar))?.timeZone ?? 'UTC',
      from: micros(Math.min(...files.map(({ first }) => first))),
      to: micros(Math.max(...files.map(({ last }) => last))),
      rows: files.reduce((sum, { rows }) => sum + rows, 0),
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      files: files.length,
      priceScale,
    };
    summaries.push(damage.length > 0 ? { ...summary, damaged: true, damage } : summary);
  }
  return summaries;
}

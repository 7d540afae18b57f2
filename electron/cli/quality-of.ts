import { join } from 'node:path';

import { AppError } from '../../shared/lang/app-error.ts';
import type { Interval } from '../../shared/market/interval.ts';
import { intervalMicros } from '../../shared/market/interval.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { storeLayout } from '../store/layout.ts';
import type { StoreReader } from '../store/reader.ts';
import type { Store } from '../store/store.ts';
import { QualityService } from '../upkeep/quality-service.ts';
import { baseSeries } from '../upkeep/series-sessions.ts';
import type { FindCalendar } from '../upkeep/plan-run.ts';

/** Quality over what a store holds; counts of whole months are kept beside it (D9). */
export function qualityService(reader: StoreReader, findCalendar: FindCalendar): QualityService {
  const { cache } = storeLayout(reader.dataDir);
  return new QualityService({ reader, findCalendar, cacheDir: join(cache, 'quality') });
}

export interface SeriesChoice {
  readonly interval?: Interval;
  readonly source?: string;
}

/** The base series of a symbol that the options name: without an interval the finest, of several sources the one with most rows. */
export function chooseBase(store: Store, symbol: string, { interval, source }: SeriesChoice): SeriesKey {
  const stored = baseSeries(store.reader).filter((key) => key.symbol === symbol);
  const rows = (key: SeriesKey): number =>
    (store.reader.find(key)?.files ?? []).reduce((sum, file) => sum + file.rows, 0);
  const step = (key: SeriesKey): number => (key.interval === undefined ? 0 : intervalMicros(key.interval));
  const found = stored
    .filter((key) => interval === undefined || key.interval === interval)
    .filter((key) => source === undefined || key.source === source)
    .toSorted((a, b) => step(a) - step(b) || rows(b) - rows(a))[0];
  if (found !== undefined) return found;
  const asked = [interval, 'bars of', symbol, ...(source === undefined ? [] : ['from', source])]
    .filter(Boolean)
    .join(' ');
  const has = stored.map((key) => `${key.interval} of ${key.source}`).join(', ');
  throw new AppError(
    'not-found',
    `No ${asked} are stored that have quality. ${has === '' ? 'Quality is of 1s and 1m bars: import some.' : `There are ${has}.`}`,
  );
}

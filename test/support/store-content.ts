import type { StoreReader } from '../../electron/store/reader.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { micros, type TimeRange } from '../../shared/market/time.ts';

export const ALL_TIME: TimeRange = { from: micros(-8.64e15), to: micros(8.64e15) };

/** Rows of one series as plain values, one array a row; a missing value is `null`. */
export async function rowsOf(reader: StoreReader, key: SeriesKey, range = ALL_TIME): Promise<(number | null)[][]> {
  const columns =
    key.kind === 'bars'
      ? await reader.loadBars(key, range)
      : key.kind === 'quotes'
        ? (await reader.loadQuotes(key, range)).columns
        : await reader.loadTrades(key, range);
  const { flags: _flags, ...values } = columns as unknown as Record<string, Float64Array>;
  const arrays = Object.values(values);
  return Array.from({ length: arrays[0]?.length ?? 0 }, (_, row) =>
    arrays.map((array) => (Number.isNaN(array[row]) ? null : (array[row] ?? null))),
  );
}

/** Everything a store holds, by series id: two stores with equal content answer every query alike. */
export async function contentOf(reader: StoreReader): Promise<Record<string, unknown>> {
  const content: Record<string, unknown> = {};
  for (const { id, key } of reader.series()) {
    const { priceScale, calendar } = reader.symbol(key.symbol);
    content[id] = { priceScale, calendar, rows: await rowsOf(reader, key) };
  }
  return content;
}

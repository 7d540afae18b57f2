import { AppError } from '../../shared/lang/app-error.ts';
import type { SeriesKey } from '../../shared/market/series.ts';
import { SAMPLING_MICROS } from '../../shared/market/series.ts';
import type { TimeRange } from '../../shared/market/time.ts';
import type { ConfigProblem, StreamConfig } from '../../shared/session/config.ts';
import type { StoredSeries } from '../store/manifest.ts';
import type { StoreReader } from '../store/reader.ts';

const EMPTY_STORE = 'The store is empty. Import data, or load sample data, first.';

/** The stored series that each configured stream takes, in order (E1): the finest sampling that has anything in `range`, and of
 * several sources the one that most streams of the symbol have, then the one with most rows, then the first by name. Throws `not-found` with every
 * stream that has none, each with what is stored instead. */
export function chooseSeries(
  streams: readonly StreamConfig[],
  reader: Pick<StoreReader, 'series'>,
  range: TimeRange | undefined,
): SeriesKey[] {
  const problems: ConfigProblem[] = [];
  const chosen = streams.map((stream, index) => {
    const own = reader.series().filter(({ key }) => fits(key, stream));
    const inRange = own.filter((series) => range === undefined || rowsIn(series, range) > 0);
    const best = (inRange.length > 0 ? inRange : own).toSorted(
      (a, b) =>
        fineness(a.key) - fineness(b.key) ||
        sharing(b.key, streams, reader) - sharing(a.key, streams, reader) ||
        rowsIn(b, range) - rowsIn(a, range) ||
        (a.key.source < b.key.source ? -1 : 1),
    )[0];
    if (best === undefined) problems.push({ path: `data_streams[${index}]`, message: absence(stream, reader) });
    return best?.key;
  });
  if (problems.length > 0) {
    const text = problems.map(({ path, message }) => `${path}: ${message}`).join(' ');
    const isEmpty = reader.series().length === 0;
    throw new AppError('not-found', isEmpty ? EMPTY_STORE : text, { details: { problems } });
  }
  return chosen.filter((key) => key !== undefined);
}

function fits(key: SeriesKey, stream: StreamConfig): boolean {
  return (
    key.kind === stream.type &&
    key.symbol === stream.symbol &&
    (stream.interval === undefined || key.interval === stream.interval) &&
    (stream.sampled === undefined || key.sampled === stream.sampled) &&
    (stream.source === undefined || key.source === stream.source)
  );
}

function fineness(key: SeriesKey): number {
  return key.sampled === undefined ? 0 : SAMPLING_MICROS[key.sampled];
}

/** How many streams of the symbol its source could serve: quotes of one venue beside bars of another would mislead. */
function sharing(key: SeriesKey, streams: readonly StreamConfig[], reader: Pick<StoreReader, 'series'>): number {
  const same = streams.filter(({ symbol }) => symbol === key.symbol);
  const stored = reader.series().filter((series) => series.key.source === key.source);
  return same.filter((stream) => stored.some((series) => fits(series.key, stream))).length;
}

/** Rows of the files that touch the range. */
function rowsIn({ files }: StoredSeries, range: TimeRange | undefined): number {
  const touching =
    range === undefined ? files : files.filter(({ first, last }) => first < range.to && last >= range.from);
  return touching.reduce((sum, { rows }) => sum + rows, 0);
}

function absence(stream: StreamConfig, reader: Pick<StoreReader, 'series'>): string {
  const wanted = [
    stream.symbol,
    stream.interval ?? stream.sampled,
    stream.type,
    stream.source && `of ${stream.source}`,
  ];
  const given = wanted.filter((word) => word !== undefined && word !== '').join(' ');
  const keys = reader.series().map(({ key }) => key);
  const same = keys.filter(({ symbol }) => symbol === stream.symbol);
  if (keys.length === 0) return EMPTY_STORE;
  if (same.length === 0) {
    const symbols = [...new Set(keys.map(({ symbol }) => symbol))].sort();
    return `${given} are not in the store. It has ${list(symbols, 12)}. Import them first.`;
  }
  return `${given} are not in the store. Of ${stream.symbol} it has ${list(same.map(describe), 8)}. Stream one of these, or import what is missing.`;
}

function describe(key: SeriesKey): string {
  return [key.interval ?? key.sampled, key.kind, `of ${key.source}`].filter((word) => word !== undefined).join(' ');
}

function list(items: readonly string[], most: number): string {
  const shown = items.slice(0, most).join(', ');
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}

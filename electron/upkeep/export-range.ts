import { AppError } from '../../shared/lang/app-error.ts';
import { throwIfCancelled } from '../../shared/lang/cancel.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { BarColumns } from '../../shared/market/columns.ts';
import type { Interval } from '../../shared/market/interval.ts';
import { SAMPLING_MICROS, type Sampling, type SeriesKind } from '../../shared/market/series.ts';
import { micros, type TimeRange } from '../../shared/market/time.ts';
import { writeColumns, type ExportedFile, type ExportTarget } from '../store/export.ts';
import type { StoredSeries } from '../store/manifest.ts';
import type { Store } from '../store/store.ts';
import { calendarFinder } from './find-calendar.ts';
import type { DateOptions } from './plan-dates.ts';
import type { FindCalendar } from './plan-run.ts';
import { sessionBars } from './session-bars.ts';

/** What to export; of several samplings the finest, of several sources the one with most rows. */
export interface ExportQuery extends DateOptions {
  readonly kind: SeriesKind;
  readonly symbol: string;
  readonly interval?: Interval;
  readonly sampled?: Sampling;
  readonly source?: string;
}

/** Exports what is stored as it is, bars outside regular hours included; an interval that is stored nowhere is derived. */
export async function exportRange(
  options: ExportQuery,
  file: Pick<ExportTarget, 'path' | 'format'>,
  store: Store,
  signal: AbortSignal,
): Promise<ExportedFile> {
  const target = { ...file, signal };
  const findCalendar = calendarFinder(store.dataDir);
  const series = storedSeries(options, store);
  if (series !== undefined) return store.export(series.key, rangeOf(series, options, store, findCalendar), target);
  const { symbol, interval } = options;
  if (interval === undefined) throw notStored(options, store);
  const sessions: BarColumns[] = [];
  for await (const { columns } of sessionBars({ ...options, interval }, store.reader, findCalendar)) {
    throwIfCancelled(signal, 'The export');
    sessions.push(columns);
  }
  const { priceScale, sizeScale } = store.reader.symbol(symbol);
  return writeColumns({ kind: 'bars', columns: joined(sessions) }, { symbol, priceScale, sizeScale }, target);
}

/** The series that the options name; of several samplings the finest, of several sources the one with most rows. */
function storedSeries(options: ExportQuery, store: Store): StoredSeries | undefined {
  const { kind, symbol, interval, sampled, source } = options;
  const rows = ({ files }: StoredSeries): number => files.reduce((sum, it) => sum + it.rows, 0);
  const fineness = ({ key }: StoredSeries): number => (key.sampled === undefined ? 0 : SAMPLING_MICROS[key.sampled]);
  return store.reader
    .series()
    .filter(({ key }) => key.kind === kind && key.symbol === symbol && key.interval === interval)
    .filter(({ key }) => sampled === undefined || key.sampled === sampled)
    .filter(({ key }) => source === undefined || key.source === source)
    .toSorted((a, b) => fineness(a) - fineness(b) || rows(b) - rows(a))[0];
}

/** From the first session's extended open to the last one's extended close (S23); everything where no date is given. */
function rangeOf(
  { key, files }: StoredSeries,
  { from, to }: ExportQuery,
  store: Store,
  findCalendar: FindCalendar,
): TimeRange {
  const first = Math.min(...files.map((file) => file.first));
  const last = Math.max(...files.map((file) => file.last));
  const all = { from: micros(first), to: micros(last + 1) };
  if (from === undefined && to === undefined) return all;
  const id = store.reader.symbol(key.symbol).calendar;
  const calendar = ensure(findCalendar(id), `calendar ${id}`);
  const sessions = calendar.sessions(from ?? calendar.dateAt(all.from), to ?? calendar.dateAt(all.to));
  const begin = sessions.at(0);
  const end = sessions.at(-1);
  if (begin === undefined || end === undefined)
    throw new AppError(
      'not-found',
      `${id} has no session from ${from ?? 'the first row'} to ${to ?? 'the last'}. Choose other dates.`,
    );
  return {
    from: from === undefined ? all.from : begin.extendedOpen,
    to: to === undefined ? all.to : end.extendedClose,
  };
}

function notStored({ kind, symbol }: ExportQuery, store: Store): AppError {
  const has = store.reader.series().filter(({ key }) => key.symbol === symbol);
  const names = has.map(({ key }) =>
    [key.kind, key.interval ?? key.sampled, 'of', key.source].filter(Boolean).join(' '),
  );
  return new AppError(
    'not-found',
    `No such ${kind} of ${symbol} are stored. ${names.length === 0 ? 'Nothing of it is.' : `There are ${names.join(', ')}.`}`,
  );
}

function joined(sessions: readonly BarColumns[]): BarColumns {
  const join = (column: (columns: BarColumns) => Float64Array): Float64Array => {
    const parts = sessions.map(column);
    const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const time = join((it) => it.time);
  return {
    time,
    open: join((it) => it.open),
    high: join((it) => it.high),
    low: join((it) => it.low),
    close: join((it) => it.close),
    volume: join((it) => it.volume),
    flags: new Uint8Array(time.length),
  };
}

import { throwIfCancelled } from '../../../shared/lang/cancel.ts';
import { micros, type TimeRange } from '../../../shared/market/time.ts';
import type { SeriesChange, StorePlan } from '../../../shared/store/operations.ts';
import type { DraftFiles } from '../draft-files.ts';
import type { StoredFile, StoredSeries } from '../manifest.ts';
import type { ParquetReader } from '../reader.ts';
import { readParquet, sqlInstant } from '../sql.ts';
import type { StagedFile } from '../staged-file.ts';
import { ChangeTally } from './change-tally.ts';
import { sumOf, type OperationOptions } from './operation.ts';

/** Rows of one series to remove: `from <= stamp < to`. */
export interface Removal {
  readonly seriesId: string;
  readonly range: TimeRange;
}

/** What {@link removeRows} would remove. Throws `store-damaged` where a file that must be cut cannot be read. */
export async function planRemoval(reader: ParquetReader, removals: readonly Removal[]): Promise<StorePlan> {
  const changes: SeriesChange[] = [];
  for (const { seriesId, range } of removals) {
    const series = reader.series().find(({ id }) => id === seriesId);
    if (series === undefined) continue;
    const tally = new ChangeTally(series);
    for (const file of touched(series, range)) {
      if (isInside(file, range)) tally.take(file);
      else tally.cut(file, await reader.spanOf(series.key, file, range), partsLeft(file, range));
    }
    changes.push(...tally.changes());
  }
  return sumOf(changes);
}

/** Takes rows out of a draft: whole files go, files that lie partly in the range are cut in two at most. A damaged file goes with its whole range
 * only. What is kept about the rows is forgotten with them; see {@link Draft.forget}. */
export async function removeRows(
  files: DraftFiles,
  removals: readonly Removal[],
  { signal, progress }: OperationOptions,
): Promise<SeriesChange[]> {
  const changes: SeriesChange[] = [];
  for (const [index, { seriesId, range }] of removals.entries()) {
    throwIfCancelled(signal, 'The removal');
    const series = files.draft.series(seriesId);
    if (series === undefined) continue;
    const tally = new ChangeTally(series);
    for (const file of touched(series, range)) {
      throwIfCancelled(signal, 'The removal');
      if (isInside(file, range)) {
        files.draft.replaceFiles(series.key, [file], []);
        tally.take(file);
      } else await cut(files, series, file, range, tally);
    }
    const made = tally.changes();
    if (made.length > 0) files.draft.forget(series, range);
    changes.push(...made);
    progress?.((index + 1) / removals.length, `${index + 1} of ${removals.length} series`);
  }
  return changes;
}

async function cut(
  files: DraftFiles,
  series: StoredSeries,
  file: StoredFile,
  range: TimeRange,
  tally: ChangeTally,
): Promise<void> {
  const { key } = series;
  const path = await files.open(key, file);
  const parts: StagedFile[] = [];
  for (const where of conditions(file, range)) {
    const meant = await files.rowsWhere(key, path, where);
    if (meant.rows > 0) parts.push(await files.copy(key, [path], meant, where));
  }
  const kept = parts.reduce((sum, { rows }) => sum + rows, 0);
  if (kept === file.rows) return;
  const [gone] = await files.db.rows(
    `SELECT epoch_us(min(ts))::DOUBLE, epoch_us(max(ts))::DOUBLE FROM ${readParquet([path])} ` +
      `WHERE ts >= ${sqlInstant(range.from)} AND ts < ${sqlInstant(range.to)}`,
  );
  files.place(key, [file], ...parts);
  const span = { rows: file.rows - kept, first: micros(Number(gone?.[0])), last: micros(Number(gone?.[1])) };
  tally.cut(file, span, parts.length);
}

function conditions(file: StoredFile, { from, to }: TimeRange): string[] {
  return [
    ...(file.first < from ? [` WHERE ts < ${sqlInstant(from)}`] : []),
    ...(file.last >= to ? [` WHERE ts >= ${sqlInstant(to)}`] : []),
  ];
}

const partsLeft = (file: StoredFile, range: TimeRange): number => conditions(file, range).length;

const isInside = ({ first, last }: StoredFile, { from, to }: TimeRange): boolean => first >= from && last < to;

function touched({ files }: StoredSeries, { from, to }: TimeRange): StoredFile[] {
  return files.filter(({ first, last }) => first < to && last >= from);
}

import { throwIfCancelled } from '../../../shared/lang/cancel.ts';
import type { SeriesChange, StorePlan } from '../../../shared/store/operations.ts';
import type { DraftFiles } from '../draft-files.ts';
import type { FileGuard } from '../file-guard.ts';
import type { StoredFile } from '../manifest.ts';
import type { StoreReader } from '../reader.ts';
import { runsOfSmall } from '../small-files.ts';
import { ChangeTally } from './change-tally.ts';
import { sumOf, type OperationOptions } from './operation.ts';

/** What {@link compactFiles} would join, as far as damage shows without reading. */
export async function planCompaction(reader: StoreReader, guard: FileGuard): Promise<StorePlan> {
  const changes: SeriesChange[] = [];
  for (const series of reader.series()) {
    const damaged = new Set<StoredFile>();
    for (const file of series.files) if ((await guard.glance(file)) !== undefined) damaged.add(file);
    const tally = new ChangeTally(series);
    for (const run of runsOfSmall(series.files, (file) => !damaged.has(file))) tally.join(run);
    changes.push(...tally.changes());
  }
  return sumOf(changes);
}

/** Joins small files of each series to the target layout (`small-files.ts`). No row changes; replaced rows stay as they are; damaged files are left
 * where they are. */
export async function compactFiles(files: DraftFiles, { signal, progress }: OperationOptions): Promise<SeriesChange[]> {
  const changes: SeriesChange[] = [];
  const all = files.draft.allSeries();
  for (const [index, series] of all.entries()) {
    throwIfCancelled(signal, 'The compaction');
    const damaged = new Set<StoredFile>();
    for (const run of runsOfSmall(series.files, () => true)) {
      for (const file of run) if (!(await files.isWhole(file))) damaged.add(file);
    }
    const tally = new ChangeTally(series);
    for (const run of runsOfSmall(series.files, (file) => !damaged.has(file))) {
      throwIfCancelled(signal, 'The compaction');
      await files.join(series.key, run);
      tally.join(run);
    }
    changes.push(...tally.changes());
    progress?.((index + 1) / all.length, `${index + 1} of ${all.length} series`);
  }
  return changes;
}

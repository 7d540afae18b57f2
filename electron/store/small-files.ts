import type { StoredFile } from './manifest.ts';
import { ROW_GROUP_ROWS } from './schema.ts';
import { STRETCH_GAP } from './stretches.ts';

const JOINED_ROWS = 4 * ROW_GROUP_ROWS;

/** Runs of two or more neighbours of one stretch, each smaller than a row group, that may be joined into a file of the target layout: up to four
 * row groups. `may` leaves files out. Joined files make no new runs. */
export function runsOfSmall(files: readonly StoredFile[], may: (file: StoredFile) => boolean): StoredFile[][] {
  const runs: StoredFile[][] = [];
  let run: StoredFile[] = [];
  let rows = 0;
  for (const file of files) {
    const isSmall = file.rows < ROW_GROUP_ROWS && may(file);
    const before = run.at(-1);
    const isFar = before !== undefined && file.first - before.last > STRETCH_GAP;
    if (run.length > 0 && (!isSmall || isFar || rows + file.rows > JOINED_ROWS)) {
      runs.push(run);
      run = [];
      rows = 0;
    }
    if (!isSmall) continue;
    run.push(file);
    rows += file.rows;
  }
  runs.push(run);
  return runs.filter(({ length }) => length > 1);
}

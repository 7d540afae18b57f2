import { byteText, count, counted } from '../../shared/lang/number-text.ts';
import type { BackupReport, RestoreReport, StoreChanges, Verification } from '../../shared/store/operations.ts';

/** What an operation did, in one line: for the job list and the command line. */

export function removedText({ files, rows, bytesFreed, series }: StoreChanges): string {
  if (series.length === 0) return 'Nothing was removed: no row lies there';
  return `${counted(rows, 'row')} of ${count(series.length)} series removed (${counted(files, 'file')}), ${byteText(Math.max(0, bytesFreed))} freed`;
}

export function compactedText({ files, rows, bytesFreed, series }: StoreChanges): string {
  if (series.length === 0) return 'Nothing to join: all files are of the target size';
  const after = series.reduce((sum, { filesAfter }) => sum + filesAfter, 0);
  const saved = bytesFreed > 0 ? `, ${byteText(bytesFreed)} freed` : '';
  return `${counted(files, 'file')} joined to ${count(after)}, ${counted(rows, 'row')} unchanged${saved}`;
}

export function backedUpText({ path, files, rows, bytes }: BackupReport): string {
  return `${counted(rows, 'row')} in ${counted(files, 'file')}, ${byteText(bytes)}, written to ${path}`;
}

export function restoredText({ rows, duplicates, replaced, series }: RestoreReport): string {
  const there = duplicates === 0 ? '' : `, ${count(duplicates)} were there already`;
  const older = replaced === 0 ? '' : `, ${count(replaced)} took the place of others, which are kept`;
  return `${counted(rows, 'row')} of ${count(series)} series restored${there}${older}`;
}

export function verifiedText({ files, bytes, damaged }: Verification): string {
  if (damaged.length > 0) return `${count(damaged.length)} of ${counted(files, 'file')} damaged`;
  return `${counted(files, 'file')}, ${byteText(bytes)}: all as they were stored`;
}

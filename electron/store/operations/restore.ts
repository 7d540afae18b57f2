import { dirname, join } from 'node:path';
import { AppError } from '../../../shared/lang/app-error.ts';
import { throwIfCancelled } from '../../../shared/lang/cancel.ts';
import { byteText } from '../../../shared/lang/number-text.ts';
import { seriesId, type SeriesKey } from '../../../shared/market/series.ts';
import type { RestoreReport } from '../../../shared/store/operations.ts';
import type { DraftFiles } from '../draft-files.ts';
import { findSymbol, namedFiles, type Manifest, type StoredFile } from '../manifest.ts';
import { addRows, widenSymbols } from '../merge-steps.ts';
import type { Scales } from '../schema.ts';
import { readBackAll, refuseOtherColumns } from '../staged-file.ts';
import type { BackupEntry } from './backup-index.ts';
import type { BackupReader } from './backup-reader.ts';
import type { OperationOptions } from './operation.ts';

/** Share of the work that reading the backup is; merging is the rest. */
const READING = 0.7;

/** Merges a backup into a draft as an import (S11): rows that are stored already are duplicates, where values differ the backup's win and the older
 * ones are kept. Replaced rows, lists of every trade and the memory of imported files come along. Everything is read and checked before the
 * first step, so that a damaged backup changes nothing. Throws `bad-file`. */
export async function restoreBackup(
  files: DraftFiles,
  number: number,
  backup: BackupReader,
  { signal, progress }: OperationOptions,
): Promise<RestoreReport> {
  const { draft } = files;
  const { manifest } = backup;
  const staged = new Map<string, string>();
  const keys = new Map(manifest.series.flatMap((series) => series.files.map(({ path }) => [path, series.key])));
  for (const entry of backup.entries) {
    throwIfCancelled(signal, 'The restore');
    const to = (await isNeeded(files, keys.get(entry.path), entry)) ? files.newStagedPath() : undefined;
    if (to !== undefined) staged.set(entry.path, to);
    await backup.readNext(entry, async (part) => {
      throwIfCancelled(signal, 'The restore');
      if (to !== undefined) await files.fs.append(to, part);
    });
    progress?.(READING * backup.share, `${byteText(backup.share * backup.bytes)} of ${byteText(backup.bytes)} read`);
  }
  const sha256 = await backup.finish();
  await restoreCalendars(files, backup.entries, staged);

  // Stored symbols keep their calendar: it may have been corrected since.
  await widenSymbols(
    files,
    manifest.symbols.map((symbol) => ({
      ...symbol,
      calendar: draft.symbol(symbol.symbol)?.calendar ?? symbol.calendar,
    })),
  );
  const total = { rows: 0, duplicates: 0, replaced: 0 };
  for (const [index, { key, files: stored, listsEveryTrade }] of manifest.series.entries()) {
    throwIfCancelled(signal, 'The restore');
    const counts = await restoreFiles(files, key, stored, scalesOf(manifest, key.symbol), staged, sha256);
    total.rows += counts.rows;
    total.duplicates += counts.duplicates;
    total.replaced += counts.replaced;
    for (const range of listsEveryTrade) draft.stateEveryTradeListed(key, range);
    const share = (index + 1) / manifest.series.length;
    progress?.(READING + (1 - READING) * share, `${index + 1} of ${manifest.series.length} series merged`);
  }
  for (const file of manifest.provenance) {
    const from = staged.get(file.path);
    if (from !== undefined && !draft.hasProvenance(file.path)) draft.addProvenance(file, from);
  }
  for (const record of manifest.imports) draft.recallImport({ ...record, manifest: number });
  const count = [...namedFiles(manifest)].length;
  return { files: count, bytes: backup.bytes, series: manifest.series.length, ...total };
}

interface RestoredCounts {
  readonly rows: number;
  readonly duplicates: number;
  readonly replaced: number;
}

async function restoreFiles(
  files: DraftFiles,
  key: SeriesKey,
  stored: readonly StoredFile[],
  scales: Scales,
  staged: ReadonlyMap<string, string>,
  sha256: string,
): Promise<RestoredCounts> {
  const counts = { rows: 0, duplicates: 0, replaced: 0 };
  const fresh = stored.filter(({ path }) => staged.has(path));
  for (const file of stored) if (!staged.has(file.path)) counts.duplicates += file.rows;
  const sources = fresh.map((file) => ({ key, staged: staged.get(file.path) ?? '', scales }));
  await refuseOtherColumns(files.db, sources);
  const wanted = files.scales(key.symbol);
  const found = await readBackAll(
    files.fs,
    files.db,
    sources.map((source) => ({ ...source, scales: wanted })),
  );
  for (const [index, file] of fresh.entries()) {
    const read = found[index];
    if (read?.rows !== file.rows || read.first !== file.first || read.last !== file.last) {
      const message = `The backup holds ${file.path} with other rows than its manifest says. Nothing was restored.`;
      throw new AppError('bad-file', message, { details: { path: file.path, series: seriesId(key) } });
    }
    const incoming = read.isCanonical ? read : await files.copy(key, [read.staged], read);
    const { rowsStored, duplicates, replaced } = await addRows(files, key, incoming, sha256);
    counts.rows += rowsStored;
    counts.duplicates += duplicates;
    counts.replaced += replaced;
  }
  return counts;
}

/** False for a file that the store holds as it is in the backup. */
async function isNeeded(
  files: DraftFiles,
  key: SeriesKey | undefined,
  { path, sha256 }: BackupEntry,
): Promise<boolean> {
  if (path.startsWith('provenance/')) return !files.draft.hasProvenance(path);
  const stored = key === undefined ? undefined : files.draft.files(key).find((file) => file.path === path);
  return stored?.sha256 !== sha256 || !(await files.isWhole(stored));
}

/** A calendar that is there already stays as it is. */
async function restoreCalendars(
  { fs, dataDir }: DraftFiles,
  entries: readonly BackupEntry[],
  staged: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { path } of entries.filter((entry) => entry.path.startsWith('calendars/'))) {
    const from = staged.get(path);
    const to = join(dataDir, path);
    if (from === undefined || (await fs.stat(to)) !== undefined) continue;
    await fs.makeFolder(dirname(to));
    await fs.syncFile(from);
    await fs.rename(from, to);
    await fs.syncFolder(dirname(to));
  }
}

function scalesOf(manifest: Manifest, symbol: string): Scales {
  const found = findSymbol(manifest, symbol);
  if (found === undefined) throw new AppError('bad-file', `The backup does not say the scales of ${symbol}.`);
  return found;
}

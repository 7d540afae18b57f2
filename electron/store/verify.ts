import { throwIfCancelled } from '../../shared/lang/cancel.ts';
import type { DamagedFile, Verification } from '../../shared/store/operations.ts';
import type { FileGuard } from './file-guard.ts';
import type { Manifest, StoredFile } from './manifest.ts';
import type { OperationOptions } from './operations/operation.ts';
import type { StoreReader } from './reader.ts';

/** A stored file and the series it is of; provenance is of the series whose rows were replaced. */
export interface FileOfSeries {
  readonly seriesId: string;
  readonly symbol: string;
  readonly file: StoredFile;
}

/** Every file that a manifest names, provenance last. */
export function filesOf(manifest: Manifest): FileOfSeries[] {
  const symbols = new Map(manifest.series.map(({ id, key }) => [id, key.symbol]));
  const stored = manifest.series.flatMap(({ id, key, files }) =>
    files.map((file) => ({ seriesId: id, symbol: key.symbol, file })),
  );
  const provenance = manifest.provenance.map((file) => ({
    seriesId: file.series,
    symbol: symbols.get(file.series) ?? '',
    file,
  }));
  return [...stored, ...provenance];
}

export function damagedFile({ seriesId, symbol, file }: FileOfSeries, reason: DamagedFile['reason']): DamagedFile {
  return { path: file.path, reason, seriesId, symbol, from: file.first, to: file.last };
}

/** Reads every stored file of the reader's manifest and compares its SHA-256, provenance included. */
export async function verifyStore(
  reader: StoreReader,
  guard: FileGuard,
  options: OperationOptions = {},
): Promise<Verification> {
  const all = filesOf(reader.manifest);
  const total = all.reduce((sum, { file }) => sum + file.bytes, 0);
  const damaged: DamagedFile[] = [];
  let bytes = 0;
  for (const [index, one] of all.entries()) {
    throwIfCancelled(options.signal, 'The verification');
    const reason = await guard.inspect(one.file, true);
    if (reason !== undefined) damaged.push(damagedFile(one, reason));
    bytes += one.file.bytes;
    options.progress?.(bytes / Math.max(1, total), `${index + 1} of ${all.length} files`);
  }
  return { files: all.length, bytes, damaged };
}

import { throwIfCancelled, type CancelSignal } from '../../shared/lang/cancel.ts';
import type { Micros } from '../../shared/market/time.ts';
import type { ReportProgress } from '../../shared/store/job.ts';
import type { Damage, FileGuard } from './file-guard.ts';
import type { StoreReader } from './reader.ts';

export interface DamagedFile {
  /** Relative to the data folder. */
  readonly path: string;
  readonly reason: Damage;
  readonly symbol: string;
  readonly from: Micros;
  readonly to: Micros;
}

export interface Verification {
  readonly files: number;
  readonly bytes: number;
  readonly damaged: readonly DamagedFile[];
}

/** Reads every stored file of the reader's manifest and compares its SHA-256, provenance included. */
export async function verifyStore(
  reader: StoreReader,
  guard: FileGuard,
  options: { readonly signal?: CancelSignal; readonly progress?: ReportProgress } = {},
): Promise<Verification> {
  const symbols = new Map(reader.series().map((series) => [series.id, series.key.symbol]));
  const stored = reader.series().flatMap(({ key, files }) => files.map((file) => ({ symbol: key.symbol, file })));
  const provenance = reader.manifest.provenance.map((file) => ({ symbol: symbols.get(file.series) ?? '', file }));
  const all = [...stored, ...provenance];
  const damaged: DamagedFile[] = [];
  let bytes = 0;
  for (const [index, { symbol, file }] of all.entries()) {
    throwIfCancelled(options.signal, 'The verification');
    const reason = await guard.inspect(file, true);
    if (reason !== undefined) damaged.push({ path: file.path, reason, symbol, from: file.first, to: file.last });
    bytes += file.bytes;
    options.progress?.((index + 1) / all.length, `${index + 1} of ${all.length} files`);
  }
  return { files: all.length, bytes, damaged };
}

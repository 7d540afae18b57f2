import type { CancelSignal } from '../../shared/lang/cancel.ts';
import type { ImportReport, ImportSummary } from '../../shared/store/import.ts';
import type { ReportProgress } from '../../shared/store/job.ts';
import { type SampleOptions, sampleSpec } from '../store/sample/sample-spec.ts';
import { stageSample } from '../store/sample/stage-sample.ts';
import type { Store } from '../store/store.ts';

/** Makes sample data and stores it, as an import of one file a symbol. All or nothing; the same options again change nothing. */
export async function storeSample(
  store: Store,
  options: SampleOptions,
  signal: CancelSignal,
  progress: ReportProgress,
): Promise<ImportSummary> {
  const made = await stageSample(sampleSpec(options), { folder: await store.staging(), signal, progress });
  const results = await store.commitFiles(made, { signal });
  const files = made.map(({ path, sha256, rowsRead, rejections, series }, index): ImportReport => {
    const { status = 'unchanged', rowsStored = 0, duplicates = 0, replaced = 0 } = results[index] ?? {};
    const symbols = [...new Set(series.map(({ key }) => key.symbol))];
    return { path, sha256, status, symbols, rowsRead, rowsStored, duplicates, replaced, rejected: 0, rejections };
  });
  return { files, rowsStored: files.reduce((sum, { rowsStored }) => sum + rowsStored, 0) };
}

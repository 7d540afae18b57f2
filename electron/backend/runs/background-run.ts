import type { RunPlan } from '../../../shared/session/plan.ts';
import type { ReportProgress } from '../../../shared/store/job.ts';
import type { ResultToStore } from '../../results/result-store.ts';
import { openReader } from '../../store/reader.ts';
import { BlockLoader } from '../../upkeep/load-block.ts';
import type { ResolvedStrategy } from '../strategies/resolve-strategy.ts';
import { finishRun } from './finish-run.ts';
import { playInThread } from './play-in-thread.ts';

export interface BackgroundRun {
  readonly plan: RunPlan;
  readonly strategy: ResolvedStrategy | undefined;
  /** As it was written. */
  readonly config: unknown;
  readonly dataDir: string;
  /** Folder of the built programs. */
  readonly programs: URL;
}

/** Plays a run in a thread of its own, beside whatever is open, to its result. It reads the store as of its start, whatever is imported
 * meanwhile. Throws `cancelled`, `strategy-failed`, or what loading throws. */
export async function runInBackground(
  { plan, strategy, config, dataDir, programs }: BackgroundRun,
  { signal, progress }: { readonly signal: AbortSignal; readonly progress: ReportProgress },
): Promise<ResultToStore> {
  const reader = await openReader({ dataDir });
  try {
    const loader = new BlockLoader(plan, reader);
    const played = await playInThread(
      { plan, ...(strategy === undefined ? {} : { strategy: strategy.source }) },
      { loadBlock: (index) => loader.load(index), signal, progress, programs },
    );
    return finishRun({
      ...{ plan, config, folder: dataDir, played, reader },
      ...(strategy === undefined ? {} : { strategy }),
    });
  } finally {
    await reader.close();
  }
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

import { AppError } from '../../shared/lang/app-error.ts';
import type { RunPlan } from '../../shared/session/plan.ts';
import type { FinishedRun } from '../backend/runs/finish-run.ts';
import { type RunManifest, streamFiles } from '../backend/runs/run-manifest.ts';
import type { StoreReader } from '../store/reader.ts';
import { MANIFEST_NAME } from './run-files.ts';
import type { SessionSource } from './session-run.ts';

/** Only the frame: what lies in it is checked as the configuration and the strategy are. */
const manifest = z.looseObject({
  format: z.literal('tapedeck-run'),
  version: z.literal(1),
  config: z.unknown(),
  folder: z.string(),
  sessions: z.array(z.string()).min(1),
  streams: z.array(z.object({ series: z.string(), files: z.array(z.string()) })),
  commands: z.array(z.unknown()),
  reportSha256: z.string(),
});

/** The configuration of an earlier run, from the folder of its `--out` or of a stored result. Throws `not-found`. */
export async function sessionOfResult(folder: string): Promise<SessionSource & { readonly earlier: RunManifest }> {
  const path = join(folder, MANIFEST_NAME);
  try {
    const earlier = manifest.parse(JSON.parse(await readFile(path, 'utf8'))) as unknown as RunManifest;
    return { name: path, json: earlier.config, folder: earlier.folder, earlier };
  } catch (cause) {
    throw new AppError('not-found', `${path} holds no run. Name the folder that a run was written to with --out.`, {
      cause,
      details: { path },
    });
  }
}

/** The series whose stored files are others than those of the earlier run. Joining small files changes files and no row. */
export function changedSeries(earlier: RunManifest, plan: RunPlan, reader: StoreReader): readonly string[] {
  const now = new Map(streamFiles(plan, reader).map(({ series, files }) => [series, files.join()]));
  return earlier.streams.filter(({ series, files }) => now.get(series) !== files.join()).map(({ series }) => series);
}

/** Throws `not-allowed` where a run that was run again came to something else; says whether the data changed, or the version that makes results. */
export function checkSameResult(earlier: RunManifest, run: FinishedRun, changed: readonly string[]): void {
  if (run.sha256 === earlier.reportSha256) return;
  const details = { reportSha256: run.sha256, earlier: earlier.reportSha256, changed };
  const reason = changed.length > 0 ? `These data changed since: ${changed.join(', ')}.` : versionReason(earlier, run);
  throw new AppError('not-allowed', `The run came to another result than the earlier one. ${reason}`, { details });
}

function versionReason(earlier: RunManifest, { manifest: now }: FinishedRun): string {
  const { tapedeck, resultVersion = 1 } = earlier;
  if (earlier.semantics !== now.semantics)
    return `It was made by rules of version ${earlier.semantics}, this version runs by ${now.semantics}.`;
  const isSameLog = earlier.eventLogSha256 === now.eventLogSha256;
  if (resultVersion !== now.resultVersion) {
    const log = isSameLog
      ? 'Every event, order and fill is the same'
      : 'Its event log is another one, so orders or fills may differ as well';
    return `It was made by another version of tapedeck (${tapedeck}, results of form ${resultVersion}; this is ${now.tapedeck}, form ${now.resultVersion}), and the data are the same. ${log}. Run the session with --out once more for a result of this version.`;
  }
  if (earlier.eventLogVersion !== now.eventLogVersion)
    return `It was made by another version of tapedeck, whose event log has form ${earlier.eventLogVersion}; this one writes ${now.eventLogVersion}. The data are the same.`;
  return `The data are the same; it was made by version ${tapedeck}, this is ${now.tapedeck}.`;
}

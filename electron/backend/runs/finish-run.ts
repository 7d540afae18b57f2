import { ensure } from '../../../shared/lang/invariant.ts';
import type { RunPlan } from '../../../shared/session/plan.ts';
import { encodeResult, resultOf, type StrategyOfResult } from '../../results/result-document.ts';
import type { ResultToStore } from '../../results/result-store.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { ResolvedStrategy } from '../strategies/resolve-strategy.ts';
import { appVersion } from '../version.ts';
import type { PlayedRun } from '../../../shared/session/coordinator-messages.ts';
import { type RunManifest, runManifest } from './run-manifest.ts';

export interface RunToFinish {
  readonly plan: RunPlan;
  /** The configuration as it was written; its paths are relative to `folder`. */
  readonly config: unknown;
  readonly folder: string;
  readonly strategy?: ResolvedStrategy;
  readonly played: PlayedRun;
  /** Of the data that were played. */
  readonly reader: Pick<StoreReader, 'files'>;
}

export interface FinishedRun extends ResultToStore {
  readonly manifest: RunManifest;
}

/** A run as results hold it: one way for the command line and the window, so that equal runs have equal bytes (C8). */
export function finishRun(run: RunToFinish): FinishedRun {
  const { plan, config, folder, strategy, played, reader } = run;
  const record = ensure(played.record, 'record of the run');
  const document = resultOf({
    plan,
    config,
    fingerprint: played,
    record,
    ...(strategy === undefined ? {} : { strategy: strategyOfResult(strategy), parameters: strategy.parameters }),
  });
  const { text, sha256 } = encodeResult(document);
  const about = {
    config,
    folder,
    tapedeck: appVersion(),
    ...(strategy === undefined ? {} : { strategy: strategy.source }),
    commands: record.commands,
    eventLogSha256: played.eventLogSha256,
    reportSha256: sha256,
  };
  return { document, text, sha256, manifest: runManifest({ plan, reader, about }) };
}

function strategyOfResult({ name, source }: ResolvedStrategy): StrategyOfResult {
  const { params } = source;
  return source.type === 'built-in' ? { name, params } : { name, params, sha256: source.sha256 };
}

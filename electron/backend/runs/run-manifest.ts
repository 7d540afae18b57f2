import { ensure } from '../../../shared/lang/invariant.ts';
import { seriesId } from '../../../shared/market/series.ts';
import type { SessionDate } from '../../../shared/market/time.ts';
import type { PlannedSession, RunPlan } from '../../../shared/session/plan.ts';
import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';
import type { LoggedCommand } from '../../../shared/trading/command.ts';
import type { StrategySource } from '../../../shared/trading/strategy.ts';
import { EVENT_LOG_VERSION } from '../../engine/event-log.ts';
import { RESULT_VERSION } from '../../results/result-document.ts';
import type { StoreReader } from '../../store/reader.ts';
import { keyOf } from '../../upkeep/plan-run.ts';

/** Version of the rules of time, fills and statistics (`semantics.md`) that results were made by. */
export const SEMANTICS_VERSION = 1;

/** What it takes to run a result again and to see whether its data are still the same. */
export interface RunManifest {
  readonly format: 'tapedeck-run';
  readonly version: 1;
  readonly tapedeck: string;
  readonly semantics: number;
  readonly eventLogVersion: number;
  /** Of the form of the result; absent in the first. */
  readonly resultVersion?: number;
  /** The configuration file as it was written, `--from`, `--to` and `--seed` applied; its paths are relative to `folder`. */
  readonly config: unknown;
  readonly folder: string;
  readonly sessions: readonly SessionDate[];
  /** Stored files that the streams were read from, by hash. */
  readonly streams: readonly { readonly series: string; readonly files: readonly string[] }[];
  /** As it ran, its sources included; absent in a run without. */
  readonly strategy?: StrategySource;
  /** Splits and dividends, as they were read then. */
  readonly actions?: readonly CorporateAction[];
  /** What a person ordered, at its places in the run (F5). */
  readonly commands: readonly LoggedCommand[];
  readonly eventLogSha256: string;
  readonly reportSha256: string;
}

export interface ManifestInput {
  readonly plan: RunPlan;
  readonly reader: Pick<StoreReader, 'files'>;
  readonly about: Pick<
    RunManifest,
    'config' | 'folder' | 'tapedeck' | 'commands' | 'eventLogSha256' | 'reportSha256'
  > & {
    readonly strategy?: StrategySource;
  };
}

export function runManifest({ plan, reader, about }: ManifestInput): RunManifest {
  return {
    format: 'tapedeck-run',
    version: 1,
    semantics: SEMANTICS_VERSION,
    eventLogVersion: EVENT_LOG_VERSION,
    resultVersion: RESULT_VERSION,
    ...about,
    ...(plan.actions === undefined ? {} : { actions: plan.actions }),
    sessions: plan.sessions.map(({ date }) => date),
    streams: streamFiles(plan, reader),
  };
}

/** Of each stream the stored files of the run's sessions, by hash. */
export function streamFiles(plan: RunPlan, reader: Pick<StoreReader, 'files'>): RunManifest['streams'] {
  const range = { from: edge(plan.sessions.at(0)).open, to: edge(plan.sessions.at(-1)).close };
  return plan.streams.map((stream) => {
    const key = keyOf(stream);
    return { series: seriesId(key), files: reader.files(key, range).map(({ sha256 }) => sha256) };
  });
}

function edge(session: PlannedSession | undefined): PlannedSession {
  return ensure(session, 'session of the plan');
}

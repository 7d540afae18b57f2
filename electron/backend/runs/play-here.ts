import { ensure } from '../../../shared/lang/invariant.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { RunPlan } from '../../../shared/session/plan.ts';
import type { ReportProgress } from '../../../shared/store/job.ts';
import type { LoggedCommand } from '../../../shared/trading/command.ts';
import type { StrategyActivity } from '../../../shared/trading/strategy-activity.ts';
import type { StrategySource } from '../../../shared/trading/strategy.ts';
import { strategyFactory } from '../../coordinator/strategy/strategy-factory.ts';
import type { Engine } from '../../engine/engine.ts';
import type { EngineListener } from '../../engine/engine-listener.ts';
import { playThrough } from './play-through.ts';
import type { PlayedRun } from '../../../shared/session/coordinator-messages.ts';
import { PlayedCsv } from './played-csv.ts';

/** What a run is, as plain data. */
export interface RunInput {
  readonly plan: RunPlan;
  readonly strategy?: StrategySource;
  /** A person's orders of an earlier run, carried out again at their places. */
  readonly commands?: readonly LoggedCommand[];
  /** Where to write what is played, and the configuration it says it is of, with paths relative to `folder`. */
  readonly csv?: { readonly dir: string; readonly config: unknown; readonly folder: string };
}

export interface RunOutput {
  readonly loadBlock: (index: number) => Promise<SessionBlock>;
  readonly signal: AbortSignal;
  readonly progress: ReportProgress;
  /** Gets the event log's bytes besides the hash; they are reused after the call. */
  readonly writeLog?: (bytes: Uint8Array) => void;
  /** Folder of the built programs; absent: where this one is. */
  readonly programs?: URL;
}

/** Plays in this thread. `activity` is told of every call of the strategy. */
export async function playHere(
  { plan, strategy: source, commands, csv }: RunInput,
  output: RunOutput,
  activity?: StrategyActivity,
): Promise<PlayedRun> {
  const { seed } = plan.config;
  const watched = activity === undefined ? {} : { activity };
  let file: PlayedCsv | undefined;
  const listen = (engine: () => Engine): EngineListener => {
    file = new PlayedCsv(ensure(csv, 'folder of --csv').dir, plan, () => engine().layout);
    return file;
  };
  try {
    const played = await playThrough({
      plan,
      ...output,
      ...(source === undefined ? {} : { strategy: strategyFactory({ source, seed, ...watched }) }),
      ...(commands === undefined ? {} : { commands }),
      ...(csv === undefined ? {} : { listen }),
    });
    if (csv !== undefined) file?.finish(csv.config, csv.folder);
    return played;
  } finally {
    file?.close();
  }
}

import { join, resolve, sep } from 'node:path';

import type { ConfigProblem, SessionConfig } from '../../shared/session/config.ts';
import type { ResolvedStrategy, StrategyPlaces } from '../backend/strategies/resolve-strategy.ts';
import type { RunManifest } from '../backend/runs/run-manifest.ts';

/** The strategy that a configuration names, ready to be run; `undefined` where it names none. One of an earlier run is as it was written with it. A
 * relative path starts at the session's file, else in the data folder's strategies. `note` hears of one from elsewhere before it is evaluated. */
export async function strategyOf(
  config: SessionConfig,
  { folder, earlier }: { readonly folder: string; readonly earlier?: RunManifest },
  dataDir: string,
  note: (line: string) => void,
): Promise<ResolvedStrategy | undefined> {
  if (config.trading?.strategy === undefined) return undefined;
  const { resolveFiles, resolveStrategy } = await import('../backend/strategies/resolve-strategy.ts');
  const places = placesOf(folder, dataDir, note);
  return earlier?.strategy?.type === 'modules'
    ? resolveFiles(config, { ...earlier.strategy, problems: [] }, places)
    : resolveStrategy(config, places);
}

/** What is wrong with the strategy of a configuration: its parameters, or its file. */
export async function strategyProblemsOf(
  config: SessionConfig,
  folder: string,
  dataDir: string,
): Promise<readonly ConfigProblem[]> {
  if (config.trading?.strategy === undefined) return [];
  const { strategyProblems } = await import('../backend/strategies/resolve-strategy.ts');
  const places = placesOf(folder, dataDir, () => undefined);
  return strategyProblems(config, places);
}

function placesOf(folder: string, dataDir: string, note: (line: string) => void): StrategyPlaces {
  const own = join(dataDir, 'strategies');
  const near = [own, resolve(folder), process.cwd()];
  return {
    folders: [folder, own],
    programs: new URL('./', import.meta.url),
    allow: ({ entry }) => {
      if (!near.some((place) => entry.startsWith(place + sep)))
        note(`The strategy ${entry} comes from elsewhere and runs with your rights.`);
    },
  };
}

import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

import { AppError } from '../../../shared/lang/app-error.ts';
import { closest } from '../../../shared/lang/closest.ts';
import type { ConfigProblem, SessionConfig } from '../../../shared/session/config.ts';
import type { ParameterDeclaration, StrategyProblem, StrategySource } from '../../../shared/trading/strategy.ts';
import { BUILT_INS } from '../../strategy/built-in/built-ins.ts';
import { readDeclaration } from '../../strategy/strategy-class.ts';
import { type ProbeAnswer, probeStrategy } from './probe-strategy.ts';
import { readModules, type StrategyFiles } from './read-modules.ts';
import { badStrategyConfig, fitConfig } from './strategy-config.ts';

/** The strategy of a configuration, ready to be run, and the configuration with what it needs. */
export interface ResolvedStrategy {
  readonly source: StrategySource;
  /** With all parameters and the intervals that the strategy reads. */
  readonly config: SessionConfig;
  /** A built-in name, or the file's absolute path. */
  readonly name: string;
  readonly title: string;
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
}

export interface StrategyPlaces {
  /** Where a relative path may start, the nearest first. */
  readonly folders: readonly string[];
  /** Folder of the built programs. */
  readonly programs: URL;
  /** Called before a file is evaluated; throws where it may not be. */
  readonly allow: (files: StrategyFiles) => Promise<void> | void;
  /** What a file declares, where that is known already. */
  readonly probe?: (files: StrategyFiles) => Promise<ProbeAnswer>;
}

/** Finds, reads and checks the strategy that a configuration names; `undefined` where it names none. Throws `bad-config` with all problems
 * at their JSON paths, or `strategy-failed` with those of the file at their lines. */
export async function resolveStrategy(
  config: SessionConfig,
  places: StrategyPlaces,
): Promise<ResolvedStrategy | undefined> {
  const name = config.trading?.strategy?.name;
  if (name === undefined) return undefined;
  const builtIn = BUILT_INS.get(name);
  if (builtIn !== undefined) {
    const declared = readDeclaration(builtIn);
    const fitted = fitConfig(config, declared);
    if (fitted.problems.length > 0) throw badStrategyConfig(name, fitted.problems);
    const source = { type: 'built-in', name, params: fitted.params } as const;
    return { source, config: fitted.config, name, title: declared.title ?? name, parameters: declared.parameters };
  }
  const path = await findFile(name, places.folders);
  if (path === undefined) throw badStrategyConfig(name, [unknownStrategy(name, places.folders)]);
  return resolveFiles(config, await readModules(path), places);
}

/** As {@link resolveStrategy}, for a strategy whose files were read before: now, or when an earlier run was written. */
export async function resolveFiles(
  config: SessionConfig,
  files: StrategyFiles,
  places: Pick<StrategyPlaces, 'programs' | 'allow' | 'probe'>,
): Promise<ResolvedStrategy> {
  const { entry, modules, sha256 = '', problems } = files;
  if (problems.length > 0) throw badFile(entry, problems);
  await places.allow(files);
  const declared = await (places.probe?.(files) ?? probeStrategy(files, places.programs));
  if (declared.problems.length > 0) throw badFile(entry, declared.problems);
  const fitted = fitConfig(config, declared);
  if (fitted.problems.length > 0) throw badStrategyConfig(entry, fitted.problems);
  return {
    source: { type: 'modules', entry, modules, params: fitted.params, sha256 },
    config: fitted.config,
    name: entry,
    title: declared.title ?? basename(entry),
    parameters: declared.parameters,
  };
}

/** The problems of a configuration's strategy as those of the configuration. */
export async function strategyProblems(
  config: SessionConfig,
  places: StrategyPlaces,
): Promise<readonly ConfigProblem[]> {
  try {
    await resolveStrategy(config, places);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const problems = error.details?.['problems'] as readonly (ConfigProblem | StrategyProblem)[] | undefined;
    if (problems === undefined) return [{ path: 'strategy.name', message: error.message }];
    return problems.map((problem) =>
      'path' in problem ? problem : { path: 'strategy.name', message: problemText(problem) },
    );
  }
}

/** `file:line:column: message`. */
export function problemText({ file, line, column, message }: StrategyProblem): string {
  return `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}`;
}

function badFile(path: string, problems: readonly StrategyProblem[]): AppError {
  const list = problems.map((problem) => `  ${problemText(problem)}`).join('\n');
  return new AppError('strategy-failed', `The strategy ${basename(path)} cannot be run:\n${list}`, {
    details: { problems },
  });
}

async function findFile(name: string, folders: readonly string[]): Promise<string | undefined> {
  const candidates = folders.flatMap((folder) => [name, `${name}.ts`, `${name}.js`].map((it) => resolve(folder, it)));
  for (const candidate of candidates) {
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isFile() === true) return candidate;
  }
  return undefined;
}

function unknownStrategy(name: string, folders: readonly string[]): ConfigProblem {
  const names = [...BUILT_INS.keys()];
  const near = closest(name, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return {
    path: 'strategy.name',
    message: `'${name}' is no strategy.${hint} Built in are ${names.join(', ')}; a file was looked for in ${folders.join(' and ')}.`,
  };
}

import { basename, extname } from 'node:path';

import type { StrategyInfo } from '../../../shared/trading/strategy.ts';
import { type ProbeAnswer, probeStrategy } from './probe-strategy.ts';
import { readModules, type StrategyFiles } from './read-modules.ts';

/** A strategy's file as lists show it. `declared` is what it was found to declare; absent for a file that is not evaluated. */
export function fileInfo(files: StrategyFiles, isTrusted: boolean, declared: ProbeAnswer | undefined): StrategyInfo {
  const { entry: path, sha256, problems } = files;
  return {
    name: path,
    title: declared?.title ?? basename(path, extname(path)),
    description: declared?.description ?? '',
    isBuiltIn: false,
    path,
    ...(sha256 === undefined ? {} : { sha256 }),
    isTrusted,
    parameters: declared?.parameters ?? {},
    problems: [...problems, ...(declared?.problems ?? [])],
  };
}

/** Reads and evaluates a file of the user's own. `programs` is the folder of the built programs. */
export async function describeFile(path: string, programs: URL): Promise<StrategyInfo> {
  const files = await readModules(path);
  return fileInfo(files, true, files.problems.length > 0 ? undefined : await probeStrategy(files, programs));
}

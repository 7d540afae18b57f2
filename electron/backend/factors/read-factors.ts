import { open } from 'node:fs/promises';
import { constants } from 'node:fs';
import { resolve } from 'node:path';

import { AppError } from '../../../shared/lang/app-error.ts';
import type { ConfigProblem, SessionConfig } from '../../../shared/session/config.ts';
import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';
import { parseFactors } from './parse-factors.ts';

/** A century of events is a few kilobytes. */
const MAX_BYTES = 1_000_000;

/** Splits and dividends of the instruments that name a table of them (F4). Relative paths start at `folder`. Throws `bad-config` with the problem at
 * its JSON path. */
export async function readFactors(config: SessionConfig, folder: string): Promise<readonly CorporateAction[]> {
  const actions: CorporateAction[] = [];
  for (const [symbol, { factors }] of Object.entries(config.trading?.instruments ?? {})) {
    if (factors === undefined) continue;
    const path = resolve(folder, factors);
    try {
      actions.push(...parseFactors(symbol, await textOf(path)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const problem = { path: `instruments.${symbol}.factors`, message: `${path}: ${error.message}` };
      throw new AppError('bad-config', `The session cannot be opened. ${problem.path}: ${problem.message}.`, {
        cause: error,
        details: { problems: [problem] },
      });
    }
  }
  return actions;
}

/** The problems of {@link readFactors} as those of the configuration. */
export async function factorProblems(config: SessionConfig, folder: string): Promise<readonly ConfigProblem[]> {
  try {
    await readFactors(config, folder);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return (error.details?.['problems'] as readonly ConfigProblem[] | undefined) ?? [];
  }
}

/** A regular file's text; anything else is refused before a byte is read. */
async function textOf(path: string): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    throw new AppError('bad-config', 'the file cannot be read. Check its name', { cause });
  });
  try {
    const about = await handle.stat();
    if (!about.isFile()) throw new AppError('bad-config', 'this is no file');
    if (about.size > MAX_BYTES) throw new AppError('bad-config', 'the file is too large for a table of factors');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

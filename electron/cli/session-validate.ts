import { dirname, resolve } from 'node:path';

import { Command } from 'commander';

import { AppError } from '../../shared/lang/app-error.ts';
import type { ConfigResult } from '../../shared/session/config.ts';
import type { RunCommand } from './command-context.ts';
import { example } from './option-values.ts';

export function sessionValidateCommand(run: RunCommand): Command {
  return new Command('validate')
    .description('check a session configuration: every problem at once, each with its place')
    .argument('<file>', 'session configuration, JSON')
    .addHelpText('after', example('session validate my-session.json'))
    .action((file: string) =>
      run(async ({ dataDir }) => {
        const { problemLine, readSessionJson } = await import('./session-file.ts');
        const { parseSessionConfig } = await import('../../shared/session/parse-config.ts');
        const { strategyProblemsOf } = await import('./session-strategy.ts');
        const { factorProblems } = await import('../backend/factors/read-factors.ts');
        const { ownCalendars } = await import('../store/own-calendars.ts');
        const own = ownCalendars(dataDir).calendars.map(({ id }) => id);
        const parsed = await readSessionJson(file).then((json) => parseSessionConfig(json, own), asProblem);
        const folder = dirname(resolve(file));
        const problems = parsed.valid
          ? [
              ...(await strategyProblemsOf(parsed.config, folder, dataDir)),
              ...(await factorProblems(parsed.config, folder)),
            ]
          : parsed.problems;
        const valid = problems.length === 0;
        return {
          json: { valid, problems },
          text: () => (valid ? `${file} is valid.` : problems.map(problemLine).join('\n')),
          failed: !valid,
        };
      }),
    );
}

/** A file that is no JSON is invalid like one with a wrong key; one that cannot be read is an error. */
function asProblem(error: unknown): ConfigResult {
  if (error instanceof AppError && error.code === 'bad-config')
    return { valid: false, problems: [{ path: '', message: error.message }] };
  throw error;
}

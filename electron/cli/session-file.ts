import { readFile } from 'node:fs/promises';

import { AppError } from '../../shared/lang/app-error.ts';
import type { ConfigProblem, SessionConfig } from '../../shared/session/config.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';

const MAX_BYTES = 4_000_000;

/** The JSON of a session configuration file. Throws `not-found`, or `bad-config` with line and column where it is no JSON. */
export async function readSessionJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new AppError('not-found', `The session file ${path} cannot be read. Check its name.`, {
      cause,
      details: { path },
    });
  }
  if (text.length > MAX_BYTES) throw new AppError('bad-config', `${path} is too large for a session configuration.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-config', `${path} is not JSON: ${reason}${placeOf(text, reason)}.`, {
      cause,
      details: { path },
    });
  }
}

/** A checked configuration; `ownCalendars` are ids that it may name. Throws `bad-config` whose message and `details.problems` hold every problem; `name` says where it is from. */
export function checkSession(name: string, json: unknown, ownCalendars: readonly string[]): SessionConfig {
  const result = parseSessionConfig(json, ownCalendars);
  if (result.valid) return result.config;
  const lines = result.problems.map((problem) => `  ${problemLine(problem)}`);
  throw new AppError('bad-config', `${name} cannot be run as it stands:\n${lines.join('\n')}`, {
    details: { path: name, problems: result.problems },
  });
}

/** Of one at the top there is no place to name. */
export function problemLine({ path, message }: ConfigProblem): string {
  return path === '' ? message : `${path}: ${message}`;
}

function placeOf(text: string, reason: string): string {
  const at = /position (\d+)/.exec(reason)?.[1];
  if (at === undefined || reason.includes('line ')) return '';
  const before = text.slice(0, Number(at)).split('\n');
  return ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
}

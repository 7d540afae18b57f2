// The checks that are no tests: each passes or fails as a whole.
import { packageCommand } from './paths.mjs';
import { runNode } from './process.mjs';

/** @type {Record<string, () => string[]>} */
const commands = {
  format: () => [packageCommand('prettier'), '--check', '--log-level=warn', '.'],
  lint: () => [packageCommand('eslint'), '--config', 'build/eslint.config.mjs', '.'],
  types: () => [packageCommand('typescript', 'tsc'), '--build', '--pretty'],
  walls: () => [
    packageCommand('dependency-cruiser', 'depcruise'),
    ...['--config', 'build/dependency-cruiser.cjs', '--output-type', 'err-long'],
    ...['shared', 'electron', 'renderer', 'test'],
  ],
  unused: () => [packageCommand('knip'), '--config', 'build/knip.json', '--no-progress'],
};

export const checkNames = Object.keys(commands);

/**
 * @param {string} name One of `checkNames`.
 * @param {{ capture?: boolean }} [options]
 */
export function runCheck(name, { capture = false } = {}) {
  const args = commands[name];
  if (args === undefined) throw new Error(`There is no check ${name}; there are ${checkNames.join(', ')}.`);
  return runNode(args(), { capture, timeoutMs: 600_000 });
}

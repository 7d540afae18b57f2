import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** @param {...string} parts Path below the repository root. */
export const at = (...parts) => join(root, ...parts);

/**
 * Path of the script behind a package's command, run with `node` so that no shell shim is involved on any platform.
 * @param {string} packageName
 * @param {string} [command] Name of the command where the package has several.
 */
export function packageCommand(packageName, command = packageName.replace(/^@.*\//, '')) {
  const folder = at('node_modules', packageName);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[command];
  if (typeof file !== 'string') throw new Error(`${packageName} has no command ${command}`);
  return join(folder, file);
}

/** @param {string[]} candidates */
export const firstExisting = (candidates) => candidates.find((path) => path !== '' && existsSync(path));

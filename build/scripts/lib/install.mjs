import { existsSync, readFileSync } from 'node:fs';
import { at } from './paths.mjs';
import { run, runNode } from './process.mjs';

const minimum = [20, 19];

/** Ends the process with a sentence when this Node cannot run the project. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor = 0, needMinor = 0] = minimum;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(`Tapedeck needs Node ${minimum.join('.')} or newer, this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * Installs exactly what package-lock.json says, unless that is what node_modules already holds.
 * @returns {Promise<void>} Rejects when the installation fails.
 */
export async function ensureInstalled() {
  const reason = staleness();
  if (reason === undefined) return;
  console.log(`Installing the locked dependencies (${reason}).`);
  const npm = process.env['npm_execpath'];
  const flags = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const usesNpmScript = npm !== undefined && /npm-cli\.c?js$/.test(npm);
  const { code } = usesNpmScript
    ? await runNode([npm, ...flags])
    : await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', flags);
  if (code !== 0) throw new Error('npm ci failed: see above.');
}

/** @returns {string | undefined} Why node_modules does not match the lock file. */
function staleness() {
  const installedPath = at('node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return 'none are installed';
  const locked = packagesOf(at('package-lock.json'));
  const installed = packagesOf(installedPath);
  for (const [path, entry] of Object.entries(locked)) {
    if (path === '') continue;
    const have = installed[path];
    if (have === undefined ? !entry.optional : have.version !== entry.version || have.integrity !== entry.integrity) {
      return `${path.replace(/^.*node_modules\//, '')} is not at ${entry.version}`;
    }
    if (have !== undefined && !existsSync(at(path, 'package.json'))) return `${path} is missing`;
  }
  return undefined;
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }>}
 */
const packagesOf = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

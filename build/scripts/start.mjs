// Installs, builds and opens the workstation: in Electron where it can, else in a browser through the loopback host.
import { existsSync } from 'node:fs';
import { build } from './lib/build.mjs';
import { obtainElectron } from './lib/electron.mjs';
import { ensureInstalled, requireNode } from './lib/install.mjs';
import { at } from './lib/paths.mjs';
import { runInForeground } from './lib/process.mjs';

requireNode();
try {
  await ensureInstalled();
  await build(['electron', 'renderer']);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
const args = process.argv.slice(2);
process.exitCode = (await openInElectron()) ?? (await serve());

/** @returns {Promise<number | undefined>} The exit code, or undefined after saying why Electron is not the host. */
async function openInElectron() {
  const electron = await obtainElectron(at('dist/electron/main.js'));
  if (typeof electron === 'object') {
    console.log(`Electron is not used: ${electron.unavailable}.`);
    return undefined;
  }
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  if (isRoot) console.log('Electron runs without its sandbox, because this is root.');
  const { code, elapsedMs } = await runInForeground(electron, [...(isRoot ? ['--no-sandbox'] : []), at(), ...args]);
  if (code === 0 || elapsedMs > 5_000) return code;
  console.log(`Electron is not used: it ended at once with code ${code}.`);
  return undefined;
}

async function serve() {
  const server = at('dist/electron/serve.js');
  if (!existsSync(server)) {
    console.error('The build has no dist/electron/serve.js: there is nothing to open.');
    return 1;
  }
  const { code } = await runInForeground(process.execPath, [server, ...args]);
  return code;
}

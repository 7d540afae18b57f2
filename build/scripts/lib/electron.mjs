import { existsSync, readFileSync } from 'node:fs';
import { at } from './paths.mjs';
import { runNode } from './process.mjs';

const reachMs = 3_000;
const downloadMs = 10 * 60_000;

/**
 * The Electron program, downloaded at first use by the package's own installer (which verifies its checksum).
 * @param {string} main The script it is to run.
 * @returns {Promise<string | { unavailable: string }>} Its path, or why there is none.
 */
export async function obtainElectron(main) {
  if (!existsSync(main)) return { unavailable: 'this build has no Electron entry' };
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    return { unavailable: 'there is no display' };
  }
  const installed = electronPath();
  if (installed !== undefined) return installed;
  const { version } = JSON.parse(readFileSync(at('node_modules/electron/package.json'), 'utf8'));
  const source = process.env['ELECTRON_MIRROR'] ?? 'https://github.com/electron/electron/releases/download/';
  if (!(await isReachable(source))) {
    return { unavailable: `Electron ${version} is not downloaded and ${new URL(source).host} cannot be reached` };
  }
  console.log(`Downloading Electron ${version}, once.`);
  const { code } = await runNode([at('node_modules/electron/install.js')], { capture: true, timeoutMs: downloadMs });
  return (code === 0 ? electronPath() : undefined) ?? { unavailable: `Electron ${version} could not be downloaded` };
}

function electronPath() {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? at('node_modules/electron/dist');
  const pathFile = at('node_modules/electron/path.txt');
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
  const path = `${folder}/${name}`;
  return existsSync(path) ? path : undefined;
}

/** @param {string} url */
async function isReachable(url) {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(reachMs) });
    return true;
  } catch {
    return false;
  }
}

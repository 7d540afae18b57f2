import { existsSync } from 'node:fs';
import { firstExisting, packageCommand } from './paths.mjs';
import { run, runNode } from './process.mjs';

const system = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
];

/**
 * A Chromium for the end-to-end tests, installed when there is none.
 * @returns {Promise<string>} Path of the program. Rejects with what to do when none can be had.
 */
export async function ensureChromium() {
  const found = await findChromium();
  if (found !== undefined) return found;
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  console.log(`Installing Chromium for the end-to-end tests with ${isDebianRoot ? 'apt-get' : 'Playwright'}.`);
  if (isDebianRoot) {
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '-y', '-qq', '-o', 'DPkg::Lock::Timeout=300', 'chromium'], { env });
  } else {
    await runNode([packageCommand('@playwright/test', 'playwright'), 'install', 'chromium']);
  }
  const installed = await findChromium();
  if (installed !== undefined) return installed;
  throw new Error(
    'No Chromium was found and none could be installed: install one and name it in CHROME_PATH, then run the tests again.',
  );
}

async function findChromium() {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names ${named}, which does not exist.`);
    return named;
  }
  const { chromium } = await import('@playwright/test');
  return firstExisting([...system, chromium.executablePath()]);
}

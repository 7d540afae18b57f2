import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Browser } from './find-browser.ts';

export interface AppWindowOptions {
  readonly browser: Browser;
  readonly dataDir: string;
  readonly launchUrl: string;
  /** The browser has ended, with its last window or by itself. */
  readonly exited: () => void;
}

export interface AppWindow {
  /** Removes the launch file; call it as soon as the page is there. */
  forgetLaunch(): void;
  close(): void;
}

/** Opens the workstation in a browser window of its own, with its own profile in the data folder. The launch token is in a file that
 * only this user can read and that sends the window on: a command line is visible to every user of the machine. */
export function openAppWindow({ browser, dataDir, launchUrl, exited }: AppWindowOptions): AppWindow {
  const folder = join(dataDir, 'window');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const launchFile = join(folder, `launch-${randomBytes(8).toString('hex')}.html`);
  writeFileSync(launchFile, launchPage(launchUrl), { mode: 0o600, flag: 'wx' });
  const forgetLaunch = (): void => rmSync(launchFile, { force: true });

  const child = spawn(browser.path, appArguments(pathToFileURL(launchFile).href, join(folder, 'profile'), isRoot()), {
    stdio: 'ignore',
  });
  child.on('error', exited);
  child.on('exit', () => {
    forgetLaunch();
    exited();
  });
  return {
    forgetLaunch,
    close: () => {
      forgetLaunch();
      child.kill();
    },
  };
}

export const isRoot = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

export function appArguments(launchHref: string, profile: string, withoutSandbox: boolean): string[] {
  return [
    `--app=${launchHref}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-default-apps',
    '--disable-extensions',
    '--window-size=1440,900',
    ...(withoutSandbox ? ['--no-sandbox'] : []),
  ];
}

function launchPage(url: string): string {
  return `<!doctype html><meta charset="utf-8"><title>Tapedeck</title><meta http-equiv="refresh" content="0;url=${url}">\n`;
}

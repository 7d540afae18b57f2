import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

import type * as Playwright from '@playwright/test';
import type { Browser, Page } from '@playwright/test';

import { findBrowser } from '../../electron/serve/find-browser.ts';
import type { Served } from '../support/served.ts';
import { CannotMeasure } from './figure.ts';

/** Playwright stays in node_modules: it is no part of the bundle of the benches. */
const playwright = createRequire(import.meta.url)('@playwright/test') as typeof Playwright;

let browser: Browser | undefined;

/** One headless Chromium for all groups. Throws {@link CannotMeasure} where none is installed. */
export async function chromium(): Promise<Browser> {
  browser ??= await playwright.chromium.launch({
    executablePath: programPath(),
    chromiumSandbox: process.getuid?.() !== 0,
    args: ['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  return browser;
}

export async function closeChromium(): Promise<void> {
  await browser?.close();
}

function programPath(): string {
  const named = process.env['CHROME_PATH'];
  const candidates = named ? [named] : [findBrowser()?.path, playwright.chromium.executablePath()];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return found;
  throw new CannotMeasure('no Chromium was found: install one, or name it in CHROME_PATH');
}

/** A fresh page on the Replay view of a served backend; nothing of an earlier page is cached. Whoever opens it closes its context. */
export async function openReplayPage(browser: Browser, { port, cookie }: Served): Promise<Page> {
  const url = `http://127.0.0.1:${port}/`;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url }]);
  const page = await context.newPage();
  await page.goto(`${url}#/replay`, { waitUntil: 'commit' });
  return page;
}

/** Resolves once the charts show bars and Play can be pressed. */
export async function waitUntilPlayable(page: Page, charts: number): Promise<void> {
  await page.getByRole('button', { name: 'Play', exact: true }).and(page.locator(':enabled')).waitFor();
  await page.waitForFunction((count) => document.querySelectorAll('[data-last-time]').length >= count, charts);
}

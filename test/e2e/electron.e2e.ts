import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { type ElectronApplication, type Page, _electron, expect, test } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Electron's program, downloaded at the first `npm start` that can; `undefined` where it was not. */
function electronProgram(): string | undefined {
  const folder = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(root, 'node_modules/electron/dist');
  const named = join(root, 'node_modules/electron/path.txt');
  const path = join(folder, existsSync(named) ? readFileSync(named, 'utf8') : 'electron');
  return existsSync(path) ? path : undefined;
}

test.describe('the Electron host', () => {
  const program = electronProgram();
  test.skip(program === undefined, 'not run: there is no Electron binary here');
  test.skip(
    process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'],
    'not run: Electron needs a display',
  );

  let app: ElectronApplication;
  let page: Page;
  let dataDir: string;

  test.beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tapedeck-electron-'));
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    app = await _electron.launch({ executablePath: program!, args: [...sandbox, root, `--data=${dataDir}`] });
    page = await app.firstWindow();
  });
  test.afterEach(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });

  test('shows the workstation from its own origin, with a backend behind it', async () => {
    expect(page.url()).toMatch(/^tapedeck-app:\/\/app\//);
    await expect(page.getByRole('region', { name: 'Library' })).toBeVisible();
    await page.getByRole('button', { name: 'Load sample data' }).first().click();
    await expect(page.getByRole('grid', { name: 'Catalogue' })).toContainText('AAPL');
  });

  test('gives its page no Node, no navigation and no windows', async () => {
    expect(await page.evaluate(() => [typeof globalThis.process, 'require' in globalThis])).toEqual([
      'undefined',
      false,
    ]);
    await page.evaluate(() => void (location.href = 'https://example.com/'));
    expect(await page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
    expect(page.url()).toMatch(/^tapedeck-app:\/\/app\//);
    expect(app.windows()).toHaveLength(1);
  });
});

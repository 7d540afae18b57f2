import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { newYorkMinutes } from '../support/made-bars.ts';
import { dropFiles, faultsOf, openHost, openSession, type WindowHost } from '../support/window-host.ts';

test.describe('breakpoints', () => {
  let dataDir: string;
  let host: WindowHost;

  test.beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tapedeck-breakpoints-'));
    host = await openHost(dataDir);
  });
  test.afterEach(async () => {
    await host.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });

  test('play at 10,000 times pauses at the very second of a time of day, says why, and goes on', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto(host.url);
    const csv = newYorkMinutes(['2014-03-06', '2014-03-07']);
    await dropFiles(page, [{ name: 'XYZ.csv', content: Buffer.from(csv) }]);
    await page.getByRole('dialog', { name: 'Import' }).getByRole('button', { name: 'Import 1 file' }).click();
    await expect(page.getByRole('row', { name: /^XYZ bars 1m/ })).toBeVisible();
    await openSession(page, {
      session_name: 'XYZ',
      mode: 'backtest',
      data_streams: [{ type: 'bars', symbol: 'XYZ', interval: '1m' }],
    });
    const clock = page.getByRole('status', { name: 'Session clock' });
    await expect(clock).toHaveAttribute('data-iso', '2014-03-06T14:30:00Z');

    await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '10,000×' });
    await page.keyboard.press('b');
    const dialog = page.getByRole('dialog', { name: 'Breakpoints' });
    await dialog.getByRole('combobox', { name: 'Pause on' }).selectOption({ label: 'Time of day' });
    await dialog.getByRole('textbox', { name: 'Time of day' }).fill('10:00');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('checkbox', { name: '10:00 each session' })).toBeChecked();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();

    await page.getByRole('button', { name: 'Play' }).click();
    await expect(clock).toHaveAttribute('data-iso', '2014-03-06T15:00:00Z');
    await expect(page.getByRole('status', { name: 'Replay state' })).toContainText('10:00');
    await page.getByRole('button', { name: 'Play' }).click();
    await expect(clock).toHaveAttribute('data-iso', '2014-03-07T15:00:00Z');
    expect(faults).toEqual([]);
  });
});

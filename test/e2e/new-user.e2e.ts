import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { newYorkMinutes } from '../support/made-bars.ts';
import { testData } from '../support/test-data.ts';
import { dropFiles, faultsOf, openHost, type WindowHost } from '../support/window-host.ts';

const data = testData();

test.describe('a new user who drops a file and reads no manual', () => {
  let dataDir: string;
  let host: WindowHost;

  test.beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tapedeck-new-user-'));
    host = await openHost(dataDir);
  });
  test.afterEach(async () => {
    await host.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });

  test('gets a CSV of times without a zone stored at New York times by one button', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto(host.url);
    await expect(page.getByText('No data yet.')).toBeVisible();
    const csv = newYorkMinutes(['2014-03-06', '2014-03-07', '2014-03-10']);
    await dropFiles(page, [{ name: 'XYZ.csv', content: Buffer.from(csv) }]);

    const dialog = page.getByRole('dialog', { name: 'Import' });
    await expect(dialog.getByRole('combobox', { name: 'Time zone' })).toHaveValue('America/New_York');
    await expect(dialog.getByRole('combobox', { name: 'Interval' })).toHaveValue('1m');
    await expect(dialog.getByRole('table', { name: 'As stored' })).toContainText('2014-03-06 14:30');
    await dialog.getByRole('button', { name: 'Import 1 file' }).click();

    const row = page.getByRole('grid', { name: 'Catalogue' }).getByRole('row', { name: /^XYZ bars 1m/ });
    await expect(row).toContainText('1,170');
    await expect(row).toContainText('100.0 %');
    // The clock went forward on the night before the 10th: in UTC its session begins an hour earlier.
    await expect(page.getByRole('gridcell', { name: 'XYZ 2014-03-10 quality 100.0 %' })).toBeVisible();
    expect(faults).toEqual([]);
  });

  test('is asked for a symbol that only a lower-case name hints at, and answers with one press', async ({ page }) => {
    await page.goto(host.url);
    await expect(page.getByText('No data yet.')).toBeVisible();
    await dropFiles(page, [{ name: 'xyz.csv', content: Buffer.from(newYorkMinutes(['2014-03-06', '2014-03-07'])) }]);

    const dialog = page.getByRole('dialog', { name: 'Import' });
    await expect(dialog.getByRole('button', { name: 'Import 0 files' })).toBeDisabled();
    await expect(dialog.getByRole('table', { name: 'As written in the file' })).toContainText('2014-03-06');
    await dialog.getByRole('button', { name: 'Use XYZ' }).click();
    await expect(dialog.getByRole('table', { name: 'As stored' })).toContainText('2014-03-06 14:30');
    await dialog.getByRole('button', { name: 'Import 1 file' }).click();
    const row = page.getByRole('grid', { name: 'Catalogue' }).getByRole('row', { name: /^XYZ bars 1m/ });
    await expect(row).toContainText('780');
  });

  test('gets a Parquet file with columns t, o, h, l, c, v in milliseconds stored by one button', async ({ page }) => {
    test.skip(data === undefined, 'not run: no recorded data (TAPEDECK_TEST_DATA, ../shared/data/real)');
    const faults = faultsOf(page);
    await page.goto(host.url);
    await expect(page.getByText('No data yet.')).toBeVisible();
    const name = 'BTCUSD_1s_t_o_h_l_c_v_epoch_ms.parquet';
    await dropFiles(page, [{ name, content: readFileSync(join(data!, 'reshaped/parquet', name)) }]);

    const dialog = page.getByRole('dialog', { name: 'Import' });
    await expect(dialog.getByRole('combobox', { name: 'Time unit' })).toHaveValue('ms');
    await expect(dialog.getByRole('table', { name: 'As stored' })).toContainText('2016-10-07 00:00:04');
    await dialog.getByRole('button', { name: 'Import 1 file' }).click();

    const row = page.getByRole('grid', { name: 'Catalogue' }).getByRole('row', { name: /^BTCUSD bars 1s/ });
    await expect(row).toContainText('11,520');
    await expect(row).toContainText('24x7');
    expect(faults).toEqual([]);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from '@playwright/test';

import { newYorkMinutes } from '../support/made-bars.ts';
import { dropFiles, faultsOf, openHost, type WindowHost } from '../support/window-host.ts';

test.describe('looking after what is stored', () => {
  let folder: string;
  let host: WindowHost;

  test.beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tapedeck-store-care-'));
    host = await openHost(join(folder, 'data'));
  });
  test.afterEach(async () => {
    await host.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });

  test('a range that was deleted after a backup is there again after its restore', async ({ page }) => {
    const faults = faultsOf(page);
    await page.goto(host.url);
    await expect(page.getByText('No data yet.')).toBeVisible();
    const csv = newYorkMinutes(['2014-03-06', '2014-03-07', '2014-03-10']);
    await dropFiles(page, [{ name: 'XYZ.csv', content: Buffer.from(csv) }]);
    const importing = page.getByRole('dialog', { name: 'Import' });
    await importing.getByRole('button', { name: 'Import 1 file' }).click();
    const row = page.getByRole('grid', { name: 'Catalogue' }).getByRole('row', { name: /^XYZ bars 1m/ });
    await expect(row).toContainText('1,170');

    const written = await test.step('back up', async () => {
      await page.getByRole('button', { name: 'Store' }).click();
      await page.getByRole('menuitem', { name: /^Back up/ }).click();
      await page
        .getByRole('dialog', { name: 'Back up' })
        .getByRole('button', { name: /^Back up / })
        .click();
      const done = page.getByText(/^1,170 rows in 1 file.* written to /);
      await expect(done).toBeVisible();
      return (await done.textContent())!.replace(/^.* written to /, '');
    });

    await test.step('delete the last two sessions, with what goes stated before', async () => {
      await row.click();
      await page.keyboard.press('Delete');
      const dialog = page.getByRole('dialog', { name: 'Delete' });
      await dialog.getByRole('textbox', { name: 'First date' }).fill('2014-03-07');
      await expect(dialog.getByRole('table', { name: 'Plan' })).toContainText('780');
      await dialog.getByRole('button', { name: 'Delete 780 rows' }).click();
      await expect(row).toContainText('390');
      await expect(row).not.toContainText('2014-03-10');
    });

    await test.step('restore by dropping the backup', async () => {
      await dropFiles(page, [{ name: 'backup.tar', content: readFileSync(written) }]);
      await page.getByRole('dialog', { name: 'Restore' }).getByRole('button', { name: 'Restore' }).click();
      await expect(row).toContainText('1,170');
      await expect(page.getByRole('gridcell', { name: 'XYZ 2014-03-10 quality 100.0 %' })).toBeVisible();
    });
    rmSync(written);
    expect(faults).toEqual([]);
  });

  test('a plan that takes nothing cannot be started, and dates that are none are told', async ({ page }) => {
    await page.goto(host.url);
    await dropFiles(page, [{ name: 'XYZ.csv', content: Buffer.from(newYorkMinutes(['2014-03-06'])) }]);
    await page.getByRole('dialog', { name: 'Import' }).getByRole('button', { name: 'Import 1 file' }).click();
    await page
      .getByRole('grid', { name: 'Catalogue' })
      .getByRole('row', { name: /^XYZ bars 1m/ })
      .click();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete' });
    await dialog.getByRole('textbox', { name: 'Last date' }).fill('2014-02-31');
    await expect(dialog.getByText('Give two dates such as')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Delete', exact: true })).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'First date' }).fill('2014-02-01');
    await dialog.getByRole('textbox', { name: 'Last date' }).fill('2014-02-28');
    await expect(dialog.getByText('No rows lie there')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Delete 0 rows' })).toBeDisabled();
    expect(readdirSync(folder)).toEqual(['data']);
  });
});

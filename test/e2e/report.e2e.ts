import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, test } from '@playwright/test';

import { reportHtml } from '../../electron/results/report-html.ts';
import { resultDocument } from '../support/result-document.ts';

test.describe('the HTML report of a run', () => {
  test.use({ offline: true });
  const folder = mkdtempSync(join(tmpdir(), 'tapedeck-report-'));
  test.afterAll(() => rmSync(folder, { recursive: true }));

  test('opens from its file without a network, a script or a complaint', async ({ page }) => {
    const path = pathToFileURL(join(folder, 'report.html')).href;
    writeFileSync(
      join(folder, 'report.html'),
      reportHtml(resultDocument({ name: '<b>cross</b> & co' }), 'a'.repeat(64)),
    );
    const heard: string[] = [];
    page.on('console', (message) => heard.push(message.text()));
    page.on('pageerror', (error) => heard.push(error.message));
    page.on('request', (request) => heard.push(request.url()));
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('<b>cross</b> & co');
    await expect(page.getByRole('img').first()).toBeVisible();
    expect(heard).toEqual([path]);
  });
});

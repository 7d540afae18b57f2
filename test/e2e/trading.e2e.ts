import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Locator, type Page, expect, test } from '@playwright/test';

import { newYorkMinutes } from '../support/made-bars.ts';
import { dropFiles, faultsOf, openHost, openSession, type WindowHost } from '../support/window-host.ts';

const SESSION = {
  session_name: 'XYZ',
  mode: 'backtest',
  data_streams: [{ type: 'bars', symbol: 'XYZ', interval: '1m' }],
  session_data_config: { data_upkeep: { enabled: true, derived_intervals: ['5m'] } },
};

test.describe('trading on the charts', () => {
  let dataDir: string;
  let host: WindowHost;

  test.beforeEach(async ({ page }) => {
    dataDir = mkdtempSync(join(tmpdir(), 'tapedeck-trading-'));
    host = await openHost(dataDir);
    await page.goto(host.url);
    const csv = newYorkMinutes(['2014-03-06', '2014-03-07']);
    await dropFiles(page, [{ name: 'XYZ.csv', content: Buffer.from(csv) }]);
    await page.getByRole('dialog', { name: 'Import' }).getByRole('button', { name: 'Import 1 file' }).click();
    await expect(page.getByRole('row', { name: /^XYZ bars 1m/ })).toBeVisible();
  });
  test.afterEach(async () => {
    await host.close();
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 10 });
  });

  test('an order of the ticket is a line that is dragged, fills, goes and comes with the clock; a refusal is told once', async ({
    page,
  }) => {
    const faults = faultsOf(page);
    await openSession(page, SESSION);
    await goTo(page, '2014-03-06 11:00:00');
    const chart = page.getByRole('region', { name: 'Chart XYZ 1m' });
    const coarse = page.getByRole('region', { name: 'Chart XYZ 5m' });
    await expect(chart).toHaveAttribute('data-last-time', String(Date.parse('2014-03-06T15:59:00Z') / 1_000));
    const close = Number(await chart.getAttribute('data-last-close'));
    const line = chart.getByRole('slider', { name: 'Order 1 limit' });

    await test.step('placed', async () => {
      await giveOrder(page, { kind: 'Limit', quantity: 10, price: close + 0.05, side: 'Sell' });
      await expect(line).toHaveAttribute('aria-valuenow', String(price(close + 0.05)));
      await expect(line).toHaveText(`Sell 10 limit ${price(close + 0.05).toFixed(2)}`);
      await expect(coarse).toHaveAttribute('data-orders', `1 limit ${price(close + 0.05)}`);
    });

    let moved = 0;
    await test.step('dragged by its line, in both charts at once', async () => {
      await drag(page, chart, line, -40);
      await expect(line).not.toHaveAttribute('aria-valuenow', String(price(close + 0.05)));
      await expect(page.getByRole('table', { name: 'Open orders' })).not.toContainText(`${price(close + 0.05)}`);
      moved = Number(await line.getAttribute('aria-valuenow'));
      expect(moved).toBeGreaterThan(close + 0.05);
      await expect(coarse).toHaveAttribute('data-orders', `1 limit ${moved}`);
    });

    await test.step('moved by the keyboard, put back by Escape, sent by Enter', async () => {
      await line.focus();
      await page.keyboard.press('ArrowDown');
      await expect(line).toHaveAttribute('aria-valuenow', String(price(moved - 0.01)));
      await page.keyboard.press('Escape');
      await expect(line).toHaveAttribute('aria-valuenow', String(moved));
      for (let tick = 0; tick < Math.round((moved - close) * 100); tick++) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect(chart).toHaveAttribute('data-orders', `1 limit ${price(close)}`);
    });

    const fill = /^-10 @ [\d.]+ at \d+$/;
    let filled = '';
    await test.step('filled', async () => {
      await goTo(page, '2014-03-06 15:00:00');
      await expect(chart).toHaveAttribute('data-last-fill', fill);
      await expect(chart).not.toHaveAttribute('data-orders', /./);
      filled = (await chart.getAttribute('data-last-fill'))!;
      await expect(coarse).toHaveAttribute('data-last-fill', filled);
      await expect(chart).toHaveAttribute('data-position', /^-10 @ /);
    });

    await test.step('back: the fill is gone and before the order so is its line; forward: the same fill', async () => {
      await goTo(page, '2014-03-06 10:59:00');
      await expect(chart).toHaveAttribute('data-fills', '0');
      await expect(chart).not.toHaveAttribute('data-orders', /./);
      await expect(line).toBeHidden();
      await expect(chart).not.toHaveAttribute('data-position', /./);
      await goTo(page, '2014-03-06 15:00:00');
      await expect(chart).toHaveAttribute('data-last-fill', filled);
    });

    await test.step('a drag that ends after the order was filled is refused, and the line is gone', async () => {
      const last = Number(await chart.getAttribute('data-last-close'));
      await giveOrder(page, { kind: 'Limit', quantity: 10, price: last, side: 'Buy' });
      const second = chart.getByRole('slider', { name: 'Order 2 limit' });
      await expect(second).toBeVisible();
      const release = await grip(page, chart, second, 30);
      await goTo(page, '2014-03-06 15:45:00');
      await expect(chart).toHaveAttribute('data-fills', '2');
      await release();
      await expect(page.getByRole('alert').filter({ hasText: 'Only open orders can be changed' })).toHaveCount(1);
      await expect(second).toBeHidden();
      await expect(chart).not.toHaveAttribute('data-orders', /./);
      filled = (await chart.getAttribute('data-last-fill'))!;
    });

    await test.step('an order beyond the buying power is refused, and told once', async () => {
      await giveOrder(page, { kind: 'Market', quantity: 1_000_000, side: 'Buy' });
      const refusal = page.getByRole('alert').filter({ hasText: 'beyond the buying power' });
      await expect(refusal).toHaveCount(1);
      await page.getByRole('button', { name: 'Step forward' }).click();
      await expect(chart).toHaveAttribute('data-last-fill', filled);
      await goTo(page, '2014-03-06 15:55:00');
      await expect(refusal).toHaveCount(1);
    });
    expect(faults).toEqual([]);
  });

  test('a strategy runs to a result, whose round trip opens Replay there with its fills and lines', async ({
    page,
  }) => {
    const faults = faultsOf(page);
    await openSession(page, SESSION);
    await page.getByRole('link', { name: 'Strategies' }).click();
    await page.getByRole('option', { name: /^SMA cross/ }).click();
    await page.getByRole('spinbutton', { name: 'Fast average, bars' }).fill('5');
    await page.getByRole('spinbutton', { name: 'Slow average, bars' }).fill('20');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('link', { name: 'Results' }).click();
    const trips = page.getByRole('grid', { name: 'Round trips' });
    await expect(trips).toBeVisible();
    await expect(page.getByRole('region', { name: 'Results' }).getByRole('img')).toBeVisible();

    // Flat between its trips, the strategy has two fills a trip: at the entry of the n-th it has made 2n - 1.
    const cells = await trips.getByRole('row').nth(3).getByRole('gridcell').allTextContents();
    const [number, entryPrice] = [Number(cells[0]), Number(cells[4])];
    await trips.getByRole('row').nth(3).click();
    const chart = page.getByRole('region', { name: 'Chart XYZ 1m' });
    await expect(chart).toHaveAttribute('data-fills', String(2 * number - 1));
    await expect(chart).toHaveAttribute('data-position', new RegExp(`^\\d+ @ ${entryPrice}$`));
    await expect(chart).toHaveAttribute('data-last-fill', new RegExp(`^\\d+ @ ${entryPrice} at `));
    await expect(chart.getByText(/^SMA 5 /)).toBeVisible();
    await expect(chart.getByText(/^SMA 20 /)).toBeVisible();

    await test.step('paused, in another theme: the name of a line has the colour of the line', async () => {
      const name = chart.getByText(/^SMA 5 /);
      const dark = await name.evaluate((element) => getComputedStyle(element).color);
      await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'));
      await expect(name).not.toHaveCSS('color', dark);
      await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
      await expect(name).toHaveCSS('color', dark);
    });

    await page.keyboard.press('i');
    await page.getByRole('menuitemcheckbox', { name: 'RSI 14' }).click();
    await expect(chart.getByText(/^RSI 14 \d/)).toBeVisible();
    await page.getByRole('button', { name: 'Step back' }).click();
    await expect(chart.getByText(/^RSI 14 \d/)).toBeVisible();

    await page.keyboard.press('i');
    const form = page.getByRole('form', { name: 'Indicator with figures of your own' }).first();
    await form.getByRole('combobox', { name: 'Kind of indicator' }).selectOption({ label: 'Bollinger' });
    await form.getByRole('textbox', { name: 'Bars' }).fill('0');
    await expect(form.getByRole('button', { name: 'Add' })).toBeDisabled();
    await form.getByRole('textbox', { name: 'Bars' }).fill('7');
    await form.getByRole('textbox', { name: 'Deviations' }).fill('1.5');
    await form.getByRole('textbox', { name: 'Deviations' }).press('Enter');
    await expect(chart.getByText(/^Bollinger 7, 1\.5 middle \d/)).toBeVisible();
    await page.reload();
    await expect(chart.getByText(/^Bollinger 7, 1\.5 middle \d/)).toBeVisible();
    expect(faults).toEqual([]);
  });

  test('two runs with other parameters stand side by side: statistics and both curves, within a small window', async ({
    page,
  }) => {
    const faults = faultsOf(page);
    await openSession(page, SESSION);
    await runCross(page, 5, 20);
    const results = page.getByRole('region', { name: 'Results' });
    await page.getByRole('link', { name: 'Results' }).click();
    const trips = results.getByRole('region', { name: 'Round trips' }).getByRole('row', { name: /^Count/ });
    await expect(trips.getByRole('cell')).toHaveCount(2);
    const alone = await trips.getByRole('cell').last().textContent();

    await runCross(page, 10, 60);
    await page.getByRole('link', { name: 'Results' }).click();
    await expect(page.getByRole('combobox', { name: 'Result', exact: true })).toHaveText(/10\/60/);
    await expect(page.getByText('kept in Results')).toHaveCount(0);
    await page.getByRole('combobox', { name: 'Compare with' }).selectOption({ index: 1 });
    await expect(trips.getByRole('cell')).toHaveCount(3);
    await expect(trips.getByRole('cell').last()).toHaveText(alone!);
    const ratios = results.getByRole('region', { name: 'Ratios' });
    await expect(ratios.getByRole('columnheader')).toHaveText(['Ratios', '10/60', '5/20']);
    await expect(results.getByRole('img', { name: /^Equity from .+, compared with one from / })).toBeVisible();

    for (const panel of [ratios, page.getByRole('banner'), results.getByRole('region', { name: 'Trading' })]) {
      expect(await panel.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    }
    expect(faults).toEqual([]);
  });
});

async function runCross(page: Page, fast: number, slow: number): Promise<void> {
  await page.getByRole('link', { name: 'Strategies' }).click();
  await page.getByRole('option', { name: /^SMA cross/ }).click();
  await page.getByRole('spinbutton', { name: 'Fast average, bars' }).fill(String(fast));
  await page.getByRole('spinbutton', { name: 'Slow average, bars' }).fill(String(slow));
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByText('kept in Results')).toBeVisible();
}

const price = (value: number): number => Number(value.toFixed(2));

async function goTo(page: Page, wallTime: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.type(wallTime);
  await page.keyboard.press('Enter');
}

interface Ticket {
  readonly kind: string;
  readonly quantity: number;
  readonly price?: number;
  readonly side: 'Buy' | 'Sell';
}

async function giveOrder(page: Page, order: Ticket): Promise<void> {
  const ticket = page.getByRole('group', { name: 'Order ticket' });
  await ticket.getByRole('combobox', { name: 'Order kind' }).selectOption({ label: order.kind });
  await ticket.getByRole('textbox', { name: 'Quantity' }).fill(String(order.quantity));
  if (order.price !== undefined)
    await ticket.getByRole('textbox', { name: 'Price' }).fill(price(order.price).toFixed(2));
  await ticket.getByRole('button', { name: order.side }).click();
}

/** Takes hold of an order's line, away from its tag, and pulls it by some pixels. */
async function drag(page: Page, chart: Locator, line: Locator, by: number): Promise<void> {
  const release = await grip(page, chart, line, by);
  await release();
}

/** As {@link drag}, up to the release. */
async function grip(page: Page, chart: Locator, line: Locator, by: number): Promise<() => Promise<void>> {
  const tag = (await line.boundingBox())!;
  const plot = (await chart.boundingBox())!;
  const y = tag.y + tag.height / 2;
  const x = plot.x + plot.width / 4;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + by / 2, { steps: 4 });
  await page.mouse.move(x, y + by, { steps: 4 });
  return () => page.mouse.up();
}

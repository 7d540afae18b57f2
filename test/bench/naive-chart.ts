import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Browser } from '@playwright/test';
import type * as LightweightCharts from 'lightweight-charts';

import { frameRate } from './frame-rate.ts';

const BARS = 468_000;

/** The peer of the chart figures: lightweight-charts as it comes, one series of all bars, one `update()` a frame. Frames a second. */
export async function naiveFrameRate(browser: Browser): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    const library = dirname(createRequire(import.meta.url).resolve('lightweight-charts/package.json'));
    await page.addScriptTag({ path: join(library, 'dist/lightweight-charts.standalone.production.js') });
    await page.evaluate(playNaively, BARS);
    return await frameRate(page);
  } finally {
    await context.close();
  }
}

/** Runs in the page. */
function playNaively(count: number): void {
  const { LightweightCharts: library } = window as unknown as { LightweightCharts: typeof LightweightCharts };
  const host = document.createElement('div');
  host.style.cssText = 'position: fixed; inset: 0';
  document.body.append(host);
  const series = library.createChart(host, { autoSize: true }).addSeries(library.CandlestickSeries);
  const bar = (index: number): LightweightCharts.CandlestickData => {
    const open = 100 + Math.sin(index / 5_000) * 10 + Math.sin(index / 7) / 20;
    const close = open + Math.sin(index) / 20;
    const [low, high] = [Math.min(open, close) - 0.02, Math.max(open, close) + 0.02];
    return { time: (1_600_000_000 + index) as LightweightCharts.UTCTimestamp, open, high, low, close };
  };
  series.setData(Array.from({ length: count }, (_, index) => bar(index)));
  let next = count;
  const step = (): void => {
    series.update(bar(next++));
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

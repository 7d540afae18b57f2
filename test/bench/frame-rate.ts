import type { Page } from '@playwright/test';

import { median } from './figure.ts';

const WINDOWS = 5;
const WINDOW_MS = 2_000;

/** Animation frames a second of a page: the median of a few windows of time, after one to warm up. */
export async function frameRate(page: Page): Promise<number> {
  const rates: number[] = [];
  for (let window = 0; window <= WINDOWS; window++) rates.push(await page.evaluate(countFrames, WINDOW_MS));
  return median(rates.slice(1));
}

/** Runs in the page. */
function countFrames(ms: number): Promise<number> {
  return new Promise((resolve) => {
    let frames = 0;
    let from: number | undefined;
    const tick = (now: number): void => {
      from ??= now;
      if (now - from >= ms) resolve((frames / (now - from)) * 1_000);
      else {
        frames += 1;
        requestAnimationFrame(tick);
      }
    };
    requestAnimationFrame(tick);
  });
}

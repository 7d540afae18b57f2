import type { Page } from '@playwright/test';

import { micros } from '../../shared/market/time.ts';
import { chromium, openReplayPage, waitUntilPlayable } from './chromium.ts';
import { type Figures, note } from './figure.ts';
import { frameRate } from './frame-rate.ts';
import { beforeEnd, CHARTS, type MonthHost, withServedMonth } from './month-host.ts';
import { naiveFrameRate } from './naive-chart.ts';
import { scrubFigures } from './scrub.ts';

/** Session seconds before the end of the month where play begins: enough for the fastest of the figures on a slow machine, with 448,000
 * of 468,000 bars behind. */
const LEFT = 20_000;

/** Frames a second of the real window while it plays, against one naive series; and the scrub bar. */
export async function chartFigures(): Promise<Figures> {
  const browser = await chromium();
  const naive = await naiveFrameRate(browser);
  note(`chart: one naive series paints ${naive.toFixed(1)} frames/s`);
  return withServedMonth(async (host) => {
    await seekToBegin(host);
    const page = await openReplayPage(browser, host.served);
    await waitUntilPlayable(page, CHARTS.length);
    const at = async (speed: number): Promise<Figures[string]> => {
      const rate = await playingRate(host, page, speed);
      return { value: rate, unit: 'frames/s', goal: 55, ratio: rate / naive };
    };
    const figures = { 'chart.fps60': await at(60), 'chart.fps1000': await at(1_000) };
    return { ...figures, ...(await scrubFigures(host, page)) };
  });
}

async function seekToBegin({ window, run }: MonthHost): Promise<void> {
  await window.request('replay.command', { type: 'seek', time: micros(beforeEnd(run, LEFT)) });
}

/** Frames a second while playing at a speed. Throws when bars came at less than half of it: that would be the rate of something else. */
async function playingRate(host: MonthHost, page: Page, speed: number): Promise<number> {
  const { window } = host;
  await seekToBegin(host);
  await window.request('replay.command', { type: 'speed', speed });
  const before = await window.request('replay.command', { type: 'play' });
  const from = performance.now();
  const repaints = await page.evaluateHandle(countRepaints);
  const rate = await frameRate(page);
  const wallSeconds = (performance.now() - from) / 1_000;
  const after = await window.request('replay.command', { type: 'pause' });
  const played = (after.clock - before.clock) / 1e6 / wallSeconds;
  const painted = (await repaints.evaluate((count) => count())) / wallSeconds;
  note(`chart: ${speed}x played at ${played.toFixed(0)}x, ${painted.toFixed(0)} of its frames a second with new bars`);
  if (played < speed / 2) throw new Error(`${speed}x was played at ${played.toFixed(1)}x`);
  return rate;
}

/** Runs in the page: answers what tells how often the newest closed bar of the first chart has changed since. */
function countRepaints(): () => number {
  let count = 0;
  const chart = document.querySelector('[data-last-time]');
  if (chart === null) throw new Error('no chart shows bars');
  new MutationObserver(() => (count += 1)).observe(chart, { attributeFilter: ['data-last-time'] });
  return () => count;
}

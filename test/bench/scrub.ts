import type { Page } from '@playwright/test';

import { Random } from '../../electron/store/sample/random.ts';
import { ScrubGeometry } from '../../renderer/replay/scrub-geometry.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { OpenRun } from '../../shared/session/replay.ts';
import { type Figures, percentile } from './figure.ts';
import type { MonthHost } from './month-host.ts';

const WARM_UP = 5;
const MOVES = 60;

/** Real pointer moves to anywhere in the 20 sessions, one after another: from the event in the page to the animation frame after both
 * engine and chart are there. */
export async function scrubFigures({ run }: MonthHost, page: Page): Promise<Figures> {
  const slider = page.getByRole('slider', { name: 'Replay position' });
  const track = await slider.evaluate((element) => {
    const { left, top, height } = element.getBoundingClientRect();
    return { left, middle: top + height / 2, width: element.clientWidth };
  });
  const targets = targetsOn(run, track);
  await page.mouse.move(track.left + 1, track.middle);
  await page.mouse.down();
  const times: number[] = [];
  for (const { x, lastBar } of targets) {
    const painted = await page.evaluateHandle(watchScrub, String(lastBar));
    await page.mouse.move(x, track.middle);
    times.push(await painted.evaluate(({ delay }) => delay));
  }
  await page.mouse.up();
  return { 'chart.scrub.p95': { value: percentile(times.slice(WARM_UP), 0.95), unit: 'ms', goal: 50 } };
}

interface Target {
  /** Whole pixels, as pointers move. */
  readonly x: number;
  /** Open of the newest closed 1s bar there, in seconds since the epoch: the bench month has one every second. */
  readonly lastBar: number;
}

function targetsOn(run: OpenRun, track: { readonly left: number; readonly width: number }): Target[] {
  const geometry = new ScrubGeometry(run.sessions, track.width);
  const random = new Random(11, 'scrub');
  const targets: Target[] = [];
  while (targets.length < WARM_UP + MOVES) {
    const { left, right } = ensure(geometry.spans[random.below(geometry.spans.length)], 'session');
    const x = Math.round(track.left + left + (0.1 + 0.8 * random.unit()) * (right - left));
    if (x === targets.at(-1)?.x) continue;
    targets.push({ x, lastBar: geometry.timeAt(x - track.left) / 1e6 - 1 });
  }
  return targets;
}

/** Runs in the page. `delay`: milliseconds from the next pointer move to the animation frame after the first chart says that it shows
 * `lastBar`; rejects when that does not come. In an object, so that it is not waited for at once. */
function watchScrub(lastBar: string): { readonly delay: Promise<number> } {
  const chart = document.querySelector<HTMLElement>('[data-last-time]');
  if (chart === null) throw new Error('no chart shows bars');
  const delay = new Promise<number>((resolve, reject) => {
    setTimeout(() => reject(new Error(`the chart is at ${chart.dataset['lastTime']}, not at ${lastBar}`)), 10_000);
    let movedAt: number | undefined;
    addEventListener('pointermove', () => (movedAt = performance.now()), { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (movedAt === undefined || chart.dataset['lastTime'] !== lastBar) return;
      const from = movedAt;
      observer.disconnect();
      requestAnimationFrame(() => resolve(performance.now() - from));
    });
    observer.observe(chart, { attributeFilter: ['data-last-time'] });
  });
  return { delay };
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { forkBackend } from '../../electron/supervisor/fork-child.ts';
import type { BackendStart } from '../../electron/supervisor/messages.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { type Micros, micros } from '../../shared/market/time.ts';
import type { OpenRun } from '../../shared/session/replay.ts';
import { serve } from '../support/served.ts';
import { benchFolder } from './bench-store.ts';
import { chromium, openReplayPage, waitUntilPlayable } from './chromium.ts';
import { CannotMeasure, type Figures, medianOf, note } from './figure.ts';
import { CHARTS, withServedMonth } from './month-host.ts';

const BACKEND = fileURLToPath(new URL('../../dist/electron/backend-process.js', import.meta.url));

/** Remembers the session again: several starts in a row without play would have it forgotten. */
type Remember = () => Promise<void>;

/** Both start where a session is remembered, as on any day but the first. */
export async function startFigures(): Promise<Figures> {
  await withServedMonth(({ window, run }) => window.request('replay.command', { type: 'seek', time: middleOf(run) }), {
    isRemembered: true,
  });
  const path = join(await benchFolder(), 'session.json');
  const session = await readFile(path);
  const remember = (): Promise<void> => writeFile(path, session);
  try {
    return { ...(await backendFigure(remember)), ...(await windowFigure(remember)) };
  } finally {
    await rm(path, { force: true });
  }
}

/** The middle of a month's sessions: ten are played again at each start. */
function middleOf({ sessions }: OpenRun): Micros {
  const { open, close } = ensure(sessions[Math.floor(sessions.length / 2)], 'middle session');
  return micros((open + close) / 2);
}

/** Process start to `ready`. */
async function backendFigure(remember: Remember): Promise<Figures> {
  const uploadDir = await mkdtemp(join(tmpdir(), 'tapedeck-bench-uploads-'));
  const start = { dataDir: await benchFolder(), host: 'loopback', version: 'bench', uploadDir } as const;
  try {
    const ms = await medianOf(async () => {
      await remember();
      return startBackend(start);
    });
    return { 'start.backend': { value: ms / 1_000, unit: 's', goal: 0.4 } };
  } finally {
    await rm(uploadDir, { recursive: true, force: true });
  }
}

/** Wall milliseconds of one start; resolves when the process has ended again. */
function startBackend(start: BackendStart): Promise<number> {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    let took: number | undefined;
    const child = forkBackend(BACKEND)({
      message: (message) => {
        if (message.type === 'failed') reject(new Error(message.error.message));
        if (message.type !== 'ready') return;
        took = performance.now() - from;
        child.post({ type: 'shutdown' });
      },
      exited: (how) => (took === undefined ? reject(new Error(`the backend ended: ${how}`)) : resolve(took)),
    });
    child.post({ type: 'start', start });
  });
}

/** Start of `serve.js` to charts with bars and an enabled Play button in a fresh page. The browser runs already. */
async function windowFigure(remember: Remember): Promise<Figures> {
  const browser = await chromium().catch((error: unknown) => {
    if (!(error instanceof CannotMeasure)) throw error;
    note(`start.window: left out: ${error.message}`);
    return undefined;
  });
  if (browser === undefined) return {};
  const ms = await medianOf(async () => {
    await remember();
    const from = performance.now();
    const served = await serve(await benchFolder());
    try {
      const page = await openReplayPage(browser, served);
      await waitUntilPlayable(page, CHARTS.length);
      const took = performance.now() - from;
      await page.context().close();
      return took;
    } finally {
      await served.stop();
    }
  });
  return { 'start.window': { value: ms / 1_000, unit: 's', goal: 2 } };
}

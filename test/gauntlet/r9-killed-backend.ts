import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RemoteClient } from '../../renderer/backend/remote-client.ts';
import { A3_CONFIG } from '../support/a3-config.ts';
import { type Served, backendPid, nextEvent, paintFrames, serve } from '../support/served.ts';
import type { GauntletFigure } from './figure.ts';

const KILLS = 100;
const FEW_KILLS = 3;
const SPEED = 600;
/** Wall milliseconds until the window has its session again. */
const BACK_WITHIN = 2_000;
/** Session time that a frame under way and the message about it may lie apart, in microseconds: two wall seconds. */
const SAME_MOMENT = 2 * SPEED * 1e6;

/** The backend process is killed while it plays; the window stays, has the same session again within two seconds, paused where it stood, and no
 * row of the store is lost. */
export const killedBackend: GauntletFigure = {
  id: 'R9',
  title: 'backend killed while playing: back within 2 s at the same moment, 0 rows lost',

  async run({ full, report }) {
    if (process.platform !== 'linux') throw new Error('R9 finds the backend by /proc: run it on Linux.');
    const dataDir = mkdtempSync(join(tmpdir(), 'tapedeck-r9-'));
    const served = await serve(dataDir);
    try {
      const window = served.openWindow();
      paintFrames(window);
      const loaded = nextEvent(window, 'job', ({ kind, state }) => kind === 'sample' && state !== 'running');
      await window.request('sample.load', {});
      await loaded;
      await window.request('session.open', { config: A3_CONFIG });
      await window.request('replay.command', { type: 'speed', speed: SPEED });
      const rows = await storedRows(window);
      const cases = full ? KILLS : FEW_KILLS;
      const delays: number[] = [];
      let failures = 0;
      for (let kill = 0; kill < cases; kill++) {
        const { wrong, delay } = await killOnce(served, window, full ? BACK_WITHIN : undefined);
        delays.push(delay);
        if ((await storedRows(window)) !== rows) wrong.push('rows of the store were lost');
        if (wrong.length === 0) continue;
        failures++;
        report(`kill ${kill}: ${wrong.join('; ')}`);
      }
      delays.sort((a, b) => a - b);
      const [median, slowest] = [delays[delays.length >> 1], delays.at(-1)].map((delay) => Math.round(delay ?? 0));
      console.error(`R9: back after ${median} ms (median), ${slowest} ms (slowest)`);
      return { cases, failures };
    } finally {
      await served.stop();
      rmSync(dataDir, { recursive: true });
    }
  },
};

/** Judges the time only where `withinMs` is given: a few kills are played on machines that have other work. */
async function killOnce(
  served: Served,
  window: RemoteClient,
  withinMs: number | undefined,
): Promise<{ wrong: string[]; delay: number }> {
  const wrong: string[] = [];
  const at = await window.request('session.current', {});
  if (at !== undefined && at.state.clock > at.run.sessions[0]!.close - 3_600e6)
    await window.request('replay.command', { type: 'seek', time: at.run.sessions[0]!.open });
  await window.request('replay.command', { type: 'play' });
  const { state } = await nextEvent(window, 'frame', (frame) => frame.state.status === 'running');
  const played = await nextEvent(window, 'frame', (frame) => frame.state.clock > state.clock + 120e6);
  const [killedAt, before] = [performance.now(), processorTime()];
  const restarted = nextEvent(window, 'restarted');
  process.kill(backendPid(served), 'SIGKILL');
  await restarted;
  const current = await window.request('session.current', {});
  const delay = performance.now() - killedAt;
  if (withinMs !== undefined && delay > withinMs) {
    const after = processorTime();
    const taken = Math.round((100 * (after.taken - before.taken)) / (after.all - before.all));
    wrong.push(
      `back after ${Math.round(delay)} ms, in which the host of this machine took ${taken} % of its processors`,
    );
  }
  if (current?.state.status !== 'paused') wrong.push(`the session is ${current?.state.status ?? 'gone'}`);
  const apart = Math.abs((current?.state.clock ?? 0) - played.state.clock);
  if (apart > SAME_MOMENT) wrong.push(`the clock is ${apart / 1e6} s away from where it was`);
  return { wrong, delay };
}

async function storedRows(window: RemoteClient): Promise<string> {
  const series = await window.request('catalog.list', {});
  return JSON.stringify(series.map(({ id, rows }) => [id, rows]));
}

/** Clock ticks of all processors since the machine started, and those of them that its host gave to others (proc(5), steal). */
function processorTime(): { readonly all: number; readonly taken: number } {
  const ticks = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.trim().split(/\s+/).slice(1, 9).map(Number);
  return { all: ticks.reduce((sum, one) => sum + one, 0), taken: ticks[7]! };
}

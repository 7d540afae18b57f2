import { micros } from '../../shared/market/time.ts';
import { paintFrames } from '../support/served.ts';
import { type Figures, note, percentile } from './figure.ts';
import { beforeEnd, CHARTS, type MonthHost, withServedMonth } from './month-host.ts';

const WALL_MS = 6_000;

/** How far the session clock of each frame, as it arrives at a window, is from the straight line that begins when Play is pressed: with
 * transport both ways, in wall milliseconds. The worse of the two speeds. */
export function paceFigures(): Promise<Figures> {
  return withServedMonth(async (host) => {
    paintFrames(host.window);
    await host.window.request('replay.subscribe', { charts: CHARTS.map((chart) => ({ ...chart, bars: 3_000 })) });
    const errors = [await paceError(host, 1), await paceError(host, 60)];
    return { 'pace.error': { value: Math.max(...errors), unit: 'ms', goal: 20 } };
  });
}

async function paceError({ window, run }: MonthHost, speed: number): Promise<number> {
  await window.request('replay.command', { type: 'speed', speed });
  const { clock } = await window.request('replay.command', { type: 'seek', time: micros(beforeEnd(run, 10_000)) });
  const errors: number[] = [];
  const from = performance.now();
  await new Promise<void>((resolve, reject) => {
    const stop = window.on('frame', ({ state }) => {
      const wallMs = performance.now() - from;
      if (state.status === 'running') errors.push(Math.abs(wallMs - (state.clock - clock) / speed / 1_000));
      if (wallMs < WALL_MS) return;
      stop();
      resolve();
    });
    window.request('replay.command', { type: 'play' }).catch(reject);
  });
  await window.request('replay.command', { type: 'pause' });
  const p99 = percentile(errors, 0.99);
  note(
    `pace: at ${speed}x ${p99.toFixed(1)} ms p99, ${percentile(errors, 0.5).toFixed(1)} ms median of ${errors.length} frames`,
  );
  return p99;
}

import { existsSync, readFileSync } from 'node:fs';

import { ensure } from '../../shared/lang/invariant.ts';
import { nextEvent, paintFrames } from '../support/served.ts';
import { CannotMeasure, type Figures, note } from './figure.ts';
import { CHARTS, withServedMonth } from './month-host.ts';

/** The most memory that the backend process ever had resident while it played the month with quotes, two charts shown, from start to end. */
export async function memoryFigures(): Promise<Figures> {
  if (!existsSync('/proc/self/status'))
    throw new CannotMeasure('memory of another process is read from /proc, on Linux only');
  return withServedMonth(async ({ served, window }) => {
    const backend = backendOf(ensure(served.process.pid, 'pid of serve'));
    paintFrames(window);
    await window.request('replay.subscribe', { charts: CHARTS.map((chart) => ({ ...chart, bars: 3_000 })) });
    await window.request('replay.command', { type: 'speed', speed: 'max' });
    const ended = nextEvent(window, 'frame', ({ state }) => state.status === 'ended' || state.status === 'failed');
    const from = performance.now();
    await window.request('replay.command', { type: 'play' });
    const { state } = await ended;
    if (state.status === 'failed') throw new Error(`the run failed: ${state.error?.message ?? ''}`);
    const seconds = ((performance.now() - from) / 1_000).toFixed(1);
    const [peak, now] = [megabytes(backend, 'VmHWM'), megabytes(backend, 'VmRSS')];
    note(`memory: ${state.events} events in ${seconds} s; ${now.toFixed(0)} MB resident after them`);
    return { 'memory.month': { value: peak, unit: 'MB', goal: 600 } };
  });
}

/** The child of the host that is the backend process. */
function backendOf(host: number): number {
  const children = readFileSync(`/proc/${host}/task/${host}/children`, 'utf8').trim().split(' ').map(Number);
  const isBackend = (pid: number): boolean =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('backend-process.js');
  return ensure(children.find(isBackend), 'backend process');
}

function megabytes(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const line = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(line?.[1]) * 1_024) / 1e6;
}

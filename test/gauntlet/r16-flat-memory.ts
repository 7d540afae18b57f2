import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { type TestRun, testRun } from '../support/blocks.ts';
import { CoordinatorRig } from '../support/coordinator-rig.ts';
import type { GauntletFigure } from './figure.ts';

const ROUNDS = 20;
const FEW_ROUNDS = 5;
const HOURS = 8 * 3_600;
const FEW_SECONDS = 3_600;
/** Rounds until compiled code and caches are there. */
const WARM = 3;
const GROWTH = 1.1;

/** One coordinator that opens eight hours of 1s bars, quotes and trades and plays them at the fastest speed, again and again. What it holds
 * after a round stays within a tenth of what it held once warm. */
export const flatMemory: GauntletFigure = {
  id: 'R16',
  title: '8 hours of session time at the fastest speed, 20 times: memory flat within 10 %',

  async run({ full, report }) {
    const collect = collector();
    const rig = new CoordinatorRig(eightHours(full ? HOURS : FEW_SECONDS));
    const held: number[] = [];
    for (let round = 0; round < WARM + (full ? ROUNDS : FEW_ROUNDS); round++) {
      await rig.open({ speed: 'max' });
      await rig.request<'subscribe'>({
        type: 'subscribe',
        charts: [{ id: 'c', symbol: 'A', interval: '1m' as never, bars: 500 }],
      });
      await rig.play();
      for (let turn = 0; turn < 2_000 && rig.state.status !== 'ended'; turn++) await rig.clock.pass(20);
      if (rig.state.status !== 'ended') throw new Error(`round ${round} stands at ${rig.state.status}`);
      rig.frames.length = 0;
      rig.checkpoints.length = 0;
      collect();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      held.push(heapUsed + arrayBuffers);
    }
    const warm = held[WARM - 1] as number;
    const grown = held.slice(WARM).filter((bytes) => bytes > warm * GROWTH);
    for (const bytes of grown) report(`${mebibytes(bytes)} held after a round, ${mebibytes(warm)} once warm`);
    return { cases: held.length - WARM, failures: grown.length };
  },
};

const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

function eightHours(seconds: number): TestRun {
  const grid = (step: number): number[] => Array.from({ length: seconds / step }, (_, slot) => slot * step);
  const quarters = Array.from({ length: seconds * 2 }, (_, index) => index / 2);
  return testRun(
    [
      { type: 'bars', symbol: 'A', interval: '1s' },
      { type: 'quotes', symbol: 'A' },
      { type: 'trades', symbol: 'A' },
      { type: 'bars', symbol: 'B', interval: '1m' },
    ],
    [{ seconds, rows: [grid(1), quarters, grid(1), grid(60)] }],
    ['1m', '5m', '1h', '1d'],
  );
}

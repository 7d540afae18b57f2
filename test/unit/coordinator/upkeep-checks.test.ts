import { expect, it } from 'vitest';

import { testRun } from '../../support/blocks.ts';
import { CoordinatorRig } from '../../support/coordinator-rig.ts';

const MINUTE = 60_000_000;
const everySecond = Array.from({ length: 600 }, (_, second) => second);
const run = testRun([{ type: 'bars', symbol: 'A', interval: '1s' }], [{ seconds: 600, rows: [everySecond] }]);

it('tells upkeep each session minute while playing, and not while paused (D3)', async () => {
  const rig = new CoordinatorRig(run);
  await rig.open();
  await rig.speed(60);
  void rig.play();
  await rig.clock.pass(3_500);
  const minutes = rig.checks.map((clock) => Math.floor(clock / MINUTE));
  expect(minutes.length).toBeGreaterThanOrEqual(3);
  expect(minutes).toEqual([...new Set(minutes)]);
  expect(Math.max(...minutes) - Math.min(...minutes)).toBe(minutes.length - 1);

  await rig.command({ type: 'pause' });
  const told = rig.checks.length;
  await rig.command({ type: 'step', unit: 'minute', direction: 1 });
  await rig.clock.pass(500);
  expect(rig.checks).toHaveLength(told);
});

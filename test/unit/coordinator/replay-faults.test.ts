import { expect, it } from 'vitest';
import { AppError } from '../../../shared/lang/app-error.ts';
import { testRun } from '../../support/blocks.ts';
import { CoordinatorRig } from '../../support/coordinator-rig.ts';

const run = testRun([{ type: 'bars', symbol: 'A', interval: '1s' }], [{ seconds: 60, rows: [[0, 1, 2]] }], ['1m']);

it('a fault that comes while a replay rests is told to its window at once', async () => {
  const rig = new CoordinatorRig(run);
  await rig.open();
  await rig.clock.pass(1_000);
  const shown = rig.frames.length;
  rig.strategyFails(new AppError('strategy-failed', 'A promise was rejected.'));
  await rig.clock.pass(100);
  expect(rig.frames.length).toBe(shown + 1);
  expect(rig.state).toMatchObject({ status: 'failed', error: { code: 'strategy-failed' } });
});

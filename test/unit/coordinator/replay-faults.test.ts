import { expect, it } from 'vitest';
import { AppError } from '../../../shared/lang/app-error.ts';
import type { TradingCommand } from '../../../shared/trading/command.ts';
import { testRun } from '../../support/blocks.ts';
import { CoordinatorRig } from '../../support/coordinator-rig.ts';
import { ownStrategy } from '../../support/own-strategy.ts';
import { tradingConfig } from '../../support/trading-rig.ts';

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

it('the first fault of a run is the one that is told', async () => {
  const rig = new CoordinatorRig(run);
  await rig.open();
  rig.strategyFails(new AppError('strategy-failed', 'A handler is async.'));
  rig.strategyFails(new AppError('strategy-failed', 'A promise was rejected.'));
  await rig.clock.pass(100);
  expect(rig.state.error?.message).toBe('A handler is async.');
});

it("a strategy that throws at a person's order ends the run; an order that cannot be placed does not", async () => {
  const trading = tradingConfig({ data_streams: [{ type: 'bars', symbol: 'A', interval: '1s' }] });
  const plan = { ...run.plan, config: { ...run.plan.config, trading } };
  const rig = new CoordinatorRig({ ...run, plan });
  const strategy = await ownStrategy(
    `import { Strategy } from 'tapedeck'; export default class Odd extends Strategy { onOrderEnd() { throw new Error('odd'); } }`,
  );
  await rig.until(rig.request<'open'>({ type: 'open', run: 1, plan, port: undefined, strategy }));
  const trade = (command: TradingCommand): Promise<unknown> =>
    rig.until(rig.request<'trade'>({ type: 'trade', command }));
  const order = { symbol: 'A', side: 'buy', kind: { type: 'limit', limit: 0.01 } } as const;
  await expect(trade({ type: 'place', order: { ...order, quantity: -1 } })).rejects.toMatchObject({
    code: 'bad-request',
  });
  await trade({ type: 'place', order: { ...order, quantity: 1 } });
  await rig.clock.pass(100);
  expect(rig.state.status).toBe('paused');
  await expect(trade({ type: 'cancel', order: 1 })).rejects.toMatchObject({ code: 'strategy-failed' });
  await rig.clock.pass(100);
  expect(rig.state).toMatchObject({ status: 'failed', error: { code: 'strategy-failed' } });
});

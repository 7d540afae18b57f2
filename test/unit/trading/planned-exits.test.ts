import { expect, test } from 'vitest';

import { type Row, tradingRig, valueRun } from '../../support/trading-rig.ts';

const RUN = valueRun(
  [{ type: 'bars', symbol: 'AAA', interval: '1s' }],
  [[Array.from({ length: 60 }, (_, second): Row => [second, 100 + second, 101 + second, 99 + second, 100 + second])]],
  { seconds: 60 },
);

test('exits of a bracket are planned from the moment it is placed, and orders of their own from its first fill', () => {
  const rig = tradingRig(RUN);
  rig.to(5);
  rig.engine.command({
    type: 'place',
    order: {
      ...{ symbol: 'AAA', side: 'buy', quantity: 10, kind: { type: 'stop', stop: 120 } },
      bracket: { target: 150, stop: { type: 'stop', stop: 90 } },
    },
  });
  const shown = () => {
    const { orders, planned } = rig.engine.trading!.view();
    return { orders: orders.map(({ id, kind: { type } }) => [id, type]), planned };
  };
  rig.to(10);
  const before = {
    orders: [[1, 'stop']],
    planned: [
      { order: 1, role: 'stop', price: 90 },
      { order: 1, role: 'target', price: 150 },
    ],
  };
  expect(shown()).toEqual(before);
  rig.to(30);
  const after = [
    [2, 'stop'],
    [3, 'limit'],
  ];
  expect(shown()).toEqual({ orders: after, planned: [] });
  rig.to(12);
  expect(shown()).toEqual(before);
});

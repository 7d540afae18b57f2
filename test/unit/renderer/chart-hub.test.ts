import { describe, expect, test } from 'vitest';

import { ChartHub } from '../../../renderer/chart/chart-hub.ts';
import type { ReplayFrame, ReplayState } from '../../../shared/session/replay.ts';
import { FakeClient } from '../../support/fake-client.ts';
import { chartFrame, interval, packedBars } from '../../support/packed.ts';

const subscription = (id: string) => ({ id, symbol: 'SPY', interval: interval('5m'), bars: 100 });

function hubOf(): { client: FakeClient; hub: ChartHub; paint: () => void } {
  const client = new FakeClient({
    'replay.subscribe': ({ charts }) => ({ charts: charts.length }),
    'replay.ack': () => ({ accepted: true }),
  });
  const waiting: (() => void)[] = [];
  const hub = new ChartHub({
    client,
    onError: (error) => {
      throw error;
    },
    afterPaint: (perform) => waiting.push(perform),
  });
  hub.open();
  return { client, hub, paint: () => waiting.splice(0).forEach((perform) => perform()) };
}

const frame = (...ids: readonly string[]): ReplayFrame => ({
  sequence: 7,
  state: {} as ReplayState,
  charts: ids.map((id) => chartFrame({ id, bars: packedBars(1) })),
});

describe('frames to charts', () => {
  test('subscriptions made together go out as one request', async () => {
    const { client, hub } = hubOf();
    hub.subscribe(subscription('a'), { take: () => undefined });
    const stop = hub.subscribe(subscription('b'), { take: () => undefined });
    await Promise.resolve();
    stop();
    await Promise.resolve();
    expect(client.argsOf('replay.subscribe')).toEqual([
      { charts: [subscription('a'), subscription('b')] },
      { charts: [subscription('a')] },
    ]);
  });

  test('a chart gets its own frames at once and hears when they are painted; only then the frame is acknowledged', () => {
    const { client, hub, paint } = hubOf();
    const heard: string[] = [];
    for (const id of ['a', 'b'])
      hub.subscribe(subscription(id), {
        take: () => heard.push(`take ${id}`),
        painted: () => heard.push(`painted ${id}`),
      });
    client.emit('frame', frame('b', 'gone'));
    expect([heard, client.argsOf('replay.ack')]).toEqual([['take b'], []]);
    paint();
    expect([heard, client.argsOf('replay.ack')]).toEqual([['take b', 'painted b'], [{ sequence: 7 }]]);
  });

  test('after a restart of the backend everything is asked for anew', async () => {
    const { client, hub } = hubOf();
    hub.subscribe(subscription('a'), { take: () => undefined });
    await Promise.resolve();
    client.emit('restarted', { reason: 'crash' });
    await Promise.resolve();
    expect(client.argsOf('replay.subscribe')).toHaveLength(2);
  });
});

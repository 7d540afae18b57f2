import { describe, expect, test } from 'vitest';

import { ChartHub } from '../../../renderer/chart/chart-hub.ts';
import type { RequestArgs } from '../../../shared/ipc/contract.ts';
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

/** A subscription as the backend gets it: its id is the hub's own. */
const asked = (id: string) => ({ ...subscription(id), id: expect.any(String) as string });

const wireIds = (client: FakeClient): string[] =>
  (client.argsOf('replay.subscribe') as RequestArgs<'replay.subscribe'>[]).flatMap(({ charts }) =>
    charts.map(({ id }) => id),
  );

describe('frames to charts', () => {
  test('subscriptions made together go out as one request', async () => {
    const { client, hub } = hubOf();
    hub.subscribe(subscription('a'), { take: () => undefined });
    const stop = hub.subscribe(subscription('b'), { take: () => undefined });
    await Promise.resolve();
    stop();
    await Promise.resolve();
    expect(client.argsOf('replay.subscribe')).toEqual([{ charts: [asked('a'), asked('b')] }, { charts: [asked('a')] }]);
  });

  test('a frame still under way for an earlier subscription of the same chart is not shown', async () => {
    const { client, hub } = hubOf();
    const heard: string[] = [];
    const subscribe = async (bars: number): Promise<string> => {
      hub.subscribe({ ...subscription('a'), bars }, { take: ({ id }) => heard.push(`${id} of ${bars}`) });
      await Promise.resolve();
      return wireIds(client).at(-1) ?? '';
    };
    const earlier = await subscribe(100);
    const later = await subscribe(200);
    client.emit('frame', frame(earlier));
    client.emit('frame', frame(later));
    expect(heard).toEqual(['a of 200']);
  });

  test('a chart gets its own frames at once and hears when they are painted; only then the frame is acknowledged', async () => {
    const { client, hub, paint } = hubOf();
    const heard: string[] = [];
    for (const id of ['a', 'b'])
      hub.subscribe(subscription(id), {
        take: () => heard.push(`take ${id}`),
        painted: () => heard.push(`painted ${id}`),
      });
    await Promise.resolve();
    client.emit('frame', frame(wireIds(client)[1] ?? '', 'gone'));
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

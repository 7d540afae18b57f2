import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { RemoteClient } from '../../renderer/backend/remote-client.ts';
import type { LinkListener } from '../../renderer/backend/link.ts';
import type { RequestMessage } from '../../shared/ipc/messages.ts';

/** Every connection the client opens, newest last, with what it sent. */
function links(): { opened: { listener: LinkListener; sent: RequestMessage[] }[]; client: RemoteClient } {
  const opened: { listener: LinkListener; sent: RequestMessage[] }[] = [];
  const client = new RemoteClient((listener) => {
    const sent: RequestMessage[] = [];
    opened.push({ listener, sent });
    return { send: (message) => sent.push(message), close: () => undefined };
  });
  return { opened, client };
}

describe('the window’s client', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('holds requests made before the first opening, then pairs answers by id', async () => {
    const { opened, client } = links();
    const first = client.request('catalog.list', {});
    const second = client.request('jobs.list', {});
    expect(opened[0]!.sent).toEqual([]);
    opened[0]!.listener.opened();
    expect(opened[0]!.sent).toEqual([
      { id: 1, name: 'catalog.list', args: {} },
      { id: 2, name: 'jobs.list', args: {} },
    ]);
    opened[0]!.listener.received({ id: 2, ok: true, result: ['two'] });
    opened[0]!.listener.received({ id: 1, ok: false, error: { code: 'not-found', message: 'nothing here' } });
    await expect(second).resolves.toEqual(['two']);
    await expect(first).rejects.toMatchObject({ code: 'not-found', message: 'nothing here' });
  });

  it('fails what was under way at a loss, refuses while lost, reconnects by itself and says so', async () => {
    const { opened, client } = links();
    const states: string[] = [];
    const restarts: string[] = [];
    client.status.subscribe(() => states.push(client.status.get().status));
    client.on('restarted', ({ reason }) => restarts.push(reason));
    opened[0]!.listener.opened();
    const underWay = client.request('catalog.list', {});
    opened[0]!.listener.closed('The backend ended.', false);
    await expect(underWay).rejects.toMatchObject({ code: 'unavailable', message: 'The backend ended.' });
    await expect(client.request('catalog.list', {})).rejects.toMatchObject({ code: 'unavailable' });

    await vi.advanceTimersToNextTimerAsync();
    opened[1]!.listener.closed('still starting', false);
    await vi.advanceTimersToNextTimerAsync();
    opened[2]!.listener.opened();
    expect(restarts).toEqual(['The backend ended.']);
    expect(states).toEqual(['open', 'lost', 'lost', 'open']);
    void client.request('jobs.list', {});
    expect(opened[2]!.sent.map(({ id }) => id)).toEqual([2]);
  });

  it('stays refused when trying again is of no use', async () => {
    const { opened, client } = links();
    const waiting = client.request('catalog.list', {});
    opened[0]!.listener.closed('used before', true);
    await expect(waiting).rejects.toMatchObject({ code: 'unavailable', message: 'used before' });
    await vi.runAllTimersAsync();
    expect(opened).toHaveLength(1);
    expect(client.status.get()).toEqual({ status: 'refused', message: 'used before' });
  });

  it('passes events to listeners until they stop listening', () => {
    const { opened, client } = links();
    const seen: number[] = [];
    const stop = client.on('catalog.changed', ({ rows }) => seen.push(rows));
    opened[0]!.listener.opened();
    opened[0]!.listener.received({ event: 'catalog.changed', payload: { rows: 1 } });
    stop();
    opened[0]!.listener.received({ event: 'catalog.changed', payload: { rows: 2 } });
    expect(seen).toEqual([1]);
  });

  it('does not reconnect after it was closed', async () => {
    const { opened, client } = links();
    opened[0]!.listener.opened();
    client.close();
    opened[0]!.listener.closed('', false);
    await vi.runAllTimersAsync();
    expect(opened).toHaveLength(1);
  });
});

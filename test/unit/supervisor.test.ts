import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ChildListener } from '../../electron/supervisor/child.ts';
import type { FromBackend, ToBackend } from '../../electron/supervisor/messages.ts';
import { Relay } from '../../electron/supervisor/relay.ts';
import { Supervisor } from '../../electron/supervisor/supervisor.ts';

interface FakeChild {
  readonly posted: ToBackend[];
  readonly listener: ChildListener;
  isKilled: boolean;
}

const START = { dataDir: '/data', host: 'loopback', version: '1.0.0' } as const;

function supervised(): {
  supervisor: Supervisor;
  children: FakeChild[];
  lost: string[];
  say: (message: FromBackend) => void;
} {
  const children: FakeChild[] = [];
  const lost: string[] = [];
  const supervisor = new Supervisor((listener) => {
    const child: FakeChild = { posted: [], listener, isKilled: false };
    children.push(child);
    return {
      post: (message) => child.posted.push(message),
      kill: () => {
        child.isKilled = true;
        listener.exited('SIGKILL');
      },
    };
  }, START);
  supervisor.listen({ lost: (reason) => lost.push(reason) });
  return { supervisor, children, lost, say: (message) => children.at(-1)!.listener.message(message) };
}

describe('the supervisor', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('starts the backend at once and tells it what it needs to know', async () => {
    const { supervisor, children, say } = supervised();
    expect(children[0]!.posted).toEqual([{ type: 'start', start: START }]);
    const ready = supervisor.ready();
    say({ type: 'ready' });
    await ready;
    expect(supervisor.isReady).toBe(true);
  });

  it('starts a backend that ended again, without delay, a hundred times', async () => {
    const { children, lost, say } = supervised();
    for (let crash = 0; crash < 100; crash++) {
      say({ type: 'ready' });
      children.at(-1)!.listener.exited('SIGKILL');
      await vi.advanceTimersByTimeAsync(0);
    }
    expect([children.length, lost.length]).toEqual([101, 100]);
    expect(lost[0]).toBe('The backend ended (SIGKILL) and is being started again.');
  });

  it('starts ever slower, but never stops, while the backend ends before it is ready', async () => {
    const { children } = supervised();
    const fail = (): void => children.at(-1)!.listener.exited('code 1');
    const startsWithin = async (ms: number): Promise<number> => {
      const before = children.length;
      await vi.advanceTimersByTimeAsync(ms);
      return children.length - before;
    };
    fail();
    expect([await startsWithin(99), await startsWithin(1)]).toEqual([0, 1]);
    fail();
    expect([await startsWithin(299), await startsWithin(1)]).toEqual([0, 1]);
    for (let attempt = 0; attempt < 5; attempt++) {
      fail();
      expect([await startsWithin(999), await startsWithin(1)]).toEqual([0, 1]);
    }
  });

  it('kills a backend whose heartbeat stays out, and not one that is busy for a while', async () => {
    const { children, say } = supervised();
    say({ type: 'ready' });
    await vi.advanceTimersByTimeAsync(15_000);
    say({ type: 'alive' });
    await vi.advanceTimersByTimeAsync(15_000);
    expect(children[0]!.isKilled).toBe(false);
    await vi.advanceTimersByTimeAsync(5_001);
    expect([children[0]!.isKilled, children.length]).toEqual([true, 2]);
  });

  it('does not start again what says that it cannot start', async () => {
    const { supervisor, children, say } = supervised();
    const ready = supervisor.ready();
    say({ type: 'failed', error: { code: 'store-locked', message: 'in use' } });
    children[0]!.listener.exited('code 1');
    await expect(ready).rejects.toMatchObject({ code: 'store-locked' });
    await expect(supervisor.ready()).rejects.toMatchObject({ code: 'store-locked' });
    await vi.runAllTimersAsync();
    expect(children).toHaveLength(1);
  });

  it('ends the backend in order, by force only when it does not follow', async () => {
    const { supervisor, children, say } = supervised();
    say({ type: 'ready' });
    const stopped = supervisor.stop();
    expect(children[0]!.posted.at(-1)).toEqual({ type: 'shutdown' });
    expect(children[0]!.isKilled).toBe(false);
    await vi.advanceTimersByTimeAsync(8_000);
    await stopped;
    expect([children[0]!.isKilled, children.length]).toEqual([true, 1]);
  });

  it('relays bytes of each window both ways, and closes every window when the backend is lost', () => {
    const { supervisor, children, say } = supervised();
    say({ type: 'ready' });
    const counts: number[] = [];
    const relay = new Relay(supervisor, (count) => counts.push(count));
    const got: string[] = [];
    const channel = (name: string) => ({
      send: (bytes: Uint8Array) => got.push(`${name}: ${bytes.join()}`),
      close: (reason: string) => got.push(`${name} closed: ${reason}`),
    });
    const first = relay.accept(channel('first'));
    relay.accept(channel('second'));
    first.receive(new Uint8Array([1, 2]));
    say({ type: 'message', window: 2, bytes: new Uint8Array([3]) });
    first.closed();
    first.closed();
    say({ type: 'message', window: 1, bytes: new Uint8Array([4]) });
    expect(children[0]!.posted.slice(1)).toEqual([
      { type: 'connect', window: 1 },
      { type: 'connect', window: 2 },
      { type: 'message', window: 1, bytes: new Uint8Array([1, 2]) },
      { type: 'disconnect', window: 1 },
    ]);
    children[0]!.listener.exited('code 1');
    expect(got).toEqual(['second: 3', 'second closed: The backend ended (code 1) and is being started again.']);
    expect(counts).toEqual([1, 2, 1, 0]);
  });
});

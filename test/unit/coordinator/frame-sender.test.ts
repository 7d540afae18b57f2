import { describe, expect, it } from 'vitest';
import { FrameSender } from '../../../electron/coordinator/frame-sender.ts';
import type { ReplayFrame } from '../../../shared/session/replay.ts';
import { FakeClock } from '../../support/fake-clock.ts';

interface Rig {
  readonly clock: FakeClock;
  readonly sender: FrameSender;
  readonly sent: [number, number][];
  readonly caughtUp: number[];
  readonly run: { isMoving: boolean };
}

function senderOf(): Rig {
  const run = { isMoving: false };
  const clock = new FakeClock();
  const sent: [number, number][] = [];
  const caughtUp: number[] = [];
  const sender: FrameSender = new FrameSender({
    clock,
    isMoving: () => run.isMoving,
    catchUp: () => {
      caughtUp.push(clock.now());
      sender.changed();
    },
    build: (sequence) => ({ sequence }) as ReplayFrame,
    post: ({ sequence }) => sent.push([sequence, clock.now()]),
  });
  return { clock, sender, sent, caughtUp, run };
}

describe('frames', () => {
  it('go out at once when the window is ready, and gather what changes while one is not painted', async () => {
    const { clock, sender, sent } = senderOf();
    sender.changed();
    for (let i = 0; i < 50; i++) {
      sender.changed();
      await clock.pass(2);
    }
    expect(sent).toEqual([[1, 0]]);
    sender.painted(1);
    expect(sent).toEqual([
      [1, 0],
      [2, 100],
    ]);
  });

  it('are at least 16 ms apart and one at a time', async () => {
    const { clock, sender, sent } = senderOf();
    for (let ms = 0; ms < 100; ms++) {
      sender.changed();
      sender.painted(sent.length);
      await clock.pass(1);
    }
    expect(sent.map(([, at]) => at)).toEqual([0, 16, 32, 48, 64, 80, 96]);
  });

  it('that had to wait are of the moment they are sent at, and one moment is not sent twice', async () => {
    const { clock, sender, sent, caughtUp } = senderOf();
    sender.changed();
    sender.painted(1);
    sender.changed();
    await clock.pass(16);
    expect(caughtUp).toEqual([16]);
    sender.changed();
    await clock.pass(24);
    sender.painted(2);
    expect(caughtUp).toEqual([16, 40]);
    expect(sent).toEqual([
      [1, 0],
      [2, 16],
      [3, 40],
    ]);
  });

  it('of the end of a move go out at once, and a short move sends none on its way', async () => {
    const { clock, sender, sent, run } = senderOf();
    run.isMoving = true;
    for (let ms = 0; ms < 60; ms += 10) {
      sender.changed();
      await clock.pass(10);
    }
    expect(sent).toEqual([]);
    run.isMoving = false;
    sender.changed();
    expect(sent).toEqual([[1, 60]]);
  });

  it('of a long move come ten a second, painted or not, and keep nothing waiting', async () => {
    const { clock, sender, sent, run } = senderOf();
    run.isMoving = true;
    for (let ms = 0; ms < 350; ms += 10) {
      sender.changed();
      await clock.pass(10);
    }
    expect(sent.map(([, at]) => at)).toEqual([100, 200, 300]);
    run.isMoving = false;
    sender.changed();
    expect(sent.at(-1)).toEqual([4, 350]);
  });

  it('of a move wait for none, but that of its end waits for one that is being painted', async () => {
    const { clock, sender, sent, run } = senderOf();
    sender.changed();
    run.isMoving = true;
    sender.changed();
    await clock.pass(50);
    run.isMoving = false;
    sender.changed();
    expect(sent).toEqual([[1, 0]]);
    sender.painted(1);
    expect(sent).toEqual([
      [1, 0],
      [2, 50],
    ]);
  });

  it('are not sent where nothing changed', async () => {
    const { clock, sender, sent } = senderOf();
    sender.changed();
    sender.painted(1);
    await clock.pass(5_000);
    expect(sent).toHaveLength(1);
  });

  it('go on after a second when a window was lost, and at once for a new one', async () => {
    const { clock, sender, sent } = senderOf();
    sender.changed();
    sender.changed();
    await clock.pass(999);
    expect(sent).toHaveLength(1);
    await clock.pass(1);
    expect(sent).toHaveLength(2);
    await clock.pass(50);
    sender.restart();
    expect(sent).toHaveLength(3);
  });
});

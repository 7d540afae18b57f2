import { describe, expect, it } from 'vitest';
import { FrameSender } from '../../../electron/coordinator/frame-sender.ts';
import type { ReplayFrame } from '../../../shared/session/replay.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function senderOf(): { clock: FakeClock; sender: FrameSender; sent: [number, number][] } {
  const clock = new FakeClock();
  const sent: [number, number][] = [];
  const build = (sequence: number): ReplayFrame => ({ sequence }) as ReplayFrame;
  const sender = new FrameSender(clock, build, ({ sequence }) => sent.push([sequence, clock.now()]));
  return { clock, sender, sent };
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

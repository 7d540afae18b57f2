import { describe, expect, it } from 'vitest';
import { testRun } from '../../support/blocks.ts';
import { CoordinatorRig } from '../../support/coordinator-rig.ts';
import { micros } from '../../../shared/market/time.ts';
import type { StepUnit } from '../../../shared/session/replay.ts';

const SECOND = 1e6;
const seconds = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const run = testRun(
  [
    { type: 'bars', symbol: 'A', interval: '1s' },
    { type: 'quotes', symbol: 'A' },
  ],
  [
    { seconds: 600, rows: [seconds(0, 600), [-1, 0.5, 100.25]] },
    { seconds: 600, rows: [[...seconds(0, 200), ...seconds(260, 600)], [3]] },
    { seconds: 600, rows: [seconds(0, 600), []] },
  ],
  ['1m', '5m', '1d'],
);
const opens = run.plan.sessions.map(({ open }) => open);
const open0 = opens[0]!;
const [close0, close1] = [run.plan.sessions[0]!.close, run.plan.sessions[1]!.close];

describe('a replay', () => {
  it('opens paused at the first open, and says where it is', async () => {
    const rig = new CoordinatorRig(run, { loadMs: 50 });
    const state = await rig.open();
    expect(state).toMatchObject({ status: 'paused', clock: open0, sessionIndex: 0, events: 0, speed: 1, lagMs: 0 });
    expect(state.streams).toEqual([
      { label: 'A 1s', delivered: 0, queue: 600 + 540 },
      { label: 'A quotes', delivered: 0, queue: 2 + 1 },
    ]);
  });

  it('opens at the moment it is to be resumed at, in any session', async () => {
    const rig = new CoordinatorRig(run, { loadMs: 20 });
    const state = await rig.open({ resumeAt: opens[2]! + 90 * SECOND });
    expect(state).toMatchObject({ status: 'paused', clock: opens[2]! + 90 * SECOND, sessionIndex: 2 });
    expect(state.events).toBe(600 + 2 + 540 + 1 + 90);
  });

  it('plays one session second a wall second at 1x and keeps to the schedule through changes of speed', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open();
    void rig.play();
    await rig.clock.pass(10_000);
    expect(Math.abs(rig.state.clock - open0 - 10 * SECOND)).toBeLessThanOrEqual(0.02 * SECOND);
    await rig.speed(60);
    await rig.clock.pass(1_000);
    expect(Math.abs(rig.state.clock - open0 - 70 * SECOND)).toBeLessThanOrEqual(60 * 0.02 * SECOND);
    await rig.speed(0.1);
    await rig.clock.pass(10_000);
    expect(Math.abs(rig.state.clock - open0 - 71 * SECOND)).toBeLessThanOrEqual(60 * 0.02 * SECOND);
    expect(rig.state.measuredSpeed).toBeCloseTo(0.1, 2);
    expect(rig.state.status).toBe('running');
  });

  it('shows in every frame the session clock of the moment that frame is sent at', async () => {
    for (const speed of [1, 60]) {
      const rig = new CoordinatorRig(run);
      await rig.open({ speed });
      void rig.play();
      await rig.clock.pass(0);
      const wrong: number[] = [];
      let shown = rig.frames.length;
      for (let wallMs = 1; wallMs < 2_000; wallMs++) {
        await rig.clock.pass(1);
        // Looks at the schedule and frames fall apart.
        if (wallMs === 101) void rig.speed(speed);
        if (rig.frames.length === shown) continue;
        shown = rig.frames.length;
        if (rig.state.clock !== open0 + wallMs * speed * 1_000) wrong.push(wallMs);
      }
      expect(shown).toBeGreaterThan(100);
      expect(wrong).toEqual([]);
    }
  });

  it('goes on at the next open at once, nights left out, and ends after the last session', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open({ speed: 600 });
    void rig.play();
    await rig.clock.pass(1_500);
    expect(rig.state.sessionIndex).toBe(1);
    expect(Math.abs(rig.state.clock - opens[1]! - 300 * SECOND)).toBeLessThanOrEqual(600 * 0.03 * SECOND);
    await rig.clock.pass(1_600);
    expect(rig.state).toMatchObject({ status: 'ended', clock: run.plan.sessions[2]!.close, sessionIndex: 2 });
    await expect(rig.play()).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('ended') as string,
    });
  });

  it('waits at a session end for a block that is slow, says for which, and then goes on from its open', async () => {
    const rig = new CoordinatorRig(run, { loadMs: 2_000 });
    await rig.open({ speed: 'max' });
    void rig.play();
    await rig.clock.pass(100);
    expect(rig.state).toMatchObject({ status: 'running', clock: close1, waitingFor: run.plan.sessions[2]!.date });
    await rig.clock.pass(10_000);
    expect(rig.state).toMatchObject({ status: 'ended' });
    expect(rig.state.waitingFor).toBeUndefined();
    expect(rig.state.events).toBe(600 + 2 + 540 + 1 + 600);
  });

  it('takes every step that waited for a seek, those past the end of the run without effect', async () => {
    const rig = new CoordinatorRig(run, { loadMs: 50 });
    await rig.open();
    const { close } = run.plan.sessions[2]!;
    const seek = rig.command({ type: 'seek', time: micros(close) });
    const steps = ([1, 1, -1] as const).map((direction) =>
      rig.command({ type: 'step', unit: '1m' as StepUnit, direction }),
    );
    await rig.clock.pass(10_000);
    expect((await seek).clock).toBe(close);
    const [first, second, back] = await Promise.all(steps);
    expect([first!.clock, second!.clock, back!.clock]).toEqual([close, close, close - 60 * SECOND]);
    expect(rig.state.status).toBe('paused');
  });

  it('never jumps over session time when the computer slept', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open();
    void rig.play();
    await rig.clock.pass(1_000);
    rig.clock.sleep(3_600_000);
    await rig.clock.pass(1_000);
    expect(rig.state.clock - open0).toBeLessThan(2.5 * SECOND);
  });

  it('falls behind visibly and loses nothing when the machine cannot keep up', async () => {
    const dense = testRun(
      [{ type: 'quotes', symbol: 'Q' }],
      [{ seconds: 600, rows: [seconds(0, 200_000).map((i) => i / 400)] }],
    );
    const rig = new CoordinatorRig(dense, { costMs: 30 });
    await rig.open({ speed: 10_000 });
    void rig.play();
    await rig.clock.pass(200);
    expect(rig.state.lagMs).toBeGreaterThan(0);
    await rig.clock.pass(60_000);
    expect(rig.state).toMatchObject({ status: 'ended', events: 200_000 });
  });

  it('tells a few times a minute where it stands while it plays, and at once where it is paused', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open();
    expect(rig.checkpoints).toEqual([open0]);
    void rig.play();
    await rig.clock.pass(10_000);
    expect(rig.checkpoints.length).toBeGreaterThan(3);
    expect(rig.checkpoints.length).toBeLessThan(8);
    await rig.pause();
    expect(rig.checkpoints.at(-1)).toBe((await rig.command({ type: 'pause' })).clock);
  });
});

describe('steps', () => {
  const standing = async (rig: CoordinatorRig, steps: readonly (readonly [string, 1 | -1])[]): Promise<unknown[]> => {
    const seen: unknown[] = [];
    for (const [unit, direction] of steps) {
      const { clock, sessionIndex, events } = await rig.step(unit, direction);
      seen.push([(clock - opens[sessionIndex]!) / SECOND, sessionIndex, events]);
    }
    return seen;
  };

  it('by event go over one market event and what it closes, and back over the same', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open();
    expect(
      await standing(rig, [
        ['event', 1],
        ['event', 1],
        ['event', 1],
        ['event', -1],
        ['event', -1],
        ['event', -1],
        ['event', -1],
      ]),
    ).toEqual([
      [0.5, 0, 1],
      [1, 0, 2],
      [2, 0, 3],
      [1, 0, 2],
      [0.5, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it('by event go back over a session end and its start', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open({ resumeAt: opens[1]! + SECOND });
    expect(
      await standing(rig, [
        ['event', -1],
        ['event', -1],
        ['event', -1],
        ['event', -1],
        ['event', 1],
        ['event', 1],
        ['event', 1],
      ]),
    ).toEqual([
      [0, 1, 602],
      [600, 0, 602],
      [600, 0, 602],
      [599, 0, 601],
      [600, 0, 602],
      [600, 0, 602],
      [1, 1, 603],
    ]);
  });

  it('by event go back over the border of sessions that touch, as those of a market that never closes', async () => {
    const day = 86_400;
    const bars = { type: 'bars', symbol: 'C', interval: '1m' } as const;
    const round = testRun(
      [bars],
      [
        { seconds: day, rows: [[0, day - 60]] },
        { seconds: day, rows: [[0]] },
      ],
    );
    const rig = new CoordinatorRig(round);
    const [, second] = round.plan.sessions;
    await rig.open({ resumeAt: second!.open + 60 * SECOND });
    const seen: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      const { events, sessionIndex } = await rig.step('event', -1);
      seen.push([events, sessionIndex]);
    }
    expect(seen).toEqual([
      [2, 1],
      [2, 0],
      [2, 0],
      [1, 0],
    ]);
  });

  it('by bar go to the next possible close of the interval, over a session end into the next session', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open({ resumeAt: open0 + 30 * SECOND });
    expect(
      await standing(rig, [
        ['1m', 1],
        ['5m', 1],
        ['1m', -1],
        ['5m', -1],
        ['5m', 1],
        ['5m', 1],
        ['5m', 1],
        ['5m', -1],
        ['5m', -1],
        ['1s', 1],
      ]),
    ).toEqual([
      [60, 0, 61],
      [300, 0, 302],
      [240, 0, 242],
      [0, 0, 0],
      [300, 0, 302],
      [600, 0, 602],
      [300, 1, 602 + 240 + 1],
      [0, 1, 602],
      [300, 0, 302],
      [301, 0, 303],
    ]);
  });

  it('by minute and by session, in both directions, and not beyond the run', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open({ resumeAt: opens[1]! + 90 * SECOND });
    const steps = [
      ['minute', 1],
      ['minute', -1],
      ['session', -1],
      ['session', -1],
      ['session', -1],
      ['session', 1],
      ['1d', 1],
      ['1d', -1],
    ] as const;
    expect(await standing(rig, steps)).toEqual([
      [150, 1, 602 + 151],
      [90, 1, 602 + 91],
      [0, 1, 602],
      [0, 0, 0],
      [0, 0, 0],
      [0, 1, 602],
      [600, 1, 602 + 541],
      [0, 1, 602],
    ]);
    expect((await rig.step('session')).clock).toBe(opens[2]);
    expect(await rig.step('session')).toMatchObject({ status: 'ended', clock: run.plan.sessions[2]!.close });
    await expect(rig.step('1m')).rejects.toMatchObject({ code: 'not-allowed' });
    expect(await rig.step('1m', -1)).toMatchObject({
      status: 'paused',
      clock: run.plan.sessions[2]!.close - 60 * SECOND,
    });
  });

  it('taken during a seek wait for it and come in order', async () => {
    const rig = new CoordinatorRig(run, { loadMs: 300 });
    await rig.open();
    const sought = rig.command({ type: 'seek', time: opens[2]! });
    const first = rig.command({ type: 'step', unit: 'event', direction: 1 });
    const second = rig.command({ type: 'step', unit: 'minute', direction: 1 });
    expect(rig.state.clock).toBe(open0);
    await rig.clock.pass(1_000);
    expect((await sought).clock).toBe(opens[2]);
    expect([(await first).clock, (await second).clock]).toEqual([opens[2]! + SECOND, opens[2]! + 61 * SECOND]);
  });
});

describe('a seek', () => {
  it('goes anywhere in the run, clamped to its ends, and play goes on from there', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open({ speed: 10 });
    void rig.play();
    expect(await rig.seek(opens[1]! + 100 * SECOND)).toMatchObject({ status: 'running', sessionIndex: 1 });
    await rig.clock.pass(1_000);
    expect(Math.abs(rig.state.clock - opens[1]! - 110 * SECOND)).toBeLessThan(SECOND);
    expect(await rig.seek(0)).toMatchObject({ status: 'running', clock: open0 });
    expect(await rig.seek(8e15)).toMatchObject({ status: 'ended', sessionIndex: 2 });
    expect(await rig.seek(close0 + 5 * SECOND)).toMatchObject({ status: 'paused', clock: close0, sessionIndex: 0 });
  });

  it('to a night plays on at the next open, however long it stood there', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open();
    await rig.seek(close1 + SECOND);
    await rig.clock.pass(5_000);
    void rig.play();
    await rig.clock.pass(1_000);
    expect(Math.abs(rig.state.clock - opens[2]! - SECOND)).toBeLessThan(0.05 * SECOND);
  });

  it('replaces the one under way, whose answer comes at once', async () => {
    const rig = new CoordinatorRig(run, { loadMs: 500 });
    await rig.open();
    const first = rig.command({ type: 'seek', time: opens[2]! });
    const second = rig.command({ type: 'seek', time: opens[1]! });
    expect((await first).status).toBe('seeking');
    expect(await rig.until(second)).toMatchObject({ status: 'paused', clock: opens[1] });
  });

  it('to a session that cannot be loaded is refused with the reason, and the run stays usable', async () => {
    const broken = new Map([[1, { code: 'store-damaged', message: 'A.parquet is damaged.' } as const]]);
    const rig = new CoordinatorRig(run, { broken });
    await rig.open();
    await expect(rig.seek(opens[1]! + SECOND)).rejects.toMatchObject({ code: 'store-damaged' });
    await rig.clock.pass(20);
    expect(rig.state).toMatchObject({ status: 'paused', error: { code: 'store-damaged' } });
    expect(await rig.seek(open0 + SECOND)).toMatchObject({ status: 'paused', clock: open0 + SECOND });
    rig.broken = new Map();
    expect(await rig.seek(opens[1]! + SECOND)).toMatchObject({ status: 'paused', clock: opens[1]! + SECOND });
  });
});

describe('older bars', () => {
  it('are those closed on the session clock before a time, whichever sessions they lie in', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open({ resumeAt: opens[1]! + 120 * SECOND });
    const ask = (interval: string, before: number, count: number) =>
      rig.until(
        rig.request<'bars'>({ type: 'bars', symbol: 'A', interval: interval as never, before: before as never, count }),
      );
    const times = (bars: Float64Array): number[] => Array.from(bars).filter((_, index) => index % 9 === 0);
    const minutes = await ask('1m', 8e15, 4);
    expect(times(minutes.bars)).toEqual([close0 - 120e6, close0 - 60e6, opens[1]!, opens[1]! + 60e6]);
    expect(minutes.hasOlder).toBe(true);
    const all = await ask('1m', opens[1]!, 100);
    expect([times(all.bars).length, all.hasOlder]).toEqual([10, false]);
    await expect(ask('15m', 0, 5)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('come with the missing spans among them', async () => {
    const rig = new CoordinatorRig(run);
    await rig.open({ resumeAt: opens[1]! + 400 * SECOND });
    const { gaps } = await rig.request<'bars'>({
      type: 'bars',
      symbol: 'A',
      interval: '1s' as never,
      before: 8e15 as never,
      count: 300,
    });
    expect(Array.from(gaps)).toEqual([opens[1]! + 200e6, opens[1]! + 260e6]);
  });
});

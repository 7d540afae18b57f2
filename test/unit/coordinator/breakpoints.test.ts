import { describe, expect, it } from 'vitest';
import type { Breakpoint } from '../../../shared/session/breakpoint.ts';
import type { Speed } from '../../../shared/session/replay.ts';
import { testRun } from '../../support/blocks.ts';
import { CoordinatorRig } from '../../support/coordinator-rig.ts';

const SECOND = 1e6;
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);
const run = testRun(
  [
    { type: 'bars', symbol: 'A', interval: '1s' },
    { type: 'trades', symbol: 'T' },
  ],
  [
    {
      seconds: 600,
      rows: [
        [...range(0, 100), ...range(103, 300), ...range(301, 600)],
        [1.5, 20.25, 20.25, 400],
      ],
    },
    { seconds: 600, rows: [range(0, 200), [3]] },
  ],
  ['1m'],
);
const [first, second] = run.plan.sessions as [(typeof run.plan.sessions)[0], (typeof run.plan.sessions)[0]];
const speeds: readonly Speed[] = [60, 10_000, 'max'];

async function rigWith(list: readonly Breakpoint[], speed: Speed = 'max'): Promise<CoordinatorRig> {
  const rig = new CoordinatorRig(run);
  await rig.open({ speed });
  await rig.command({ type: 'breakpoints', breakpoints: list });
  return rig;
}

/** Plays until it rests; seconds since the open of the session it rests in. */
async function playOn(rig: CoordinatorRig): Promise<string> {
  await rig.play();
  await rig.clock.pass(20);
  for (let turn = 0; turn < 100 && rig.state.status === 'running'; turn++) await rig.clock.pass(250);
  const { clock, status, sessionIndex, pausedBy } = rig.state;
  const { open } = run.plan.sessions[sessionIndex]!;
  return `${status} ${sessionIndex}+${(clock - open) / SECOND}${pausedBy === undefined ? '' : ` ${pausedBy.id}: ${pausedBy.reason}`}`;
}

describe('a breakpoint', () => {
  it('at a time of day pauses every session there, at any speed', async () => {
    for (const speed of speeds) {
      const rig = await rigWith([{ type: 'time', id: 't', time: '14:31:30' }], speed);
      expect(await playOn(rig)).toBe('paused 0+90 t: 14:31:30');
      expect(await playOn(rig)).toBe('paused 1+90 t: 14:31:30');
      expect(await playOn(rig)).toBe('ended 1+600');
    }
  });

  it('at the open, the close, or past the last data of a session is met there', async () => {
    const open = await rigWith([{ type: 'time', id: 't', time: '14:30' }]);
    expect(await playOn(open)).toBe('paused 1+0 t: 14:30');
    const close = await rigWith([{ type: 'time', id: 't', time: '14:40' }]);
    expect(await playOn(close)).toBe('paused 0+600 t: 14:40');
    const late = await rigWith([{ type: 'time', id: 't', time: '14:38' }]);
    expect(await playOn(late)).toBe('paused 0+480 t: 14:38');
    expect(await playOn(late)).toBe('ended 1+600 t: 14:38');
  });

  it('on a gap pauses once a gap, when its first slot has passed', async () => {
    for (const speed of speeds) {
      const rig = await rigWith([{ type: 'gap', id: 'g' }], speed);
      expect(await playOn(rig)).toBe('paused 0+101 g: A lacks bars from 2024-01-02T14:31:40Z');
      expect(await playOn(rig)).toBe('paused 0+301 g: A lacks bars from 2024-01-02T14:35:00Z');
      expect(await playOn(rig)).toBe('paused 1+201 g: A lacks bars from 2024-01-03T14:33:20Z');
      expect(await playOn(rig)).toBe('ended 1+600');
    }
  });

  it('on a price of bars pauses at the first bar whose range leads there from the close before', async () => {
    const block = run.blocks[0]!.streams[0]!;
    if (block.kind !== 'bars') throw new Error('bars');
    const { close, high, low, time, open } = block.columns;
    const price = 100.2;
    const rows = range(0, time.length).filter((row) => {
      const before = row === 0 ? open[0]! : close[row - 1]!;
      return (before < price && high[row]! >= price) || (before > price && low[row]! <= price);
    });
    expect(rows.length).toBeGreaterThan(5);
    for (const speed of speeds) {
      const rig = await rigWith([{ type: 'price', id: 'p', symbol: 'A', price }], speed);
      for (const row of rows.slice(0, 5)) {
        const at = (time[row]! - first.open) / SECOND + 1;
        expect(await playOn(rig)).toBe(`paused 0+${at} p: A crossed 100.2`);
      }
    }
  });

  it('on a price of trades stops between two trades of one instant', async () => {
    const block = run.blocks[0]!.streams[1]!;
    if (block.kind !== 'trades') throw new Error('trades');
    const [, b, c] = block.columns.price as unknown as [number, number, number];
    expect(b).not.toBe(c);
    const rig = await rigWith([{ type: 'price', id: 'p', symbol: 'T', price: b }]);
    expect(await playOn(rig)).toBe(`paused 0+20.25 p: T crossed ${b}`);
    const trades = rig.state.streams.find(({ label }) => label === 'T trades');
    expect(trades?.delivered).toBe(2);
  });

  it('is passed by steps and seeks, and what it held says so no more', async () => {
    const rig = await rigWith([{ type: 'gap', id: 'g' }]);
    await playOn(rig);
    expect(rig.state.pausedBy).toMatchObject({ id: 'g', clock: first.open + 101 * SECOND });
    expect((await rig.step('1m')).pausedBy).toBeUndefined();
    expect(await rig.seek(second.open + 300 * SECOND)).toMatchObject({
      status: 'ended',
      clock: second.close,
      breakpoints: [{ type: 'gap', id: 'g' }],
    });
  });

  it('is no part of the log, and what this run cannot meet is refused', async () => {
    const straight = await rigWith([]);
    await playOn(straight);
    const rig = await rigWith([
      { type: 'gap', id: 'g' },
      { type: 'price', id: 'p', symbol: 'A', price: 100.2 },
      { type: 'time', id: 't', time: '14:33' },
    ]);
    for (let turn = 0; turn < 10; turn++) expect(await playOn(rig)).toContain('paused');
    await expect(
      rig.command({ type: 'breakpoints', breakpoints: [{ type: 'price', id: 'x', symbol: 'Z', price: 1 }] }),
    ).rejects.toMatchObject({ code: 'bad-request', message: 'This run has no Z. Choose one of A, T.' });
    expect((await rig.now()).breakpoints).toHaveLength(3);
    await rig.command({ type: 'breakpoints', breakpoints: [] });
    expect(await playOn(rig)).toBe('ended 1+600');
    const print = (of: CoordinatorRig) => of.request<'fingerprint'>({ type: 'fingerprint' });
    expect(await print(rig)).toEqual(await print(straight));
  });
});

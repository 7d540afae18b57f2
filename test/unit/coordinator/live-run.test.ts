import { describe, expect, it } from 'vitest';
import { HOLD_MS } from '../../../electron/coordinator/live/live-run.ts';
import { LIVE_RULES } from '../../../electron/coordinator/live/live-rules.ts';
import { kindOf } from '../../../electron/coordinator/replay-rules.ts';
import { BAR_FILLED } from '../../../shared/market/columns.ts';
import { micros } from '../../../shared/market/time.ts';
import type { ReplayCommand } from '../../../shared/session/replay.ts';
import { BAR_STRIDE, PACKED } from '../../../shared/session/replay.ts';
import type { TestStream } from '../../support/blocks.ts';
import { CoordinatorRig } from '../../support/coordinator-rig.ts';
import { ManualFeed, liveRun } from '../../support/manual-feed.ts';

const SPY: TestStream = { type: 'bars', symbol: 'SPY', interval: '1s' };
const QUOTES: TestStream = { type: 'quotes', symbol: 'SPY' };

/** An open live run, `before` seconds ahead of its first open. */
async function onAir({
  streams = [SPY],
  seconds = [600],
  before = 10,
}: { streams?: TestStream[]; seconds?: number[]; before?: number } = {}): Promise<{
  rig: CoordinatorRig;
  feed: ManualFeed;
  open: number;
  secondsLater: (n: number) => Promise<void>;
}> {
  const run = liveRun(streams, seconds, ['1m', '5m']);
  const { open } = run.plan.sessions[0]!;
  const feed = new ManualFeed(open);
  const rig = new CoordinatorRig(run, { feed });
  rig.clock.setEpoch(open / 1_000 + HOLD_MS - before * 1_000);
  await rig.open();
  const secondsLater = (n: number): Promise<void> => rig.clock.pass(n * 1_000);
  return { rig, feed, open, secondsLater };
}

const commands: ReplayCommand[] = [
  { type: 'play' },
  { type: 'pause' },
  { type: 'speed', speed: 2 },
  { type: 'step', unit: 'event', direction: 1 },
  { type: 'step', unit: 'event', direction: -1 },
  { type: 'seek', time: micros(0) },
  { type: 'breakpoints', breakpoints: [] },
];

describe('a live run', () => {
  it('is refused where no feed is connected, and the message says what to do', async () => {
    const run = liveRun([SPY], [60], []);
    await expect(new CoordinatorRig(run).open()).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining("Set mode to 'backtest'") as string,
    });
  });

  it('takes or refuses each command as its table says, while it runs and when it has ended (C6)', async () => {
    const { rig, secondsLater } = await onAir({ seconds: [60] });
    for (const status of ['running', 'ended'] as const) {
      expect((await rig.request<'state'>({ type: 'state' })).status).toBe(status);
      for (const command of commands) {
        const rule = LIVE_RULES[status][kindOf(command)];
        const answer = rig.command(command);
        if (typeof rule === 'string') await expect(answer).resolves.toMatchObject({ status });
        else await expect(answer).rejects.toMatchObject({ code: 'not-allowed', message: rule.refuse });
      }
      await secondsLater(80);
    }
  });

  it('goes with the wall clock, a hold behind it, and never back when the computer is set back', async () => {
    const { rig, open, secondsLater } = await onAir();
    await secondsLater(10 + 100);
    expect(rig.state.clock).toBeGreaterThan(open + 99.9e6);
    expect(rig.state.clock).toBeLessThanOrEqual(open + 100e6);
    expect(rig.state.lagMs).toBeGreaterThanOrEqual(HOLD_MS);
    rig.clock.setEpoch(rig.clock.epochMs() - 30_000);
    await secondsLater(20);
    expect(rig.state.clock).toBeGreaterThan(open + 99.9e6);
    expect(rig.state.clock).toBeLessThanOrEqual(open + 100e6);
    await secondsLater(15);
    expect(rig.state.clock).toBeGreaterThan(open + 104e6);
  });

  it('is where the market is after the computer slept, with the time between as an outage', async () => {
    const { rig, feed, open, secondsLater } = await onAir();
    feed.status(0, 'connected', -5);
    await secondsLater(10 + 60);
    rig.clock.sleep(120_000);
    await secondsLater(1);
    expect(rig.state.clock).toBeGreaterThan(open + 180e6);
    feed.status(0, 'lost', 60);
    feed.status(0, 'connected', 181);
    await secondsLater(70);
    expect(rig.state.symbols[0]?.quality).toMatchObject({ missing: 121, present: 0 });
  });

  it('shows an event in time, and says how each stream does', async () => {
    const { rig, feed, secondsLater } = await onAir({ streams: [SPY, QUOTES] });
    feed.quote(1, -3, 99);
    await secondsLater(10.1);
    expect(rig.state.symbols[0]).toMatchObject({ bars: 0, bid: 99 });
    feed.status(0, 'connected', 0);
    await secondsLater(0.5);
    feed.bar(0, 0, 100);
    feed.bar(0, 0, 100);
    await secondsLater(3);
    feed.bar(0, 200_000, 100);
    feed.bar(0, 1, 101);
    await secondsLater(1);
    expect(rig.state.symbols[0]).toMatchObject({
      bars: 1,
      last: 100,
      quality: { expected: 4, present: 1, verifiedEmpty: 3 },
    });
    expect(rig.state.streams[0]?.feed).toMatchObject({ condition: 'connected', doubled: 1, late: 1, refused: 1 });
    expect(rig.state.streams[1]?.feed).toMatchObject({ condition: 'lost', delivered: 0 });
  });

  it('puts a late bar in at the next session minute, flagged, with derived bars anew, and charts are told in whole (S26, D3)', async () => {
    const { rig, feed, open, secondsLater } = await onAir();
    feed.status(0, 'connected', 0);
    await rig.request<'subscribe'>({
      type: 'subscribe',
      charts: [{ id: 'm', symbol: 'SPY', interval: '1m' as never, bars: 50 }],
    });
    await secondsLater(10.5);
    feed.bar(0, 0, 100);
    await secondsLater(64);
    feed.bar(0, 30, 130);
    await secondsLater(1);
    expect(minutes(rig)).toEqual([[open, 100, 100]]);
    await secondsLater(55);
    expect(minutes(rig)).toEqual([[open, 130, 200]]);
    const frame = rig.frames.findLast(({ charts }) => charts.length > 0)?.charts[0];
    expect(frame?.reset).toBe(true);
    expect(frame?.bars[PACKED.flags]).toBe(BAR_FILLED);
    expect(rig.state.symbols[0]).toMatchObject({ bars: 2, high: 130, volume: 200, quality: { filled: 1 } });
  });

  it('asks upkeep each session minute for what it misses, and takes what is found at the next one (D3)', async () => {
    const { rig, feed, open, secondsLater } = await onAir();
    feed.status(0, 'connected', 30);
    await secondsLater(10 + 61);
    const at = (second: number): number => open + second * 1e6;
    expect(rig.lacks.at(-1)).toEqual({
      type: 'lacks',
      run: 1,
      index: 0,
      stream: 0,
      spans: [{ from: at(0), to: at(30) }],
    });
    const column = (value: number): Float64Array => Float64Array.of(value, value);
    const prices = { open: column(50), high: column(50), low: column(50), close: column(50), volume: column(7) };
    const columns = { time: Float64Array.of(at(10), at(40)), ...prices, flags: new Uint8Array(2) };
    const repair = { type: 'repair' as const, stream: 0, origin: '1s bars of lean', columns };
    rig.fromUpkeep({ type: 'repair', run: 1, index: 0, repair });
    await secondsLater(58);
    expect(rig.state.symbols[0]).toMatchObject({ bars: 0, quality: { filled: 0 } });
    await secondsLater(3);
    expect(rig.state.symbols[0]).toMatchObject({ bars: 2, quality: { filled: 2, missing: 29 } });
    expect(rig.lacks.at(-1)?.spans).toEqual([
      { from: at(0), to: at(10) },
      { from: at(11), to: at(30) },
    ]);
  });

  it('ends 60 s after the feeds of all streams said that no more comes, and says that the timer expired (C4)', async () => {
    const { rig, feed, open, secondsLater } = await onAir({ streams: [SPY, QUOTES] });
    feed.status(0, 'ended', 0);
    feed.status(1, 'connected', 0);
    await secondsLater(10 + 200);
    expect(rig.state.status).toBe('running');
    feed.status(1, 'ended', 200);
    await secondsLater(30);
    feed.status(1, 'connected', 230);
    await secondsLater(100);
    expect(rig.state).toMatchObject({ status: 'running', timerExpired: false });
    feed.status(1, 'ended', 330);
    await secondsLater(61);
    expect(rig.state).toMatchObject({ status: 'ended', timerExpired: true, clock: open + 600e6 });
    expect(feed.isClosed).toBe(true);
  });

  it('that is silent or without its feed goes on to its close and ends there (C4)', async () => {
    const { rig, feed, secondsLater } = await onAir({ seconds: [300] });
    feed.status(0, 'connected', 0);
    feed.status(0, 'silent', 20);
    feed.status(0, 'lost', 40);
    await secondsLater(10 + 299);
    expect(rig.state.status).toBe('running');
    await secondsLater(2);
    expect(rig.state).toMatchObject({ status: 'ended', timerExpired: false });
  });

  it('goes on with the next session at its open, whose stored part was fetched ahead (C5, D5)', async () => {
    const { rig, feed, open, secondsLater } = await onAir({ streams: [SPY, QUOTES], seconds: [120, 120] });
    await secondsLater(10 + 121);
    expect(rig.needs).toEqual([0, 1]);
    expect(rig.state).toMatchObject({ status: 'running', clock: open + 120e6 });
    rig.clock.setEpoch(open / 1_000 + HOLD_MS + 86_400_000 - 2_000);
    const day = 86_400;
    feed.quote(1, day - 1, 77);
    await secondsLater(3);
    expect(rig.state).toMatchObject({ sessionIndex: 1, symbols: [{ bid: 77 }] });
    feed.bar(0, day + 1, 100);
    await secondsLater(3);
    expect(rig.state.symbols[0]).toMatchObject({ bars: 1, last: 100 });
  });
});

/** Time, close and volume of the bars of the last chart frame. */
function minutes(rig: CoordinatorRig): (number | undefined)[][] {
  const bars = rig.frames.findLast(({ charts }) => (charts[0]?.bars.length ?? 0) > 0)?.charts[0]?.bars ?? [];
  return Array.from({ length: bars.length / BAR_STRIDE }, (_, row) =>
    [PACKED.time, PACKED.close, PACKED.volume].map((column) => bars[row * BAR_STRIDE + column]),
  );
}

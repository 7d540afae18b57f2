import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { deriveBars } from '../../electron/engine/derive/cascade.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { derivedIntervalsOf } from '../../electron/engine/run-layout.ts';
import { intervalMicros, isSessionInterval } from '../../shared/market/interval.ts';
import { BAR_FILLED } from '../../shared/market/columns.ts';
import { SLOT_FILLED, SLOT_MISSING, SLOT_PRESENT, SLOT_VERIFIED_EMPTY } from '../../shared/quality/quality.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import { MICROS_PER_MINUTE } from '../../shared/market/time.ts';
import { type TestRun, testRun } from '../support/blocks.ts';
import { Ear } from '../support/ear.ts';
import { HOLD, type LivePlayed, playJournal, playLive } from '../support/live-rig.ts';
import { restlessTrader } from '../support/live-trader.ts';
import { anyRun } from '../support/run-arbitrary.ts';
import { type FeedFaults, type FeedStory, PUNCTUAL, feedStory, numbered } from '../support/simulated-feed.ts';

const SEEDS = 300;
const seed = fc.integer({ min: 0, max: 2 ** 31 });
const tick = fc.constantFrom(333_333, 500_000, 7_500_000);
const anyFaults: fc.Arbitrary<FeedFaults> = fc.record({
  late: fc.constantFrom(0, 5, 40),
  doubled: fc.constantFrom(0, 30),
  outages: fc.constantFrom(0, 1, 3),
  noticedLate: fc.boolean(),
  repaired: fc.constantFrom(0, 60, 100),
});

function playStored(run: TestRun): Ear {
  const ear = new Ear();
  const engine = new Engine({
    plan: run.plan,
    blockOf: (index) => run.blocks[index],
    log: new EventLogHash(),
    listener: ear,
  });
  ear.listenTo(engine);
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  return ear;
}

/** Without what C4 decides: a stored session knows when its data are over. */
const delivered = ({ heard }: Ear): Ear['heard'] => heard.filter(([what]) => what !== 'end');

describe('a live session', () => {
  it('that a punctual feed tells is the stored session, event for event and bar for bar (C1, C2, S2, S3)', () => {
    fc.assert(
      fc.property(anyRun, seed, (run, seeded) => {
        const live = playLive(run, feedStory(run, seeded, PUNCTUAL), { listsEveryTrade: false });
        expect(delivered(live.ear)).toEqual(delivered(playStored(run)));
        live.ear.blocks.forEach(({ streams, symbols }, index) => {
          const stored = run.blocks[index]!;
          expect(streams.map(({ digest }) => digest)).toEqual(stored.streams.map(({ digest }) => digest));
          expect(symbols.map(({ derived }) => derived)).toEqual(stored.symbols.map(({ derived }) => derived));
        });
        expect(live.ear.revisions).toEqual([]);
      }),
      { numRuns: SEEDS },
    );
  });

  it('loses nothing and doubles nothing, whatever is late, doubled, out of order or away, and its clock never goes back', () => {
    let events = 0;
    fc.assert(
      fc.property(anyRun, seed, tick, anyFaults, (run, seeded, step, faults) => {
        const truths = numbered(run);
        const story = feedStory(truths, seeded, faults);
        const live = playLive(run, story, { tick: step, probe });
        truths.blocks.forEach((truth, index) => checkRows(truth, live.ear.blocks[index]!, story));
        checkDeliveries(live);
        events += story.sent.length;
      }),
      { numRuns: SEEDS },
    );
    expect(events).toBeGreaterThan(20 * SEEDS);
  });

  it('shows an outage as missing, an empty slot beside one as proved empty, and derived bars as their base bars say (D3, S13)', () => {
    fc.assert(
      fc.property(anyRun, seed, anyFaults, (run, seeded, faults) => {
        const story = feedStory(run, seeded, faults);
        for (const block of playLive(run, story).ear.blocks) checkSlots(run, block, story);
      }),
      { numRuns: SEEDS },
    );
  });

  it('is changed behind its clock at session minutes only (S26, D7)', () => {
    let revisions = 0;
    fc.assert(
      fc.property(anyRun, seed, tick, anyFaults, (run, seeded, step, faults) => {
        const { ear } = playLive(run, feedStory(run, seeded, faults), { tick: step });
        for (const { clock, block } of ear.revisions)
          expect([(clock - block.open) % MICROS_PER_MINUTE === 0 || clock === block.close, clock > block.open]).toEqual(
            [true, true],
          );
        revisions += ear.revisions.length;
      }),
      { numRuns: SEEDS },
    );
    expect(revisions).toBeGreaterThan(SEEDS / 10);
  });

  it('of a whole day of four symbols, with late, doubled and lost events, holds what was sent and proves what is empty', () => {
    const seconds = Array.from({ length: 23_400 }, (_, second) => second);
    const streams = ['A', 'B', 'C', 'D'].map((symbol) => ({ type: 'bars' as const, symbol, interval: '1s' as const }));
    const rows = streams.map((_, stream) => seconds.filter((second) => second % (stream + 2) > 0));
    const run = testRun(streams, [{ seconds: 23_400, rows }], ['1m', '5m', '1d']);
    const faults = { late: 5, doubled: 5, outages: 4, noticedLate: true, repaired: 60 };
    const story = feedStory(run, 20_251_121, faults);
    const { ear } = playLive(run, story);
    const [day] = ear.blocks;
    checkRows(run.blocks[0]!, day!, story);
    checkSlots(run, day!, story);
    expect(ear.revisions.length).toBeGreaterThan(300);
  });

  it('gives the same event log and the same orders when what it took is played again without wall time (C8, S24)', () => {
    let logs = 0;
    fc.assert(
      fc.property(anyRun, seed, tick, anyFaults, (run, seeded, step, faults) => {
        const first = playLive(run, feedStory(run, seeded, faults), { tick: step, trading: restlessTrader() });
        const again = playJournal(run, first.journal, { trading: restlessTrader() });
        expect(again.fingerprint).toBe(first.fingerprint);
        expect(again.ear.heard).toEqual(first.ear.heard);
        expect(again.live.engine.describeState()).toBe(first.live.engine.describeState());
        expect(again.live.engine.trading?.record()).toEqual(first.live.engine.trading?.record());
        logs += first.live.engine.trading?.record().logs.length ?? 0;
      }),
      { numRuns: SEEDS },
    );
    expect(logs).toBeGreaterThan(SEEDS);
  });
});

/** Every event that was sent before its session was over is in it once, and nothing else is. */
function checkRows(truth: SessionBlock, live: SessionBlock, { sent, arrivals }: FeedStory): void {
  truth.streams.forEach((stream, index) => {
    const own = live.streams[index]!;
    const ofStream = sent.filter((event) => event.stream === index && event.session === truth.index);
    const inTime = ofStream.filter(({ event }) => event.received < truth.close + HOLD - 2);
    if (own.kind === 'bars') {
      const repaired = arrivals.flatMap(({ input }) =>
        input.type === 'repair' && input.stream === index ? [...input.columns.time] : [],
      );
      const possible = new Set([...ofStream.map(({ row }) => stream.columns.time[row]), ...repaired]);
      const times = [...own.columns.time];
      expect(times).toEqual([...new Set(times)].sort((a, b) => a - b));
      expect(times.filter((time) => !possible.has(time))).toEqual([]);
      const held = new Set(times);
      expect(inTime.filter(({ row }) => !held.has(stream.columns.time[row]!))).toEqual([]);
      return;
    }
    const held = [...(own.kind === 'quotes' ? own.columns.bidSize.slice(own.first) : own.columns.size)].map(
      (size) => size - 1,
    );
    expect(held.length).toBe(new Set(held).size);
    const rows = new Set(ofStream.map(({ row }) => row));
    expect(held.filter((row) => !rows.has(row))).toEqual([]);
    if (own.kind === 'trades') expect(inTime.filter(({ row }) => !held.includes(row))).toEqual([]);
    else {
      expect(held).toEqual([...held].sort((a, b) => a - b));
      const newest = held.at(-1) ?? -1;
      expect(inTime.filter(({ row }) => !held.includes(row) && row > newest)).toEqual([]);
    }
    const first = own.kind === 'quotes' ? own.first : 0;
    held.forEach((row, at) => expect(own.columns.time[first + at]).toBeGreaterThanOrEqual(stream.columns.time[row]!));
  });
}

/** The clock only goes on, an event is known at the very clock it is delivered at, and those of one instant come in the order of S3. */
function checkDeliveries({ ear, live }: LivePlayed): void {
  const { slots, marketCount } = live.engine.layout;
  const place = (stream: number): number => slots.slice(0, marketCount).findIndex((slot) => slot.stream === stream);
  let last = Number.NEGATIVE_INFINITY;
  let lastPlace = 0;
  const wrong = ear.heard.filter((entry) => {
    if (typeof entry[0] !== 'number') return false;
    const [known, clock] = [entry[2] as number, entry[3] as number];
    const isWrong = known !== clock || clock < last || (clock === last && place(entry[0]) < lastPlace);
    last = clock;
    lastPlace = place(entry[0]);
    return isWrong;
  });
  expect(wrong).toEqual([]);
}

/** Nothing that can be read lies ahead of the clock. */
function probe(engine: Engine): void {
  const { clock, data } = engine;
  for (const symbol of data.symbols) {
    for (const interval of symbol.intervals) {
      const bar = symbol.latestBar(interval);
      const step = isSessionInterval(interval) ? 0 : intervalMicros(interval);
      const isCut = bar !== undefined && clock === data.sessionEnd;
      if (bar !== undefined && !isCut && bar.time + step > clock)
        expect.fail(`a ${interval} bar of ${bar.time} at ${clock}`);
      const forming = symbol.formingBar(interval);
      if (forming !== undefined && forming.time > clock) expect.fail(`a forming bar of ${forming.time} at ${clock}`);
    }
    if ((symbol.latestQuote()?.known ?? 0) > clock) expect.fail(`a quote ahead of ${clock}`);
    if ((symbol.latestTrade()?.time ?? 0) > clock) expect.fail(`a trade ahead of ${clock}`);
    if ((symbol.quality()?.expected ?? 0) * 1e6 > clock - data.sessionStart) expect.fail(`quality ahead of ${clock}`);
  }
}

function checkSlots(run: TestRun, block: SessionBlock, { outages }: FeedStory): void {
  for (const { symbol, stream, slots, derived } of block.symbols) {
    const base = block.streams[stream]!;
    if (base.kind !== 'bars') continue;
    const step = intervalMicros(base.interval);
    const flags = new Map([...base.columns.time].map((time, row) => [time, base.columns.flags[row]!]));
    const expected = Array.from(slots, (_, slot) => {
      const time = block.open + slot * step;
      const flag = flags.get(time);
      if (flag !== undefined) return flag === BAR_FILLED ? SLOT_FILLED : SLOT_PRESENT;
      const isAway = outages.some(({ stream: away, from, to }) => away === stream && from < time + step && to > time);
      return isAway ? SLOT_MISSING : SLOT_VERIFIED_EMPTY;
    });
    expect([symbol, ...slots]).toEqual([symbol, ...expected]);
    const session = run.plan.sessions[block.index]!;
    const intervals = derivedIntervalsOf(base.interval, run.plan.derivedIntervals);
    expect(derived).toEqual(
      deriveBars({ base: base.columns, baseInterval: base.interval, intervals, grid: session, slots }),
    );
  }
}

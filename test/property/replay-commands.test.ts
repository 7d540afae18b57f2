import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { packBars, packForming } from '../../electron/coordinator/packed-bars.ts';
import { REPLAY_RULES, kindOf } from '../../electron/coordinator/replay-rules.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { SLOT_MISSING } from '../../shared/quality/quality.ts';
import { type Interval, intervalMicros } from '../../shared/market/interval.ts';
import type { RunFingerprint } from '../../shared/session/coordinator-messages.ts';
import type { Breakpoint } from '../../shared/session/breakpoint.ts';
import { BAR_STRIDE, type ReplayCommand, type Speed, type StepUnit } from '../../shared/session/replay.ts';
import { SAMPLING_MICROS } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';
import type { TestRun } from '../support/blocks.ts';
import { CoordinatorRig } from '../support/coordinator-rig.ts';
import { anyRun, smallRun } from '../support/run-arbitrary.ts';
import { WindowModel } from '../support/window-model.ts';

const place = fc.double({ min: 0, max: 1, noNaN: true });

interface Act {
  readonly command: (run: TestRun) => ReplayCommand;
  /** Wall time until the next command. */
  readonly passMs: number;
}

const speeds: fc.Arbitrary<Speed> = fc.oneof(
  fc.constantFrom<Speed>('max', 0.1, 1, 60, 10_000),
  fc.integer({ min: 1, max: 500 }),
);
const units = fc
  .constantFrom('event', 'minute', 'session', '1s', '10s', '1m', '5m', '1d')
  .map((unit) => unit as StepUnit);
const command: fc.Arbitrary<(run: TestRun) => ReplayCommand> = fc.oneof(
  fc.constant(() => ({ type: 'play' as const })),
  fc.constant(() => ({ type: 'pause' as const })),
  speeds.map((speed) => () => ({ type: 'speed' as const, speed })),
  fc
    .tuple(units, fc.constantFrom<1 | -1>(1, -1))
    .map(([unit, direction]) => () => ({ type: 'step' as const, unit, direction })),
  fc.subarray(['price', 'time', 'gap'] as const).map((types) => (run: TestRun) => {
    const id = 'b';
    const { symbol } = run.plan.streams[0]!;
    const all: Breakpoint[] = [
      { type: 'price', id, symbol, price: 100.3 },
      { type: 'time', id, time: '14:31' },
      { type: 'gap', id },
    ];
    return { type: 'breakpoints' as const, breakpoints: all.filter(({ type }) => types.some((one) => one === type)) };
  }),
  place.map((at) => (run: TestRun) => ({ type: 'seek' as const, time: micros(instant(run, at)) })),
);
const acts = (most: number, mostMs: number): fc.Arbitrary<Act[]> =>
  fc.array(
    fc.record({
      command,
      passMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: mostMs })),
    }) satisfies fc.Arbitrary<Act>,
    { maxLength: most },
  );

interface Case {
  readonly run: TestRun;
  readonly list: readonly Act[];
}

/** Many small cases, and a few with longer sessions and more commands. */
const SIZES = [
  { cases: fc.record({ run: smallRun, list: acts(10, 400) }) satisfies fc.Arbitrary<Case>, numRuns: 1_000 },
  { cases: fc.record({ run: anyRun, list: acts(20, 3_000) }) satisfies fc.Arbitrary<Case>, numRuns: 50 },
];

function instant(run: TestRun, at: number): number {
  const { sessions } = run.plan;
  const position = at * sessions.length;
  const session = sessions[Math.min(sessions.length - 1, Math.floor(position))]!;
  return session.open + Math.round((position - Math.floor(position)) * (session.close - session.open) * 1.01);
}

function straightRun(run: TestRun): RunFingerprint {
  const log = new EventLogHash();
  const engine = new Engine({ plan: run.plan, blockOf: (index) => run.blocks[index], log });
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  engine.flushLog();
  const { bars, quotes, trades, events, sessions, timerExpired } = engine.totals;
  return { eventLogSha256: log.digest(), bars, quotes, trades, events, sessions, timerExpired, clock: engine.clock };
}

/** Gives the commands, each after the wall time that the one before was left, and checks which are refused. */
async function perform(rig: CoordinatorRig, run: TestRun, list: readonly Act[]): Promise<void> {
  const refused: string[] = [];
  for (const act of list) {
    const asked = act.command(run);
    const { status } = await rig.now();
    const rule = REPLAY_RULES[status][kindOf(asked)];
    const answer = rig.command(asked);
    if (typeof rule === 'string') answer.catch(() => refused.push(`${asked.type} while ${status}`));
    else await expect(answer).rejects.toMatchObject({ code: 'not-allowed', message: rule.refuse });
    await rig.clock.pass(act.passMs);
  }
  await rig.clock.pass(run.blocks.length * 1_000);
  expect(refused).toEqual([]);
}

describe.each(SIZES)('a replay under any commands at any wall time ($numRuns cases)', ({ cases, numRuns }) => {
  it('refuses what its table of states refuses, and ends with the log of a straight run (C3, C6, C8)', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.constantFrom(0, 40, 700), async ({ run, list }, loadMs) => {
        const rig = new CoordinatorRig(run, { loadMs });
        await rig.open();
        await perform(rig, run, list);
        await rig.command({ type: 'breakpoints', breakpoints: [] });
        await rig.speed('max');
        await rig.play().catch(() => undefined);
        await rig.clock.pass(60_000);
        expect(rig.state.status).toBe('ended');
        expect(await rig.request<'fingerprint'>({ type: 'fingerprint' })).toEqual(straightRun(run));
      }),
      { numRuns },
    );
  });

  it('shows in its charts exactly the last bars, the forming bar and the missing spans as of its clock', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.integer({ min: 1, max: 40 }), async ({ run, list }, count) => {
        fc.pre(run.blocks[0]!.symbols.length > 0);
        const rig = new CoordinatorRig(run, { loadMs: 15 });
        await rig.open();
        const { symbol } = run.blocks[0]!.symbols[0]!;
        const fresh = new Engine({ plan: run.plan, blockOf: (index) => run.blocks[index], log: new EventLogHash() });
        const intervals = fresh.data.symbol(symbol).intervals;
        const charts = intervals.map((interval) => ({ id: interval, symbol, interval, bars: count }));
        await rig.request<'subscribe'>({ type: 'subscribe', charts });
        await perform(rig, run, list);
        await rig.pause();
        await rig.clock.pass(100);
        const state = await rig.now();

        fresh.stepUntil({ time: state.clock });
        // A step by event may stand before the other events of its instant, or before the session's end that follows from it.
        if (fresh.totals.events !== state.events || fresh.clock !== state.clock) return;
        for (const interval of intervals) {
          const window = new WindowModel(interval);
          for (const frame of rig.frames) window.take(frame);
          const series = fresh.data.symbol(symbol).bars(interval)!;
          const expected = packBars(series.lastSpans(count));
          expect(window.bars(count)).toEqual(rows(expected));
          expect(window.times).toEqual([...window.times].sort((a, b) => a - b));
          expect(window.forming).toEqual(Array.from(packForming(fresh.data.formingBar(symbol, interval))));
          if (interval !== fresh.data.symbol(symbol).baseInterval) continue;
          expect(wrongQuotes(run, symbol, window.quotes, intervalMicros(interval), fresh.clock)).toEqual([]);
          const from = expected[0] ?? fresh.session.open;
          const shown = window.gaps.filter(([, to]) => to > from).map(([start, to]) => [Math.max(from, start), to]);
          expect(shown).toEqual(missingUpTo(run, symbol, interval, from, fresh.clock));
        }
      }),
      { numRuns },
    );
  });
});

function rows(packed: Float64Array): number[][] {
  return Array.from({ length: packed.length / BAR_STRIDE }, (_, row) =>
    Array.from(packed.subarray(row * BAR_STRIDE, (row + 1) * BAR_STRIDE)),
  );
}

/** Quotes shown that are no stored ones, not known by `clock`, or more than one a `step`. */
function wrongQuotes(
  run: TestRun,
  symbol: string,
  shown: readonly number[][],
  step: number,
  clock: number,
): number[][] {
  const stored = new Set<string>();
  for (const stream of run.blocks.flatMap((block) => block.streams)) {
    if (stream.kind !== 'quotes' || stream.symbol !== symbol) continue;
    const { time, bid, ask } = stream.columns;
    time.forEach((t, row) => stored.add([t + SAMPLING_MICROS[stream.sampled], bid[row], ask[row]].join()));
  }
  return shown.filter(
    (quote, index) =>
      !stored.has(quote.join()) ||
      quote[0]! > clock ||
      Math.floor(quote[0]! / step) <= Math.floor((shown[index - 1]?.[0] ?? 0) / step),
  );
}

/** Spans of missing slots that have ended by `clock`, from `from` on, slot by slot. */
function missingUpTo(run: TestRun, symbol: string, interval: Interval, from: number, clock: number): number[][] {
  const step = intervalMicros(interval);
  const spans: number[][] = [];
  for (const block of run.blocks) {
    const own = block.symbols.find((entry) => entry.symbol === symbol)!;
    own.slots.forEach((state, slot) => {
      const start = block.open + slot * step;
      if (state !== SLOT_MISSING || start < from || start + step > clock) return;
      const last = spans.at(-1);
      if (last?.[1] === start) last[1] = start + step;
      else spans.push([start, start + step]);
    });
  }
  return spans;
}

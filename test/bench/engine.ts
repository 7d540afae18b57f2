import { Engine } from '../../electron/engine/engine.ts';
import { MainLoop } from '../../electron/engine/main-loop.ts';
import { EventLog, type EventLogSink } from '../../electron/engine/event-log.ts';
import { SessionClock } from '../../electron/engine/session-clock.ts';
import { layOutRun } from '../../electron/engine/run-layout.ts';
import { rowsOf } from '../../electron/engine/slot-rows.ts';
import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { micros } from '../../shared/market/time.ts';
import { Random } from '../../electron/store/sample/random.ts';
import { crossingFile } from './crossing.ts';
import { type Figures, median, medianMs, medianNanos, percentile } from './figure.ts';
import { memoryRun } from './memory-run.ts';

const NOWHERE: EventLogSink = { write: () => undefined, mark: () => ({}), restore: () => undefined };

/** The merge alone and what a bare scan of the same streams takes, reads of session data, and seeks in a run of 4 symbols with quotes. */
export async function engineFigures(): Promise<Figures> {
  const run = memoryRun();
  return { ...(await mergeFigures(run)), ...accessFigures(run), ...(await seekFigures(run)) };
}

async function mergeFigures({ plan, blocks }: ReturnType<typeof memoryRun>): Promise<Figures> {
  const layout = layOutRun({ ...plan, derivedIntervals: [] });
  const sessions = blocks.map((block) => ({ block, rows: layout.slots.map((slot) => rowsOf(slot, block)) }));
  const known = sessions.map(({ rows }) =>
    rows.map(({ stamps, first }, slot) => {
      const { delay } = ensure(layout.slots[slot], 'slot');
      return Float64Array.from(stamps.subarray(first), (time) => time + delay);
    }),
  );
  const bareMs = await medianMs(() => known.reduce((count, slots) => count + bareScan(slots), 0), 7);
  let events = 0;
  const ms = await medianMs(() => {
    events = 0;
    let counted = 0;
    const clock = new SessionClock(micros(0));
    const count = { marketEvent: () => void (counted += 1) };
    const loop = new MainLoop(layout, clock, new EventLog(NOWHERE), count);
    for (const { block, rows } of sessions) {
      loop.load(rows, block.open, block.close);
      events += loop.run(block.close, Number.POSITIVE_INFINITY);
    }
    if (counted !== events) throw new Error(`${counted} events were heard, ${events} delivered`);
  }, 7);
  const value = (events / ms) * 1_000;
  return { 'merge.eventsPerSecond': { value, unit: 'events/s', goal: 30e6, ratio: bareMs / ms } };
}

/** Nothing but the order of time: a linear scan over typed heads. */
function bareScan(slots: readonly Float64Array[]): number {
  const heads = Float64Array.from(slots, (known) => known[0] ?? Number.POSITIVE_INFINITY);
  const positions = new Int32Array(slots.length);
  for (let events = 0; ; events++) {
    let now = Number.POSITIVE_INFINITY;
    let next = -1;
    for (let slot = 0; slot < heads.length; slot++) {
      const head = heads[slot] as number;
      if (head < now) {
        now = head;
        next = slot;
      }
    }
    if (next === -1) return events;
    const row = (positions[next] as number) + 1;
    const known = slots[next] as Float64Array;
    positions[next] = row;
    heads[next] = row < known.length ? (known[row] as number) : Number.POSITIVE_INFINITY;
  }
}

function accessFigures({ plan, blocks }: ReturnType<typeof memoryRun>): Figures {
  const engine = new Engine({ plan, blockOf: (index) => blocks[index], log: NOWHERE });
  const first = ensure(plan.sessions[0], 'first session');
  engine.stepUntil({ time: first.open + 3_600e6 });
  const { data } = engine;
  const symbol = ensure(plan.streams[0], 'first stream').symbol;
  const three = [...new Set(plan.streams.map((stream) => stream.symbol))].slice(0, 3);
  const micro = (call: (i: number) => number, perBatch?: number): number => medianNanos(call, perBatch) / 1_000;
  return {
    'access.latestBar': { value: micro(() => data.latestBar(symbol)?.close ?? Number.NaN), unit: 'us', goal: 0.02 },
    'access.barCount': { value: micro(() => data.barCount(symbol), 4_000_000), unit: 'us', goal: 0.005 },
    'access.last20': { value: micro(() => data.lastBars(symbol, 20).close(19)), unit: 'us', goal: 0.3 },
    'access.latest3': { value: micro(() => data.latestBars(three)[2]?.close ?? Number.NaN), unit: 'us', goal: 0.1 },
  };
}

/** With a strategy of the user's own that trades. Without the thread's messages and the frame: `chart.scrub.p95` measures those as well. */
async function seekFigures({ plan, blocks }: ReturnType<typeof memoryRun>): Promise<Figures> {
  const log = new EventLogHash();
  const engine = new Engine({ plan, blockOf: (index) => blocks[index], log, trading: await crossingFile() });
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  const random = new Random(7, 'seek');
  const seek = (time: number): number => {
    const start = performance.now();
    engine.rewindTo(time);
    engine.stepUntil({ time });
    return performance.now() - start;
  };
  const session = ensure(plan.sessions[10], 'session 10');
  const inSession = Array.from({ length: 300 }, () => seek(session.open + random.below(session.close - session.open)));
  const anywhere = Array.from({ length: 300 }, () => {
    const { open, close } = ensure(plan.sessions[random.below(plan.sessions.length)], 'session');
    return seek(open + random.below(close - open));
  });
  return {
    'seek.session.p95': { value: percentile(inSession, 0.95), unit: 'ms', goal: 16 },
    'seek.any.p95': { value: percentile(anywhere, 0.95), unit: 'ms', goal: 50 },
    'roll.stall': { value: median(rollStalls({ plan, blocks })), unit: 'ms', goal: 5 },
  };
}

/** From a session's last event to the next one's first, its block at hand. */
function rollStalls({ plan, blocks }: ReturnType<typeof memoryRun>): number[] {
  const engine = new Engine({ plan, blockOf: (index) => blocks[index], log: new EventLogHash() });
  return plan.sessions.slice(1).map((next, index) => {
    engine.stepUntil({ time: ensure(plan.sessions[index], 'session').close - 1 });
    const start = performance.now();
    engine.stepUntil({ time: next.open + 1e6 });
    return performance.now() - start;
  });
}

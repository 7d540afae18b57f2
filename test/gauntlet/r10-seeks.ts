import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { Random } from '../../electron/store/sample/random.ts';
import { type TestRun, type TestSession, type TestStream, testRun } from '../support/blocks.ts';
import type { GauntletFigure } from './figure.ts';

const SEEKS = 10_000;
const FEW_SEEKS = 300;
/** Seconds of a full session and of a half day. */
const FULL = 3_600;
const HALF = 1_500;
/** Small enough that every session has many remembered moments. */
const CHECKPOINT_EVENTS = 997;

const STREAMS: readonly TestStream[] = [
  { type: 'bars', symbol: 'A', interval: '1s' },
  { type: 'quotes', symbol: 'A' },
  { type: 'trades', symbol: 'A' },
  { type: 'bars', symbol: 'B', interval: '1m' },
  { type: 'quotes', symbol: 'B', sampled: '1s' },
  { type: 'bars', symbol: 'C', interval: '1s' },
];

/** Seeks to anywhere in a run of several symbols with quotes and trades, half days among its sessions; every moment is that of an engine that
 * only ever went forward: positions, clock, counts and the hash of the log. */
export const seeks: GauntletFigure = {
  id: 'R10',
  title: 'random seeks, over sessions and half days, against a linear replay',

  run({ full, seed, report }) {
    const random = new Random(seed, 'seeks');
    const run = madeRun(random);
    const { sessions } = run.plan;
    const times = Array.from({ length: full ? SEEKS : FEW_SEEKS }, () => {
      const { open, close } = sessions[random.below(sessions.length)] as (typeof sessions)[0];
      // Odd moments as well as seconds, opens and closes.
      return [open, close, open + random.below(FULL) * 1e6, open + random.below(FULL * 1e6)][random.below(4)] as number;
    });
    const linear = linearStates(run, times);
    const log = new EventLogHash();
    const engine = engineOf(run, log);
    let failures = 0;
    for (const time of times) {
      engine.rewindTo(time);
      engine.stepUntil({ time });
      const found = stateOf(engine, log);
      if (found === linear.get(time)) continue;
      failures++;
      report(`a seek to ${time} (seed ${seed}) led to ${found}, a linear replay to ${linear.get(time)}`);
    }
    return Promise.resolve({ cases: times.length, failures });
  },
};

function linearStates(run: TestRun, times: readonly number[]): ReadonlyMap<number, string> {
  const log = new EventLogHash();
  const engine = engineOf(run, log);
  const states = new Map<number, string>();
  for (const time of [...new Set(times)].sort((a, b) => a - b)) {
    engine.stepUntil({ time });
    states.set(time, stateOf(engine, log));
  }
  return states;
}

const engineOf = ({ plan, blocks }: TestRun, log: EventLogHash): Engine =>
  new Engine({ plan, blockOf: (index) => blocks[index], log, checkpointEvents: CHECKPOINT_EVENTS });

function stateOf(engine: Engine, log: EventLogHash): string {
  engine.flushLog();
  return `${engine.describeState()} ${log.digest()}`;
}

function madeRun(random: Random): TestRun {
  const sessions = [FULL, FULL, HALF, FULL, HALF, FULL].map((seconds): TestSession => {
    const grid = (step: number, share: number): number[] =>
      Array.from({ length: seconds / step }, (_, slot) => slot * step).filter(() => random.below(100) < share);
    const events = (count: number): number[] =>
      Array.from({ length: count }, () => random.below(seconds * 4) / 4).sort((a, b) => a - b);
    return {
      seconds,
      rows: [grid(1, 90), [-2, ...events(2_000)], events(1_500), grid(60, 95), grid(1, 60), grid(1, 30)],
    };
  });
  return testRun(STREAMS, sessions, ['10s', '1m', '5m', '1d']);
}

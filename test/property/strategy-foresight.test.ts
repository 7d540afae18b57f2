import fc from 'fast-check';
import { expect, test } from 'vitest';

import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { StrategyRunner } from '../../electron/strategy/runner/strategy-runner.ts';
import type { TestRun } from '../support/blocks.ts';
import { otherFuture } from '../support/other-future.ts';
import { contentOf, Peeker } from '../support/peeker.ts';
import { anyRun, smallRun } from '../support/run-arbitrary.ts';
import { tradingConfig } from '../support/trading-rig.ts';

const SECOND = 1_000_000;

/** Whatever can be read ahead can be in a short run; one in twenty is a long one. */
const runs = fc.oneof({ weight: 1, arbitrary: anyRun }, { weight: 19, arbitrary: smallRun });

test('a strategy that tries every way to read ahead sees the same whatever the future holds, and views stay as they were (B3, S4)', () => {
  let looks = 0;
  const tried = new Set<string | undefined>();
  fc.assert(
    fc.property(runs, fc.double({ min: 0, max: 1, noNaN: true }), (run, place) => {
      const [first, last] = [run.plan.sessions[0]!.open, run.plan.sessions.at(-1)!.close];
      const instants = run.blocks.flatMap(({ streams }) => streams.flatMap(({ columns }) => [...columns.time]));
      const cut = instants[Math.floor(place * (instants.length - 1))] ?? first + place * (last - first);
      const peeker = peekAt(run, cut);
      const other = peekAt(otherFuture(run, cut), cut);
      looks += peeker.seen.length;
      for (const interval of peeker.tried) tried.add(interval);
      same(peeker.seen, other.seen);
      for (const { view, was } of [...peeker.kept, ...other.kept]) same(contentOf(view), was);
    }),
    { numRuns: 1_000 },
  );
  process.stdout.write(`read ahead: ${looks} looks\n`);
  expect([...tried]).toEqual(expect.arrayContaining([undefined, '1s', '1m', '5m', '1w']));
});

/** Plays on for a minute after the instant up to which a strategy looks around. */
function peekAt(run: TestRun, until: number): Peeker {
  const peeker = new Peeker(until - 10 * SECOND, until);
  const engine = new Engine({
    plan: run.plan,
    blockOf: (index) => run.blocks[index],
    log: new EventLogHash(),
    trading: {
      config: tradingConfig({ cash: 1e7 }),
      strategy: (services) => new StrategyRunner(services, { name: 'peeker', create: () => peeker, seed: 1 }),
    },
  });
  engine.stepUntil({ time: until + 60 * SECOND });
  return peeker;
}

function same(actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) expect(actual).toEqual(expected);
}

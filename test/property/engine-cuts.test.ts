import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Engine } from '../../electron/engine/engine.ts';
import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import type { TestRun } from '../support/blocks.ts';
import { anyRun } from '../support/run-arbitrary.ts';
import { probe } from '../support/probe.ts';

const END = { time: Number.POSITIVE_INFINITY };

function start(run: TestRun): { engine: Engine; log: EventLogHash } {
  const log = new EventLogHash();
  return {
    engine: new Engine({ plan: run.plan, blockOf: (index) => run.blocks[index], log, checkpointEvents: 7 }),
    log,
  };
}

/** State, log and everything that session data show. */
function stateOf({ engine, log }: { engine: Engine; log: EventLogHash }): unknown {
  engine.flushLog();
  return [engine.describeState(), log.digest(), engine.data.isSessionEnded, probe(engine)];
}

type Move =
  | { readonly type: 'time'; readonly at: number; readonly budget: number }
  | { readonly type: 'events'; readonly count: number; readonly budget: number }
  | { readonly type: 'seek'; readonly at: number }
  | { readonly type: 'back'; readonly events: number };

/** Places of the run are fractions of it from 0 to 1. */
const place = fc.double({ min: 0, max: 1, noNaN: true });
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ type: fc.constant('time' as const), at: place, budget: fc.integer({ min: 1, max: 50 }) }),
  fc.record({
    type: fc.constant('events' as const),
    count: fc.integer({ min: 1, max: 20 }),
    budget: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ type: fc.constant('seek' as const), at: place }),
  fc.record({ type: fc.constant('back' as const), events: fc.integer({ min: 1, max: 5 }) }),
);

/** An instant of some session or night of the run, in quarters of a second, so that it often falls on events. */
function instant(run: TestRun, at: number): number {
  const { sessions } = run.plan;
  const position = at * sessions.length;
  const session = sessions[Math.min(sessions.length - 1, Math.floor(position))]!;
  const within = (position - Math.floor(position)) * (session.close - session.open + 4e6);
  return session.open + Math.round(within / 250_000) * 250_000;
}

function apply(run: TestRun, engine: Engine, step: Move): void {
  switch (step.type) {
    case 'time':
      engine.stepUntil({ time: instant(run, step.at) }, step.budget);
      break;
    case 'events':
      engine.stepUntil({ events: step.count }, step.budget);
      break;
    case 'seek': {
      const time = instant(run, step.at);
      expect(engine.rewindTo(time)).toBeUndefined();
      expect(['reached', 'ended']).toContain(engine.stepUntil({ time }));
      break;
    }
    case 'back': {
      if (engine.phase === 'waiting') return;
      const target = Math.max(0, engine.sessionEvents - step.events);
      engine.rewindToEvent(engine.session.index, target);
      if (target > engine.sessionEvents) engine.stepUntil({ events: target - engine.sessionEvents });
      expect(engine.sessionEvents).toBe(target);
    }
  }
}

describe('cutting a run', () => {
  it('anywhere, by any budgets, steps and seeks, leaves its log and final state as they are (C3, C8)', () => {
    fc.assert(
      fc.property(anyRun, fc.array(move, { maxLength: 25 }), (run, moves) => {
        const whole = start(run);
        whole.engine.stepUntil(END);
        const cut = start(run);
        for (const step of moves) apply(run, cut.engine, step);
        cut.engine.stepUntil(END);
        expect(stateOf(cut)).toEqual(stateOf(whole));
      }),
      { numRuns: 2_000 },
    );
  });

  it('and seeking gives at every moment exactly the state of a fresh run to that time (C7)', () => {
    fc.assert(
      fc.property(anyRun, fc.array(move, { maxLength: 12 }), place, (run, moves, at) => {
        const moved = start(run);
        for (const step of moves) apply(run, moved.engine, step);
        const time = instant(run, at);
        moved.engine.rewindTo(time);
        moved.engine.stepUntil({ time });
        const fresh = start(run);
        fresh.engine.stepUntil({ time });
        expect(stateOf(moved)).toEqual(stateOf(fresh));
      }),
      { numRuns: 400 },
    );
  });

  it('and going back to an event gives the state of a fresh run of that many events', () => {
    fc.assert(
      fc.property(anyRun, fc.array(move, { maxLength: 12 }), fc.integer({ min: 1, max: 30 }), (run, moves, back) => {
        const moved = start(run);
        for (const step of moves) apply(run, moved.engine, step);
        if (moved.engine.phase === 'waiting' || moved.engine.sessionEvents === 0) return;
        const { index } = moved.engine.session;
        const target = Math.max(1, moved.engine.sessionEvents - back);
        moved.engine.rewindToEvent(index, target - 1);
        moved.engine.stepUntil({ events: target - moved.engine.sessionEvents });
        const fresh = start(run);
        fresh.engine.stepUntil({ time: run.plan.sessions[index]!.open - 1 });
        fresh.engine.stepUntil({ events: target });
        expect(stateOf(moved)).toEqual(stateOf(fresh));
      }),
    );
  });

  it('waits for a block that is not there and goes on as if it had been', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const whole = start(run);
        whole.engine.stepUntil(END);
        const log = new EventLogHash();
        let loaded = 0;
        const blockOf = (index: number) => (index < loaded ? run.blocks[index] : undefined);
        const engine = new Engine({ plan: run.plan, blockOf, log });
        for (; loaded < run.blocks.length; loaded++) {
          expect(engine.stepUntil(END)).toBe('pending');
          expect(engine.awaited?.index).toBe(loaded);
        }
        expect(engine.stepUntil(END)).toBe('ended');
        expect(stateOf({ engine, log })).toEqual(stateOf(whole));
      }),
    );
  });
});

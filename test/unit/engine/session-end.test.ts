import { describe, expect, it } from 'vitest';
import { EventLogHash } from '../../../electron/coordinator/event-log-hash.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import { sessionEnding } from '../../../electron/engine/session-end.ts';
import { testRun } from '../../support/blocks.ts';

const SECOND = 1e6;
const CLOSE = 600 * SECOND;
const ending = (last: number | undefined) => {
  const { at, timerExpired } = sessionEnding(0, CLOSE, last === undefined ? undefined : last * SECOND);
  return [at / SECOND, timerExpired];
};

describe('a session without further data (C4)', () => {
  it('ends at once when its last data came within a minute of the close', () => {
    expect(ending(600)).toEqual([600, false]);
    expect(ending(570)).toEqual([570, false]);
    expect(ending(540)).toEqual([540, false]);
  });

  it('ends a minute before the close when its data ran out less than 60 s before that', () => {
    expect(ending(539)).toEqual([540, false]);
    expect(ending(480)).toEqual([540, false]);
  });

  it('ends 60 s after its last data, with the timer expired, when they ran out earlier', () => {
    expect(ending(479)).toEqual([539, true]);
    expect(ending(0)).toEqual([60, true]);
    expect(ending(undefined)).toEqual([60, true]);
  });
});

describe('the clock at a session end', () => {
  const run = testRun(
    [{ type: 'bars', symbol: 'A', interval: '1s' }],
    [
      { seconds: 600, rows: [[0, 299]] },
      { seconds: 600, rows: [[599]] },
    ],
    ['5m', '10m'],
  );
  const [first, second] = [run.plan.sessions[0]!, run.plan.sessions[1]!];
  const engineOf = () => {
    const ends: [number, boolean, number][] = [];
    const engine: Engine = new Engine({
      plan: run.plan,
      blockOf: (index) => run.blocks[index],
      log: new EventLogHash(),
      listener: { sessionEnded: (block, timerExpired) => void ends.push([block.index, timerExpired, engine.clock]) },
    });
    return { engine, ends };
  };

  it('waits 60 s of session time after the last data, then moves to the close, where derived bars close (S23)', () => {
    const { engine, ends } = engineOf();
    engine.stepUntil({ time: first.open + 359 * SECOND });
    expect([
      engine.clock - first.open,
      engine.phase,
      engine.data.barCount('A', engine.data.symbol('A').intervals[2]),
    ]).toEqual([359 * SECOND, 'open', 0]);
    engine.stepUntil({ time: first.open + 360 * SECOND });
    expect(ends).toEqual([[0, true, first.close]]);
    expect([engine.clock, engine.isTimerExpired, engine.data.isSessionEnded]).toEqual([first.close, true, true]);
    expect(engine.data.barCount('A', engine.data.symbol('A').intervals[2])).toBe(1);
  });

  it('stays on the close through the night and goes on at the next open', () => {
    const { engine } = engineOf();
    engine.stepUntil({ time: second.open - 1 });
    expect([engine.clock, engine.data.date]).toEqual([first.close, first.date]);
    engine.stepUntil({ time: second.open });
    expect([engine.clock, engine.data.date, engine.data.barCount('A')]).toEqual([second.open, second.date, 0]);
    expect(engine.data.lastBars('A', 5).length).toBe(2);
    expect(engine.data.symbol('A').previousClose()).toBe(
      run.blocks[0]!.streams[0]!.columns.time.length > 0 ? engine.data.latestBar('A')!.close : undefined,
    );
  });

  it('lets a step over events stop at the session end and then lead into the next session', () => {
    const { engine } = engineOf();
    const seen: unknown[] = [];
    for (let step = 0; step < 6; step++) {
      seen.push([engine.stepUntil({ events: 1 }), engine.session.index, engine.sessionEvents, engine.phase]);
    }
    expect(seen).toEqual([
      ['reached', 0, 1, 'open'],
      ['reached', 0, 2, 'open'],
      ['reached', 0, 2, 'closed'],
      ['reached', 1, 1, 'open'],
      ['ended', 1, 1, 'closed'],
      ['ended', 1, 1, 'closed'],
    ]);
    expect(engine.totals).toMatchObject({ events: 3, bars: 3, sessions: 2, timerExpired: 1 });
  });
});

describe('a step over events', () => {
  it('ends with all derived bars that the event closes, before the next event of the same instant', () => {
    const { plan, blocks } = testRun(
      [
        { type: 'bars', symbol: 'A', interval: '1s' },
        { type: 'quotes', symbol: 'A' },
      ],
      [{ seconds: 120, rows: [[59], [60]] }],
      ['1m'],
    );
    const engine = new Engine({ plan, blockOf: (index) => blocks[index], log: new EventLogHash() });
    engine.stepUntil({ events: 1 });
    const [, minute] = engine.data.symbol('A').intervals;
    expect([
      engine.data.barCount('A'),
      engine.data.barCount('A', minute),
      engine.data.symbol('A').quoteCount(),
    ]).toEqual([1, 1, 0]);
  });
});

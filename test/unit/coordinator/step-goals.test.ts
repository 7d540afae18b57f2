import { describe, expect, it } from 'vitest';
import { stepBackTime, stepForwardTime, type StepFrom } from '../../../electron/coordinator/step-goals.ts';
import { type SessionDate, micros } from '../../../shared/market/time.ts';
import type { PlannedSession } from '../../../shared/session/plan.ts';
import type { StepUnit } from '../../../shared/session/replay.ts';

const MINUTE = 60e6;
const DAY = 86_400e6;

/** Sessions of 100 minutes with a break from minute 45 to 60, counted from minute -10 (`clock` alignment); the second ends the week. */
const sessions: PlannedSession[] = [0, 1, 2].map((index) => {
  const open = index * DAY + 1e15;
  const at = (minute: number) => micros(open + minute * MINUTE);
  return {
    index,
    date: `2024-01-0${index + 2}` as SessionDate,
    open: at(0),
    close: at(100),
    isEarlyClose: false,
    spans: [
      { from: at(0), to: at(45) },
      { from: at(60), to: at(100) },
    ],
    anchor: at(-10),
    endsWeek: index === 1,
  };
});

/** Minute of a session, as `[session, minute]`. */
function from(index: number, minute: number, closedAt?: number): StepFrom {
  const session = sessions[index]!;
  const phase = closedAt === undefined ? 'open' : 'closed';
  const endsAt = session.open + (closedAt ?? 100) * MINUTE;
  return { sessions, session, phase, clock: session.open + minute * MINUTE, endsAt };
}

function placeOf(time: number | undefined): readonly [number, number] | undefined {
  if (time === undefined) return undefined;
  const index = sessions.findLastIndex(({ open }) => open <= time);
  return [index, (time - sessions[index]!.open) / MINUTE];
}

const forward = (at: StepFrom, unit: string) => placeOf(stepForwardTime(at, unit as Exclude<StepUnit, 'event'>));
const back = (at: StepFrom, unit: string) => placeOf(stepBackTime(at, unit as Exclude<StepUnit, 'event'>));

describe('a step by bars', () => {
  it('goes to where a bar of the grid may close, cut at breaks and at the end (S7)', () => {
    expect([0, 20, 44, 45, 50, 60, 79, 80, 90].map((minute) => forward(from(0, minute), '30m')?.[1])).toEqual([
      20, 45, 45, 80, 80, 80, 80, 100, 100,
    ]);
  });

  it('goes back over the same places, breaks left out, and into the session before', () => {
    expect([95, 80, 61, 60, 50, 45, 21, 20, 5].map((minute) => back(from(1, minute), '30m'))).toEqual([
      [1, 80],
      [1, 45],
      [1, 45],
      [1, 45],
      [1, 45],
      [1, 20],
      [1, 20],
      [1, 0],
      [1, 0],
    ]);
    expect(back(from(1, 0), '30m')).toEqual([0, 80]);
    expect(back(from(0, 0), '30m')).toBeUndefined();
  });

  it('from a close goes into the next session, and back before what ended the session', () => {
    expect(forward(from(0, 100, 100), '30m')).toEqual([1, 20]);
    expect(back(from(0, 100, 100), '30m')).toEqual([0, 80]);
    expect(back(from(0, 100, 70), '30m')).toEqual([0, 45]);
    expect(back(from(0, 100, 70), 'minute')).toEqual([0, 69]);
    expect(forward(from(2, 100, 100), '30m')).toBeUndefined();
  });

  it('of a day or a week goes to their ends and starts', () => {
    expect([forward(from(0, 5), '1d'), forward(from(0, 5), '1w'), forward(from(2, 5), '1w')]).toEqual([
      [0, 100],
      [1, 100],
      [2, 100],
    ]);
    expect([back(from(1, 5), '1d'), back(from(1, 5), '1w'), back(from(2, 0), '1w'), back(from(2, 9), '1w')]).toEqual([
      [1, 0],
      [0, 0],
      [0, 0],
      [2, 0],
    ]);
  });
});

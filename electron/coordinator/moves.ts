import type { Engine, StepGoal } from '../engine/engine.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { StepUnit } from '../../shared/session/replay.ts';
import { stepBackTime, stepForwardTime } from './step-goals.ts';

/** More than any session has: a goal that a session's end reaches. */
const ALL_EVENTS = Number.MAX_SAFE_INTEGER;

/** A way to another moment: put the engine on a remembered one, then play to the goal (C7). */
export interface Move {
  /** Returns the session that must be loaded first, or `undefined` when it is done. */
  readonly rewind: () => number | undefined;
  /** What is left to play; asked anew whenever the engine has stopped on the way. */
  readonly goal: () => StepGoal;
  /** Absent: there as soon as a goal is reached. */
  readonly isThere?: () => boolean;
  /** The window shows what does not lead to the new moment: it is to be told anew. */
  readonly isJump: boolean;
  /** Index of the session it leads to; absent: the one it begins in. */
  readonly session?: number;
}

export function moveToTime(engine: Engine, sessions: readonly PlannedSession[], time: number): Move {
  const session = Math.max(
    0,
    sessions.findLastIndex(({ open }) => open <= time),
  );
  return { rewind: () => engine.rewindTo(time), goal: () => ({ time }), isJump: true, session };
}

/** The move of one step, or `undefined` where there is nowhere to go. */
export function stepMove(
  engine: Engine,
  sessions: readonly PlannedSession[],
  unit: StepUnit,
  direction: 1 | -1,
): Move | undefined {
  if (unit === 'event') return direction === 1 ? nextEvent() : previousEvent(engine, sessions);
  const { session, phase, clock, endsAt } = engine;
  const from = { sessions, session, phase, clock, endsAt };
  const time = direction === 1 ? stepForwardTime(from, unit) : stepBackTime(from, unit);
  return time === undefined ? undefined : { ...moveToTime(engine, sessions, time), isJump: direction === -1 };
}

/** Over one market event and what it closes, or over a session's end. */
function nextEvent(): Move {
  return { rewind: () => undefined, goal: () => ({ events: 1 }), isJump: false };
}

/** The state one market event, or one session end, earlier. From a session's start that is the end of the one before. */
function previousEvent(engine: Engine, sessions: readonly PlannedSession[]): Move | undefined {
  const { index } = engine.session;
  const events = engine.sessionEvents - (engine.phase === 'closed' ? 0 : 1);
  if (events >= 0) return moveToEvent(engine, index, events);
  return sessions[index - 1] === undefined ? undefined : moveToEvent(engine, index - 1, ALL_EVENTS);
}

/** The moment of a session at which `events` of its events were delivered, or its end. The way there begins at a remembered moment, in
 * that session or, where none could be remembered, at the run's first. */
function moveToEvent(engine: Engine, index: number, events: number): Move {
  const isInSession = (): boolean => engine.session.index === index && engine.phase !== 'waiting';
  const goal = (): StepGoal => {
    if (isInSession()) return { events: events - engine.sessionEvents };
    const isBefore = engine.phase === 'waiting' || engine.phase === 'closed';
    return isBefore ? { toStart: true } : { events: ALL_EVENTS };
  };
  const isThere = (): boolean => isInSession() && (engine.phase === 'closed' || engine.sessionEvents >= events);
  return { rewind: () => engine.rewindToEvent(index, events), goal, isThere, isJump: true, session: index };
}

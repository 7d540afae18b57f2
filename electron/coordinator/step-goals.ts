import { gridLength, nextClose } from '../engine/derive/bar-grid.ts';
import type { SessionPhase } from '../engine/session-roll.ts';
import type { Interval } from '../../shared/market/interval.ts';
import { MICROS_PER_MINUTE } from '../../shared/market/time.ts';
import type { PlannedSession } from '../../shared/session/plan.ts';
import type { StepUnit } from '../../shared/session/replay.ts';

/** Where a step starts: a moment of a run. */
export interface StepFrom {
  readonly sessions: readonly PlannedSession[];
  readonly session: PlannedSession;
  readonly phase: SessionPhase;
  readonly clock: number;
  /** When the session's data are over: from there on its state is that of its close (C4). */
  readonly endsAt: number;
}

type TimeUnit = Exclude<StepUnit, 'event'>;

/** The instant a step forward leads to: a bar's interval to its next possible close, a session to the next one's open. From a
 * session's close a step goes into the next session. `undefined` at the run's end. */
export function stepForwardTime(from: StepFrom, unit: TimeUnit): number | undefined {
  const { sessions, session, phase, clock } = from;
  const isOver = phase === 'closed';
  const into = isOver ? sessions[session.index + 1] : session;
  if (into === undefined) return undefined;
  const at = isOver ? into.open : Math.max(clock, into.open);
  switch (unit) {
    case 'minute':
      return Math.min(at + MICROS_PER_MINUTE, into.close);
    case 'session':
      return isOver ? into.open : (sessions[session.index + 1]?.open ?? session.close);
    default:
      if (unit.endsWith('w')) return weekEnd(sessions, into.index).close;
      return nextClose(into, gridLength(unit), at) ?? into.close;
  }
}

/** The instant a step back leads to: the last possible close of such a bar before the present state, at a session's open that
 * of the session before. `undefined` at the run's start. */
export function stepBackTime(from: StepFrom, unit: TimeUnit): number | undefined {
  const { sessions, session, phase, clock, endsAt } = from;
  const at = phase === 'closed' ? endsAt : clock;
  const isAtOpen = at <= session.open;
  const before = sessions[session.index - 1];
  if (isAtOpen && before === undefined) return undefined;
  if (unit === 'session') return isAtOpen ? before?.open : session.open;
  if (unit === 'minute') {
    if (!isAtOpen) return Math.max(session.open, at - MICROS_PER_MINUTE);
    return before === undefined ? undefined : Math.max(before.open, before.close - MICROS_PER_MINUTE);
  }
  if (unit.endsWith('w')) return weekStart(sessions, isAtOpen ? session.index - 1 : session.index)?.open;
  if (!isAtOpen) return closeBefore(session, unit, at);
  return before === undefined ? undefined : closeBefore(before, unit, before.close);
}

/** The last session of the ISO week that session `index` belongs to, as far as the run goes. */
function weekEnd(sessions: readonly PlannedSession[], index: number): PlannedSession {
  const rest = sessions.slice(index);
  return rest.find(({ endsWeek }) => endsWeek === true) ?? (rest.at(-1) as PlannedSession);
}

/** The first one, likewise. */
function weekStart(sessions: readonly PlannedSession[], index: number): PlannedSession | undefined {
  return sessions[sessions.slice(0, index).findLastIndex(({ endsWeek }) => endsWeek === true) + 1];
}

/** The last possible close of a bar before `time`, at least the session's open. */
function closeBefore(session: PlannedSession, interval: Interval, time: number): number {
  const length = gridLength(interval);
  const span = session.spans.findLastIndex(({ from }) => from < time);
  const { from, to } = session.spans[span] ?? { from: session.open, to: session.close };
  if (time > to) return to;
  if (length === Number.POSITIVE_INFINITY) return session.open;
  const close = session.anchor + (Math.ceil((time - session.anchor) / length) - 1) * length;
  return close > from ? close : (session.spans[span - 1]?.to ?? session.open);
}

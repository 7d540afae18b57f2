import { AppError } from '../../../shared/lang/app-error.ts';
import { formatIso, type Micros } from '../../../shared/market/time.ts';
import type { Activity } from '../../../shared/trading/strategy-activity.ts';

/** Where in the user's own source something was thrown; line and column count from 1. `stack` names the user's lines only. */
export interface StrategyPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly stack: string;
}

/** Finds the place of a thrown error; `undefined` for built-in strategies and errors without one. */
export type LocateError = (error: unknown) => StrategyPlace | undefined;

export interface FailureMoment {
  /** Name of the strategy. */
  readonly strategy: string;
  readonly handler: Activity;
  /** Absent before the first session. */
  readonly time?: Micros;
}

/** The failure that stops a run because its strategy threw. Details: strategy, handler, time, and file, line, column and stack. */
export function strategyFailure(moment: FailureMoment, error: unknown, locate: LocateError): AppError {
  const place = locate(error);
  const reason = error instanceof Error ? error.message : String(error);
  const where = place === undefined ? '' : ` at ${place.file}:${place.line}:${place.column}`;
  return new AppError('strategy-failed', `${strategyAt(moment)} threw${where}: ${reason}`, {
    cause: error,
    details: { ...moment, reason, ...place },
  });
}

/** The failure that stops a run because a handler did not return for `seconds`. */
export function strategyStuck(moment: FailureMoment, seconds: number): AppError {
  return new AppError(
    'strategy-failed',
    `${strategyAt(moment)} did not return for ${seconds} s and was stopped. Look for a loop without an end there.`,
    { details: { ...moment, seconds } },
  );
}

/** The failure that stops a run whose thread has no memory left. */
export function strategyTooLarge(moment: FailureMoment): AppError {
  return new AppError(
    'strategy-failed',
    `${strategyAt(moment)} took all the memory that a run may have. Look for a list or map there that only grows.`,
    { details: { ...moment } },
  );
}

/** Handlers run to their end at once: what one would do later could see what was not known when it was called. */
export function asyncHandler(): AppError {
  return new AppError('bad-request', 'A handler is async. Handlers run to their end at once: remove async and await.');
}

function strategyAt({ strategy, handler, time }: FailureMoment): string {
  const moment = [...(handler === 'idle' ? [] : [handler]), ...(time === undefined ? [] : [formatIso(time)])];
  return moment.length === 0 ? `Strategy ${strategy}` : `Strategy ${strategy} (${moment.join(', ')})`;
}

import { AppError } from './app-error.ts';

/** The part of an AbortSignal that platform-free code needs; a real AbortSignal satisfies it. */
export interface CancelSignal {
  readonly aborted: boolean;
}

/** Throws `cancelled` when the signal has been raised; call it between steps that may take time. */
export function throwIfCancelled(signal: CancelSignal | undefined, what: string): void {
  if (signal?.aborted === true) throw new AppError('cancelled', `${what} was cancelled. Nothing was changed.`);
}

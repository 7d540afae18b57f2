import { AppError } from '../../../shared/lang/app-error.ts';

/** Hears, in a thread that runs strategies, of promises that a strategy made and that were rejected: they would end the thread. Those of this
 * program stay fatal. What a promise waits for never comes (see StrategyRealm), so a strategy that makes one is mistaken; it is told of the first
 * that fails. */
export function onStrayPromise(fail: (error: AppError) => void): void {
  process.on('unhandledRejection', (reason, promise) => {
    if (promise instanceof Promise) throw reason;
    fail(
      new AppError(
        'strategy-failed',
        'The strategy made a promise that was rejected. Handlers run to their end at once: remove async, await and promises.',
      ),
    );
  });
}

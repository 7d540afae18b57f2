import { AppError } from '../../../shared/lang/app-error.ts';
import { type Micros, formatIso } from '../../../shared/market/time.ts';

/** A run played again from an earlier moment came to other orders than before: what was taken up was not all that the strategy decides by. */
export function unlikeBefore(now: Micros): AppError {
  return new AppError(
    'strategy-failed',
    `The orders at ${formatIso(now)} are not those of when this was played before: saveState leaves out something that changes. ` +
      'Return it there too, or leave out saveState and restoreState: seeks then play the run from its start.',
  );
}

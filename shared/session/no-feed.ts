import { AppError } from '../lang/app-error.ts';

/** Why a live run cannot be opened. */
export function noFeed(): AppError {
  return new AppError(
    'not-allowed',
    "This configuration has mode 'live' and no feed is connected. Set mode to 'backtest' to play what is stored.",
  );
}

import { AppError } from '../../../shared/lang/app-error.ts';

/** Rounds of orders, fills and answers to fills within one instant; a strategy that needs more does not come to rest. */
const MOST_ROUNDS = 10_000;

/** Throws `strategy-failed` when too many rounds of one instant were played. */
export function checkRound(round: number): void {
  if (round < MOST_ROUNDS) return;
  throw new AppError(
    'strategy-failed',
    'Orders and fills of one instant do not come to an end: the strategy answers each fill with another order at once.',
  );
}

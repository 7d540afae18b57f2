import { AppError } from '../../../shared/lang/app-error.ts';
import { type Micros, formatIso } from '../../../shared/market/time.ts';
import type { Order } from '../../../shared/trading/order.ts';

/** A run played again from an earlier moment came to another order than `before`, or to none: what was taken up was not all that the
 * strategy decides by. */
export function unlikeBefore(now: Micros, before: Order | undefined, order: Order | undefined): AppError {
  return new AppError(
    'strategy-failed',
    `At ${formatIso(now)} the strategy came to ${textOf(order)}, and when this was played before to ${textOf(before)}: its saveState ` +
      'leaves out something that changes. Return it there too, or leave out saveState and restoreState: seeks then play the run from its start.',
  );
}

function textOf(order: Order | undefined): string {
  if (order === undefined) return 'no order';
  const { id, side, quantity, symbol, status } = order;
  return `order ${id}, ${side} ${quantity} ${symbol}, ${status}`;
}

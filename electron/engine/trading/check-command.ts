import { AppError } from '../../../shared/lang/app-error.ts';
import type { TradingCommand } from '../../../shared/trading/command.ts';
import type { Broker } from './broker.ts';
import { checkRequest } from './order-check.ts';

/** Throws what is wrong with a person's command as things stand at the clock: a symbol the run lacks, an order that makes no sense, a
 * change or cancel of an order that is not open. */
export function checkCommand(command: TradingCommand, broker: Broker): void {
  switch (command.type) {
    case 'place':
      checkRequest(command.order);
      broker.open(command.order.symbol);
      break;
    case 'change':
      broker.checkChange(command.order, command);
      break;
    case 'cancel':
      if (broker.open().some(({ id }) => id === command.order)) break;
      throw new AppError(
        'not-found',
        `Order ${command.order} is ${broker.get(command.order)?.status ?? 'unknown'}. Only open orders can be cancelled.`,
      );
    case 'flatten':
      if (command.symbol !== undefined) broker.open(command.symbol);
  }
}

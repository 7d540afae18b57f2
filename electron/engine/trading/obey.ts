import { AppError } from '../../../shared/lang/app-error.ts';
import type { TradingCommand } from '../../../shared/trading/command.ts';
import type { Broker } from './broker.ts';

/** Carries out a command of a person. Returns why it had no effect: one that no longer fits, such as a change of an order filled
 * meanwhile, has none, here as in every run of the log. */
export function obey(broker: Broker, symbols: readonly string[], command: TradingCommand): string | undefined {
  broker.isManual = true;
  try {
    carryOut(broker, symbols, command);
    return undefined;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.message;
  } finally {
    broker.isManual = false;
  }
}

function carryOut(broker: Broker, symbols: readonly string[], command: TradingCommand): void {
  switch (command.type) {
    case 'place':
      broker.place(command.order);
      break;
    case 'cancel':
      broker.cancel(command.order);
      break;
    case 'change':
      broker.change(command.order, command);
      break;
    case 'flatten':
      for (const symbol of command.symbol === undefined ? symbols : [command.symbol]) broker.close(symbol);
  }
}

import type { TradingCommand } from '../../shared/trading/command.ts';
import type { Order, OrderRequest, Side } from '../../shared/trading/order.ts';
import type { Command } from '../state/commands-store.ts';

export interface TradeActions {
  /** What the ticket says, without a side; undefined while it lacks something. */
  readonly ticket: Omit<OrderRequest, 'side'> | undefined;
  /** Those working now. */
  readonly orders: () => readonly Order[];
  readonly give: (command: TradingCommand) => void;
}

/** Commands of a person who trades, with the keys of the design. */
export function tradeCommands({ ticket, orders, give }: TradeActions): readonly Command[] {
  const place = (side: Side): void => {
    if (ticket !== undefined) give({ type: 'place', order: { ...ticket, side } });
  };
  const command = (
    id: string,
    title: string,
    keys: string,
    isEnabled: () => boolean,
    perform: () => void,
  ): Command => ({
    ...{ id: `trade.${id}`, title, group: 'Trade', keys, isEnabled, perform },
  });
  const isWhole = (): boolean => ticket !== undefined;
  return [
    command('buy', 'Buy as the ticket says', 'Shift B', isWhole, () => place('buy')),
    command('sell', 'Sell as the ticket says', 'Shift S', isWhole, () => place('sell')),
    command(
      'cancel',
      'Cancel every working order',
      'Shift X',
      () => orders().length > 0,
      () => {
        for (const { id } of orders()) give({ type: 'cancel', order: id });
      },
    ),
    command(
      'flatten',
      'Close every position at the market',
      'Ctrl Shift F',
      () => true,
      () => give({ type: 'flatten' }),
    ),
  ];
}

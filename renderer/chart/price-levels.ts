import type { Order } from '../../shared/trading/order.ts';
import type { Position } from '../../shared/trading/position.ts';
import type { TradingView } from '../../shared/trading/trading-view.ts';

/** A price of a working order, or of one that an entry will place. */
export interface OrderLevel {
  /** Unique among all levels. */
  readonly id: string;
  readonly order: Order;
  /** Which of its prices; a trailing stop's level moves by itself and cannot be moved. */
  readonly field: 'limit' | 'stop' | 'trail';
  readonly price: number;
  /** An exit of a bracket. */
  readonly role: 'target' | 'stop' | undefined;
  /** Its entry has no fill yet: `order` is what it will be, under the entry's number, and can neither be moved nor cancelled by itself. */
  readonly isPlanned: boolean;
}

/** Whether a person can move it. */
export function isMovable({ field, isPlanned }: OrderLevel): boolean {
  return field !== 'trail' && !isPlanned;
}

/** What of the account belongs on the charts of one symbol. */
export interface SymbolTrades {
  readonly position: Position | undefined;
  readonly levels: readonly OrderLevel[];
}

export const NO_TRADES: SymbolTrades = { position: undefined, levels: [] };

export function tradesOf(view: TradingView | undefined, symbol: string): SymbolTrades {
  if (view === undefined) return NO_TRADES;
  const orders = view.orders.filter((order) => order.symbol === symbol);
  const levels = orders.flatMap((order) => [...levelsOf(order, view), ...plannedLevels(order, view)]);
  return { position: view.positions.find((position) => position.symbol === symbol), levels };
}

function plannedLevels(entry: Order, { planned }: TradingView): OrderLevel[] {
  const order: Order = { ...entry, side: entry.side === 'buy' ? 'sell' : 'buy', status: 'waiting' };
  return planned
    .filter((exit) => exit.order === entry.id)
    .map(({ role, price }) => ({
      ...{ id: `${entry.id} planned ${role}`, order, field: role === 'target' ? 'limit' : 'stop' },
      ...{ price, role, isPlanned: true },
    }));
}

function levelsOf(order: Order, { trailing }: TradingView): OrderLevel[] {
  const level = (field: OrderLevel['field'], price: number): OrderLevel => ({
    id: `${order.id} ${field}`,
    order,
    field,
    price,
    role: order.parent === undefined ? undefined : field === 'limit' ? 'target' : 'stop',
    isPlanned: false,
  });
  const { kind } = order;
  switch (kind.type) {
    case 'limit':
      return [level('limit', kind.limit)];
    case 'stop':
      return [level('stop', kind.stop)];
    case 'stop-limit':
      return [level('stop', kind.stop), level('limit', kind.limit)];
    case 'trailing-stop':
      return trailing.filter((stop) => stop.order === order.id).map(({ price }) => level('trail', price));
    case 'market':
    case 'market-on-open':
    case 'market-on-close':
      return [];
  }
}

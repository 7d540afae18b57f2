import { AppError } from '../../../shared/lang/app-error.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { OrderKind, OrderRequest, OrderStatus, Side, TimeInForce } from '../../../shared/trading/order.ts';
import type { Instrument } from './instrument.ts';
import { toScale } from './order-prices.ts';
import { plus } from './portfolio.ts';

/** An order that is not at its end, with what the broker keeps of it. Plain data but for the instrument. */
export interface WorkingOrder {
  readonly instrument: Instrument;
  readonly id: number;
  readonly side: Side;
  readonly timeInForce: TimeInForce;
  readonly placedAt: Micros;
  readonly isManual: boolean;
  readonly parent: number | undefined;
  readonly group: string | undefined;
  readonly tag: string | undefined;
  status: OrderStatus;
  kind: OrderKind;
  quantity: number;
  filled: number;
  activeAt: Micros;
  /** NaN before the first fill. */
  averagePrice: number;
  /** NaN while it works. */
  endedAt: number;
  reason: string | undefined;
  readonly bracket: OrderRequest['bracket'];
  readonly reduceOnly: boolean;
  /** A stop of a stop-limit that was reached: it is a limit order now. */
  isTriggered: boolean;
  /** A datum it could have been filled by has been looked at. */
  isSeen: boolean;
  /** Market on open: waits for the next session's start. */
  waitsForOpen: boolean;
  /** Best price that a trailing stop has followed; NaN before the first. */
  best: number;
  /** Commission so far, in money. */
  paid: number;
  /** Sum of price times quantity over its fills. */
  sum: number;
  /** Where on the path of the bar being matched it begins to count: an exit counts from its entry on. */
  from: number;
  /** The bar being matched was tried on it. */
  isTried: boolean;
}

export type SavedOrder = Omit<WorkingOrder, 'instrument' | 'from' | 'isTried'> & { readonly symbol: string };

/** When and by whom an order is placed, from when it may be filled. */
export interface OrderBirth {
  readonly id: number;
  readonly isManual: boolean;
  readonly placedAt: Micros;
  readonly activeAt: Micros;
  /** The entry whose exit it is: then it is active at once. */
  readonly parent?: number;
}

/** What an order says beside its instrument and quantity. */
export type PlacedRequest = Omit<OrderRequest, 'symbol' | 'quantity'>;

/** An order as it is placed. Field by field: a spread, and keys added to it, take thirty times as long as a literal. */
export function newWorking(
  instrument: Instrument,
  request: PlacedRequest,
  quantity: number,
  birth: OrderBirth,
): WorkingOrder {
  return {
    instrument,
    id: birth.id,
    side: request.side,
    timeInForce: request.timeInForce ?? 'gtc',
    placedAt: birth.placedAt,
    isManual: birth.isManual,
    parent: birth.parent,
    group: request.group,
    tag: request.tag,
    status: birth.parent === undefined ? 'waiting' : 'active',
    kind: request.kind,
    quantity,
    filled: 0,
    activeAt: birth.activeAt,
    averagePrice: Number.NaN,
    endedAt: Number.NaN,
    reason: undefined,
    bracket: request.bracket,
    reduceOnly: request.reduceOnly ?? false,
    isTriggered: false,
    isSeen: false,
    waitsForOpen: false,
    best: Number.NaN,
    paid: 0,
    sum: 0,
    from: 0,
    isTried: false,
  };
}

/** It can still be filled. */
export function isOpen({ status }: WorkingOrder): boolean {
  return status === 'waiting' || status === 'active';
}

/** The kind with other prices. Throws `bad-request` for a price that the kind does not have. */
export function changedKind(kind: OrderKind, limit: number | undefined, stop: number | undefined): OrderKind {
  const hasLimit = kind.type === 'limit' || kind.type === 'stop-limit';
  const hasStop = kind.type === 'stop' || kind.type === 'stop-limit';
  if ((limit !== undefined && !hasLimit) || (stop !== undefined && !hasStop)) {
    throw new AppError(
      'bad-request',
      `A ${kind.type} order has no ${limit !== undefined && !hasLimit ? 'limit' : 'stop'} to change.`,
    );
  }
  return { ...kind, ...(limit === undefined ? {} : { limit }), ...(stop === undefined ? {} : { stop }) };
}

export function remaining({ quantity, filled }: WorkingOrder): number {
  return plus(quantity, -filled);
}

/** Units with the sign of the side. */
export function signedBy({ side }: WorkingOrder, quantity: number): number {
  return side === 'buy' ? quantity : -quantity;
}

/** Its limit as it stands now; a stop-limit has none before its stop is reached. */
export function limitOf({ kind, isTriggered }: WorkingOrder): number | undefined {
  if (kind.type === 'limit') return kind.limit;
  return kind.type === 'stop-limit' && isTriggered ? kind.limit : undefined;
}

/** Its stop, while that was not reached. */
export function stopOf({ kind, isTriggered }: WorkingOrder): number | undefined {
  return kind.type === 'stop' || (kind.type === 'stop-limit' && !isTriggered) ? kind.stop : undefined;
}

/** An exit that limits a loss: of two exits that could both have been hit in one bar it is the one taken (S18). */
export function isStopKind(kind: OrderKind): boolean {
  return kind.type === 'stop' || kind.type === 'trailing-stop' || kind.type === 'stop-limit';
}

/** Where a trailing stop stands behind the best price, rounded away from the market to the symbol's scale. */
export function trailingLevel(order: WorkingOrder, best: number): number {
  const { kind, side } = order;
  if (kind.type !== 'trailing-stop') return Number.NaN;
  const distance = kind.unit === 'price' ? kind.distance : best * kind.distance;
  return toScale(side === 'sell' ? best - distance : best + distance, order.instrument.priceScale, side === 'buy');
}

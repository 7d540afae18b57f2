import { ninePlaces, powerOfTen } from '../../../shared/market/price.ts';
import type { OrderKind, OrderRequest, Side } from '../../../shared/trading/order.ts';

/** A price that is none of the symbol's scale (S28) moved to one: up or down. */
export function toScale(price: number, scale: number, isUp: boolean): number {
  const power = powerOfTen(scale);
  const units = price * power;
  const whole = Math.round(units);
  if (Math.abs(units - whole) < 1e-6) return whole / power;
  return (isUp ? Math.ceil(units) : Math.floor(units)) / power;
}

/** The kind with prices that can be traded, against the order where they lay in between: a limit gives no more than was asked for, a stop
 * stands no nearer. */
export function kindOnScale(kind: OrderKind, side: Side, scale: number): OrderKind {
  const isBuy = side === 'buy';
  switch (kind.type) {
    case 'limit':
      return { ...kind, limit: toScale(kind.limit, scale, !isBuy) };
    case 'stop':
      return { ...kind, stop: toScale(kind.stop, scale, isBuy) };
    case 'stop-limit':
      return { ...kind, stop: toScale(kind.stop, scale, isBuy), limit: toScale(kind.limit, scale, !isBuy) };
    default:
      return kind;
  }
}

/** The exits of an entry of `side`, with prices that can be traded. */
export function bracketOnScale(bracket: OrderRequest['bracket'], side: Side, scale: number): OrderRequest['bracket'] {
  if (bracket === undefined) return undefined;
  const { target, stop } = bracket;
  const exit = side === 'buy' ? 'sell' : 'buy';
  return {
    ...(target === undefined ? {} : { target: toScale(target, scale, exit === 'sell') }),
    ...(stop === undefined ? {} : { stop: kindOnScale(stop, exit, scale) as typeof stop }),
  };
}

/** The kind with its prices times `factor`, for splits. */
export function scaledKind(kind: OrderKind, factor: number): OrderKind {
  const times = (value: number): number => ninePlaces(value * factor);
  switch (kind.type) {
    case 'limit':
      return { ...kind, limit: times(kind.limit) };
    case 'stop':
      return { ...kind, stop: times(kind.stop) };
    case 'stop-limit':
      return { ...kind, stop: times(kind.stop), limit: times(kind.limit) };
    case 'trailing-stop':
      return kind.unit === 'price' ? { ...kind, distance: times(kind.distance) } : kind;
    default:
      return kind;
  }
}

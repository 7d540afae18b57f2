import type { OrderKind } from '../../shared/trading/order.ts';
import { formatFixed } from './format.ts';

/** At least two places, more where the price has them. */
export function priceText(price: number): string {
  const places = String(price).split('.')[1]?.length ?? 0;
  return formatFixed(price, Math.min(9, Math.max(2, places)));
}

/** `limit 144.75`, `stop 143.00, limit 142.90`, `market on close`. */
export function orderKindText(kind: OrderKind): string {
  switch (kind.type) {
    case 'limit':
      return `limit ${priceText(kind.limit)}`;
    case 'stop':
      return `stop ${priceText(kind.stop)}`;
    case 'stop-limit':
      return `stop ${priceText(kind.stop)}, limit ${priceText(kind.limit)}`;
    case 'trailing-stop':
      return `trailing stop ${kind.unit === 'price' ? priceText(kind.distance) : `${formatFixed(kind.distance * 100, 2)} %`}`;
    case 'market':
      return 'market';
    case 'market-on-open':
      return 'market on open';
    case 'market-on-close':
      return 'market on close';
  }
}

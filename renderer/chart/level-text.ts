import { formatSigned, formatVolume } from '../ui/format.ts';
import type { PriceText } from '../ui/price-text.ts';
import type { Position } from '../../shared/trading/position.ts';
import type { OrderLevel } from './price-levels.ts';

const MONEY = 10_000;

/** `Long 200 @ 165.35, open −2.00`. */
export function positionText({ quantity, averagePrice, openProfit }: Position, prices: PriceText): string {
  const side = quantity > 0 ? 'Long' : 'Short';
  const average = prices.exact(averagePrice);
  return `${side} ${formatVolume(Math.abs(quantity))} @ ${average}, open ${formatSigned(openProfit / MONEY, 2)}`;
}

/** `Sell 200 limit 165.80`, `Target, sell 200 limit 166.00`, `Buy 100 trailing stop 143.20`. */
export function levelText({ order, field, role }: OrderLevel, price: number, prices: PriceText): string {
  const side = order.side === 'buy' ? 'buy' : 'sell';
  const what = `${formatVolume(order.quantity - order.filled)} ${FIELDS[field]} ${prices.exact(price)}`;
  if (role !== undefined) return `${role === 'target' ? 'Target' : 'Stop'}, ${side} ${what}`;
  return `${side === 'buy' ? 'Buy' : 'Sell'} ${what}`;
}

const FIELDS = { limit: 'limit', stop: 'stop', trail: 'trailing stop' } as const;

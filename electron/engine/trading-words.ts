import type { Fill } from '../../shared/trading/fill.ts';
import type { Order, OrderKind } from '../../shared/trading/order.ts';
import type { LogWords } from './log-words.ts';
import { SIDES, SOURCE_PRICES, SOURCES, STATUSES, TIMES_IN_FORCE } from './trading-codes.ts';

/** An instant or number that is not there. No such value is infinite. */
const ABSENT = Number.POSITIVE_INFINITY;

/** An order's payload in the event log: id, quantity, filled, placedAt, activeAt, endedAt, averagePrice, parent (f64, infinity where absent);
 * its kind; side, time in force, status, 1 if a person placed it (words); symbol, group, tag, reason (texts). Codes are those of
 * `trading-codes.ts`. */
export function writeOrder(words: LogWords, order: Order): void {
  words
    .f64(order.id)
    .f64(order.quantity)
    .f64(order.filled)
    .f64(order.placedAt)
    .f64(order.activeAt)
    .f64(order.endedAt ?? ABSENT)
    .f64(order.averagePrice ?? ABSENT)
    .f64(order.parent ?? ABSENT);
  writeKind(words, order.kind);
  words
    .u16(SIDES.indexOf(order.side))
    .u16(TIMES_IN_FORCE.indexOf(order.timeInForce))
    .u16(STATUSES.indexOf(order.status))
    .u16(order.isManual ? 1 : 0)
    .text(order.symbol)
    .text(order.group)
    .text(order.tag)
    .text(order.reason);
}

/** A fill's payload: id, order, quantity, price, time, knownAt, commission, slippage, the source's time (f64); side, the source's kind and price,
 * 1 if ambiguous, 1 if of a person's order (words); symbol, tag (texts). */
export function writeFill(words: LogWords, fill: Fill): void {
  const { source } = fill;
  words
    .f64(fill.id)
    .f64(fill.order)
    .f64(fill.quantity)
    .f64(fill.price)
    .f64(fill.time)
    .f64(fill.knownAt)
    .f64(fill.commission)
    .f64(fill.slippage)
    .f64(source.time)
    .u16(SIDES.indexOf(fill.side))
    .u16(SOURCES.indexOf(source.kind))
    .u16(SOURCE_PRICES.indexOf(source.price))
    .u16(fill.isAmbiguous ? 1 : 0)
    .u16(fill.isManual ? 1 : 0)
    .text(fill.symbol)
    .text(fill.tag);
}

/** A code and two numbers: stop or distance, and limit. */
function writeKind(words: LogWords, kind: OrderKind): void {
  switch (kind.type) {
    case 'market':
      words.u16(0).f64(ABSENT).f64(ABSENT);
      break;
    case 'limit':
      words.u16(1).f64(ABSENT).f64(kind.limit);
      break;
    case 'stop':
      words.u16(2).f64(kind.stop).f64(ABSENT);
      break;
    case 'stop-limit':
      words.u16(3).f64(kind.stop).f64(kind.limit);
      break;
    case 'trailing-stop':
      words
        .u16(kind.unit === 'price' ? 4 : 5)
        .f64(kind.distance)
        .f64(ABSENT);
      break;
    case 'market-on-open':
      words.u16(6).f64(ABSENT).f64(ABSENT);
      break;
    case 'market-on-close':
      words.u16(7).f64(ABSENT).f64(ABSENT);
      break;
  }
}

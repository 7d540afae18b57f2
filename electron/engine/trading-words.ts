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
  const { numbers } = words;
  numbers[0] = order.id;
  numbers[1] = order.quantity;
  numbers[2] = order.filled;
  numbers[3] = order.placedAt;
  numbers[4] = order.activeAt;
  numbers[5] = order.endedAt ?? ABSENT;
  numbers[6] = order.averagePrice ?? ABSENT;
  numbers[7] = order.parent ?? ABSENT;
  words.f64s(8);
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
  const { numbers } = words;
  numbers[0] = fill.id;
  numbers[1] = fill.order;
  numbers[2] = fill.quantity;
  numbers[3] = fill.price;
  numbers[4] = fill.time;
  numbers[5] = fill.knownAt;
  numbers[6] = fill.commission;
  numbers[7] = fill.slippage;
  numbers[8] = source.time;
  words
    .f64s(9)
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
      writeParts(words, 0, ABSENT, ABSENT);
      break;
    case 'limit':
      writeParts(words, 1, ABSENT, kind.limit);
      break;
    case 'stop':
      writeParts(words, 2, kind.stop, ABSENT);
      break;
    case 'stop-limit':
      writeParts(words, 3, kind.stop, kind.limit);
      break;
    case 'trailing-stop':
      writeParts(words, kind.unit === 'price' ? 4 : 5, kind.distance, ABSENT);
      break;
    case 'market-on-open':
      writeParts(words, 6, ABSENT, ABSENT);
      break;
    case 'market-on-close':
      writeParts(words, 7, ABSENT, ABSENT);
      break;
  }
}

function writeParts(words: LogWords, code: number, first: number, second: number): void {
  words.numbers[0] = first;
  words.numbers[1] = second;
  words.u16(code).f64s(2);
}

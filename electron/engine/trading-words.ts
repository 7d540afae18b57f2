import type { Order, OrderKind } from '../../shared/trading/order.ts';
import type { LogWords } from './log-words.ts';
import type { FillFields } from './trading/execution.ts';
import { codeOf, LOGGED_KINDS, SIDES, SOURCE_PRICES, SOURCES, STATUSES, TIMES_IN_FORCE } from './trading-codes.ts';

/** An order's payload in the event log: a word of codes; id, quantity, filled, placedAt, activeAt, the numbers of its kind (stop or distance,
 * limit), endedAt, averagePrice, parent (f64, as far as there are any); symbol, group, tag, reason (texts, the last three as far as there are
 * any). The word has from its lowest bit on side (1 bit), time in force (2), status (3), kind (3), 1 if a person placed it, and 1 for each of
 * the last three numbers and of the last three texts that is there. Codes are those of `trading-codes.ts`. */
export function writeOrder(words: LogWords, order: Order): void {
  const { kind, endedAt, averagePrice, parent, group, tag, reason } = order;
  const { numbers } = words;
  let bits =
    codeOf(SIDES, order.side) |
    (codeOf(TIMES_IN_FORCE, order.timeInForce) << 1) |
    (codeOf(STATUSES, order.status) << 3) |
    (kindCode(kind) << 6) |
    (order.isManual ? 1 << 9 : 0);
  numbers[0] = order.id;
  numbers[1] = order.quantity;
  numbers[2] = order.filled;
  numbers[3] = order.placedAt;
  numbers[4] = order.activeAt;
  let count = 5;
  if (kind.type !== 'market') count = addPrices(numbers, count, kind);
  if (endedAt !== undefined) {
    bits |= 1 << 10;
    numbers[count++] = endedAt;
  }
  if (averagePrice !== undefined) {
    bits |= 1 << 11;
    numbers[count++] = averagePrice;
  }
  if (parent !== undefined) {
    bits |= 1 << 12;
    numbers[count++] = parent;
  }
  if (group !== undefined) bits |= 1 << 13;
  if (tag !== undefined) bits |= 1 << 14;
  if (reason !== undefined) bits |= 1 << 15;
  words.u16(bits).f64s(count).text(order.symbol);
  if (group !== undefined) words.text(group);
  if (tag !== undefined) words.text(tag);
  if (reason !== undefined) words.text(reason);
}

/** A fill's payload: a word of codes; id, order, quantity, price, time, knownAt, commission, slippage, the source's time (f64); symbol, and tag if
 * there is one (texts). The word has from its lowest bit on side (1 bit), the source's kind (2) and price (3), 1 if ambiguous, 1 if of a
 * person's order, 1 if there is a tag. */
export function writeFill(words: LogWords, fill: FillFields): void {
  const { source, tag } = fill;
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
  const bits =
    codeOf(SIDES, fill.side) |
    (codeOf(SOURCES, source.kind) << 1) |
    (codeOf(SOURCE_PRICES, source.price) << 3) |
    (fill.isAmbiguous ? 1 << 6 : 0) |
    (fill.isManual ? 1 << 7 : 0) |
    (tag === undefined ? 0 : 1 << 8);
  words.u16(bits).f64s(9).text(fill.symbol);
  if (tag !== undefined) words.text(tag);
}

function kindCode(kind: OrderKind): number {
  const isFraction = kind.type === 'trailing-stop' && kind.unit === 'fraction';
  return codeOf(LOGGED_KINDS, isFraction ? 'trailing-fraction' : kind.type);
}

/** The prices of a kind from a place on; returns the place after them. */
function addPrices(numbers: Float64Array, at: number, kind: OrderKind): number {
  let place = at;
  if (kind.type === 'trailing-stop') numbers[place++] = kind.distance;
  if (kind.type === 'stop' || kind.type === 'stop-limit') numbers[place++] = kind.stop;
  if (kind.type === 'limit' || kind.type === 'stop-limit') numbers[place++] = kind.limit;
  return place;
}

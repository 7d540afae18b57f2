import type { FillSource } from '../../shared/trading/fill.ts';
import type { OrderKind, OrderStatus, Side, TimeInForce } from '../../shared/trading/order.ts';

/** Words of orders and fills as numbers: each is its place here. The event log's encoding rests on them (S24). */
export const SIDES: readonly Side[] = ['buy', 'sell'];
export const TIMES_IN_FORCE: readonly TimeInForce[] = ['day', 'gtc', 'ioc', 'fok'];
export const STATUSES: readonly OrderStatus[] = ['waiting', 'active', 'filled', 'cancelled', 'expired', 'refused'];
export const KINDS: readonly OrderKind['type'][] = [
  'market',
  'limit',
  'stop',
  'stop-limit',
  'trailing-stop',
  'market-on-open',
  'market-on-close',
];
/** With a distance in fractions of the price as another kind than one in price. The log's word of codes has room for these eight. */
export const LOGGED_KINDS = [...KINDS, 'trailing-fraction'] as const;
export const SOURCES: readonly FillSource['kind'][] = ['quote', 'bar', 'trade'];
export const SOURCE_PRICES: readonly FillSource['price'][] = ['ask', 'bid', 'open', 'stop', 'limit', 'close', 'trade'];

/** The place of a word, or -1: `indexOf` of short lists is a call that takes longer than all comparisons. */
export function codeOf<Word extends string>(words: readonly Word[], word: Word): number {
  for (let code = 0; code < words.length; code++) if (words[code] === word) return code;
  return -1;
}

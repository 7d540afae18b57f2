import { type FillCase, limit, market, onClose, stop, stopLimit, trailing } from './fill-case.ts';

/** A quote fills up to its size. */
const SHARE_ALL = { costs: { slippage: { type: 'volume-share', limit: 1, impact: 0 } } };

/** Orders on quotes: `[second, bid, ask, bid size, ask size]`. */
export const QUOTE_FILLS: readonly FillCase[] = [
  {
    rule: 'S16',
    title: 'a market buy takes the ask of the quote in force when it becomes active',
    rows: [
      [0, 99, 101],
      [5, 100, 102],
    ],
    orders: [market],
    fills: [[0, 'buy', 10, 101, 'ask']],
  },
  {
    rule: 'S16',
    title: 'a market sell takes the bid',
    rows: [[0, 99, 101]],
    orders: [{ ...market, side: 'sell' }],
    fills: [[0, 'sell', 10, 99, 'bid']],
  },
  {
    rule: 'S16',
    title: 'latency lets the quote change',
    rows: [
      [0, 99, 101],
      [1, 100, 102],
      [3, 103, 104],
    ],
    orders: [market],
    keys: { costs: { latencyMs: 2_000 } },
    fills: [[2, 'buy', 10, 102, 'ask']],
  },
  {
    rule: 'S4',
    title: 'all quotes of the instant come before the order',
    rows: [
      [0, 99, 101],
      [0, 100, 103],
    ],
    orders: [market],
    fills: [[0, 'buy', 10, 103, 'ask']],
  },
  {
    rule: 'S16',
    title: 'a missing side fills nothing',
    rows: [
      [0, 99, Number.NaN],
      [4, 99, 101],
    ],
    orders: [market],
    fills: [[4, 'buy', 10, 101, 'ask']],
  },
  {
    rule: 'S17',
    title: 'a limit that can be filled at once takes the ask',
    rows: [[0, 99, 101]],
    orders: [limit(102)],
    fills: [[0, 'buy', 10, 101, 'ask']],
  },
  {
    rule: 'S17',
    title: 'a resting limit is filled at its limit when the ask goes through it',
    rows: [
      [0, 99, 101],
      [1, 98, 100],
      [2, 97, 99.5],
    ],
    orders: [limit(100)],
    fills: [[2, 'buy', 10, 100, 'ask']],
  },
  {
    rule: 'S16',
    title: 'a stop hits the ask that reaches it',
    rows: [
      [0, 99, 101],
      [1, 101, 103],
      [2, 104, 105],
    ],
    orders: [stop(102)],
    fills: [[1, 'buy', 10, 103, 'ask']],
  },
  {
    rule: 'S16',
    title: 'with the model volume-share a quote fills its size',
    rows: [
      [0, 99, 101, 100, 6],
      [1, 99, 102, 100, 50],
    ],
    orders: [market],
    keys: SHARE_ALL,
    fills: [
      [0, 'buy', 6, 101, 'ask'],
      [1, 'buy', 4, 102, 'ask'],
    ],
  },
  {
    rule: 'F3',
    title: 'slippage goes beyond the quote by a fraction of the spread, rounded against the order',
    rows: [[0, 99, 101]],
    orders: [market],
    keys: { costs: { slippage: { type: 'spread', fraction: 0.251 } } },
    fills: [[0, 'buy', 10, 101.51, 'ask']],
  },
  {
    rule: 'F2',
    title: 'exits of a bracket are hit by later quotes',
    rows: [
      [0, 99, 100],
      [1, 103, 104],
      [2, 105.5, 106],
    ],
    orders: [{ ...market, bracket: { target: 105, stop: { type: 'stop', stop: 95 } } }],
    fills: [
      [0, 'buy', 10, 100, 'ask'],
      [2, 'sell', 10, 105, 'bid'],
    ],
    states: ['filled', 'cancelled', 'filled'],
  },
  {
    rule: 'S16',
    title: 'a stop-limit that is hit takes the ask where its limit allows it',
    rows: [
      [0, 99, 101],
      [1, 101, 103],
    ],
    orders: [stopLimit(102, 103.5)],
    fills: [[1, 'buy', 10, 103, 'ask']],
  },
  {
    rule: 'S17',
    title: 'a stop-limit that is jumped over waits at its limit for the ask to go through it',
    rows: [
      [0, 99, 101],
      [1, 103, 105],
      [2, 103, 104],
      [3, 102, 103],
    ],
    orders: [stopLimit(102, 104)],
    fills: [[3, 'buy', 10, 104, 'ask']],
  },
  {
    rule: 'S16',
    title: 'a trailing stop follows the highest bid and is hit by a bid behind it',
    rows: [
      [0, 99, 101],
      [1, 104, 105],
      [2, 103, 104],
      [3, 101.5, 102],
    ],
    orders: [trailing(2, 'price')],
    fills: [[3, 'sell', 10, 101.5, 'bid']],
  },
  {
    rule: 'S16',
    title: 'a trailing stop of a buy follows the lowest ask',
    rows: [
      [0, 99, 101],
      [1, 96, 97],
      [2, 98, 98.9],
      [3, 98.5, 99.5],
    ],
    orders: [trailing(2, 'price', 'buy')],
    fills: [[3, 'buy', 10, 99.5, 'ask']],
  },
  {
    rule: 'S16',
    title: 'a quote older than the stale limit is not in force: the first that comes fills',
    rows: [
      [0, 99, 101],
      [5, 100, 102],
    ],
    orders: [market],
    keys: { costs: { latencyMs: 3_000 }, fills: { staleLimitMs: 2_000 } },
    fills: [[5, 'buy', 10, 102, 'ask']],
  },
  {
    rule: 'S17',
    title: 'with the option a resting limit is filled by an ask at it',
    rows: [
      [0, 99, 101],
      [1, 98, 100],
    ],
    orders: [limit(100)],
    keys: { fills: { limit: 'touch' } },
    fills: [[1, 'buy', 10, 100, 'ask']],
  },
  {
    rule: 'S16',
    title: 'a sell stop hits the bid that reaches it',
    rows: [
      [0, 99, 101],
      [1, 96, 98],
    ],
    orders: [stop(97, 'sell')],
    fills: [[1, 'sell', 10, 96, 'bid']],
  },
  {
    rule: 'S16',
    title: 'a trailing stop in fractions stands a tenth behind the highest bid',
    rows: [
      [0, 99, 101],
      [1, 110, 111],
      [2, 99.01, 100],
      [3, 99, 100],
    ],
    orders: [trailing(0.1, 'fraction')],
    fills: [[3, 'sell', 10, 99, 'bid']],
  },
  {
    rule: 'S23',
    title: 'market on close takes the quote in force at the close',
    rows: [
      [0, 99, 101],
      [500, 103, 104],
    ],
    orders: [onClose],
    fills: [[600, 'buy', 10, 104, 'ask']],
  },
  {
    rule: 'S23',
    title: 'a stale quote does not fill market on close: a day order expires',
    rows: [
      [0, 99, 101],
      [500, 103, 104],
    ],
    orders: [{ ...onClose, timeInForce: 'day' }],
    keys: { fills: { staleLimitMs: 60_000 } },
    fills: [],
    states: ['expired'],
  },
  {
    rule: 'F2',
    title: 'an IOC limit looks at the quote in force and ends',
    rows: [
      [0, 99, 101],
      [1, 97, 98],
    ],
    orders: [{ ...limit(100), timeInForce: 'ioc' }],
    fills: [],
    states: ['cancelled'],
  },
  {
    rule: 'F2',
    title: 'an IOC order takes the size that is quoted, the rest ends',
    rows: [
      [0, 99, 101, 100, 6],
      [1, 99, 101],
    ],
    orders: [{ ...market, timeInForce: 'ioc' }],
    keys: SHARE_ALL,
    fills: [[0, 'buy', 6, 101, 'ask']],
    states: ['cancelled'],
  },
  {
    rule: 'F2',
    title: 'a FOK order that the quoted size cannot fill in whole ends without a fill',
    rows: [
      [0, 99, 101, 100, 6],
      [1, 99, 101],
    ],
    orders: [{ ...market, timeInForce: 'fok' }],
    keys: SHARE_ALL,
    fills: [],
    states: ['cancelled'],
  },
  {
    rule: 'F2',
    title: 'orders of one group: the first filled ends the other',
    rows: [
      [0, 99, 101],
      [1, 102, 103],
      [2, 96, 97],
    ],
    orders: [
      { ...stop(103), group: 'a' },
      { ...limit(98), group: 'a' },
    ],
    fills: [[1, 'buy', 10, 103, 'ask']],
    states: ['filled', 'cancelled'],
  },
];

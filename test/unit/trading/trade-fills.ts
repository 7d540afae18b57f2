import { type FillCase, limit, market, stop, stopLimit, trailing } from './fill-case.ts';

/** Orders of a symbol that has nothing but prints: `[second, price, size]`. */
export const TRADE_FILLS: readonly FillCase[] = [
  {
    rule: 'S17',
    title: 'a market order takes the next print',
    rows: [
      [0, 100],
      [3, 101],
    ],
    orders: [market],
    fills: [[3, 'buy', 10, 101, 'trade']],
  },
  {
    rule: 'S4',
    title: 'prints of the instant at which it was decided come before it',
    rows: [
      [0, 100],
      [0, 102],
      [1, 103],
    ],
    orders: [market],
    fills: [[1, 'buy', 10, 103, 'trade']],
  },
  {
    rule: 'S17',
    title: 'a limit is not filled by a print at its price, but by one through it, at the limit',
    rows: [
      [0, 100],
      [1, 99],
      [2, 98.5],
    ],
    orders: [limit(99)],
    fills: [[2, 'buy', 10, 99, 'trade']],
  },
  {
    rule: 'S17',
    title: 'a stop fills at the print that reaches it',
    rows: [
      [0, 100],
      [1, 100.5],
      [2, 101.25],
    ],
    orders: [stop(101)],
    fills: [[2, 'buy', 10, 101.25, 'trade']],
  },
  {
    rule: 'S17',
    title: 'a stop-limit that is jumped over waits at its limit',
    rows: [
      [0, 100],
      [1, 103],
      [2, 101.5],
    ],
    orders: [stopLimit(101, 102)],
    fills: [[2, 'buy', 10, 102, 'trade']],
  },
  {
    rule: 'F2',
    title: 'a trailing stop follows the highest print',
    rows: [
      [0, 100],
      [1, 104],
      [2, 102.5],
      [3, 102],
    ],
    orders: [trailing(2, 'price')],
    fills: [[3, 'sell', 10, 102, 'trade']],
  },
  {
    rule: 'F3',
    title: 'a share of each print fills in parts',
    rows: [
      [0, 100],
      [1, 101, 60],
      [2, 102, 500],
    ],
    orders: [market],
    keys: { costs: { slippage: { type: 'volume-share', limit: 0.1, impact: 0 } } },
    fills: [
      [1, 'buy', 6, 101, 'trade'],
      [2, 'buy', 4, 102, 'trade'],
    ],
  },
];

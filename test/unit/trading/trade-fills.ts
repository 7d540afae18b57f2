import { type FillCase, limit, market, NO_SLIPPAGE, onClose, stop, stopLimit, trailing } from './fill-case.ts';

/** A tenth of each print's size. */
const SHARE = { costs: { slippage: { type: 'volume-share', limit: 0.1, impact: 0 } } };

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
    keys: SHARE,
    fills: [
      [1, 'buy', 6, 101, 'trade'],
      [2, 'buy', 4, 102, 'trade'],
    ],
  },
  {
    rule: 'S17',
    title: 'with the option a print at the limit fills it',
    rows: [
      [0, 100],
      [1, 99],
    ],
    orders: [limit(99)],
    keys: { ...NO_SLIPPAGE, fills: { limit: 'touch' } },
    fills: [[1, 'buy', 10, 99, 'trade']],
  },
  {
    rule: 'F2',
    title: 'a trailing stop in fractions stands a tenth behind the highest print',
    rows: [
      [0, 100],
      [1, 110],
      [2, 99.01],
      [3, 98],
    ],
    orders: [trailing(0.1, 'fraction')],
    fills: [[3, 'sell', 10, 98, 'trade']],
  },
  {
    rule: 'S23',
    title: 'market on close takes the last print',
    rows: [
      [0, 100],
      [500, 103],
    ],
    orders: [onClose],
    fills: [[600, 'buy', 10, 103, 'trade']],
  },
  {
    rule: 'S4',
    title: 'market on close that is decided on the last print does not take it',
    rows: [[500, 103]],
    orders: [{ ...onClose, timeInForce: 'day' }],
    fills: [],
    states: ['expired'],
  },
  {
    rule: 'F2',
    title: 'an IOC limit has one print to be filled by',
    rows: [
      [0, 100],
      [1, 100],
      [2, 98],
    ],
    orders: [{ ...limit(99), timeInForce: 'ioc' }],
    fills: [],
    states: ['cancelled'],
  },
  {
    rule: 'F2',
    title: 'an IOC order takes its share of one print, the rest ends',
    rows: [
      [0, 100],
      [1, 101, 60],
      [2, 102, 800],
    ],
    orders: [{ ...market, timeInForce: 'ioc' }],
    keys: SHARE,
    fills: [[1, 'buy', 6, 101, 'trade']],
    states: ['cancelled'],
  },
  {
    rule: 'F2',
    title: 'a FOK order is filled by one print in whole or not at all',
    rows: [
      [0, 100],
      [1, 101, 60],
      [2, 102, 800],
    ],
    orders: [{ ...market, timeInForce: 'fok' }],
    keys: SHARE,
    fills: [],
    states: ['cancelled'],
  },
  {
    rule: 'F2',
    title: 'a FOK order that the print can fill is filled in whole',
    rows: [
      [0, 100],
      [1, 101, 100],
    ],
    orders: [{ ...market, timeInForce: 'fok' }],
    keys: SHARE,
    fills: [[1, 'buy', 10, 101, 'trade']],
  },
  {
    rule: 'F2',
    title: 'exits of a bracket are hit by later prints',
    rows: [
      [0, 100],
      [1, 100],
      [2, 96],
      [3, 94],
    ],
    orders: [{ ...market, bracket: { target: 105, stop: { type: 'stop', stop: 95 } } }],
    fills: [
      [1, 'buy', 10, 100, 'trade'],
      [3, 'sell', 10, 94, 'trade'],
    ],
    states: ['filled', 'filled', 'cancelled'],
  },
  {
    rule: 'F2',
    title: 'orders of one group: the first filled ends the other',
    rows: [
      [0, 100],
      [1, 100],
      [2, 97],
      [3, 104],
    ],
    orders: [
      { ...stop(103), group: 'a' },
      { ...limit(98), group: 'a' },
    ],
    fills: [[2, 'buy', 10, 98, 'trade']],
    states: ['cancelled', 'filled'],
  },
];

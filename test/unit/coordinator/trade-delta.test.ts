import { describe, expect, test } from 'vitest';

import { TradeDelta } from '../../../electron/coordinator/trade-delta.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';

type Rows = readonly (readonly number[])[];
const column = (rows: Rows, at: number): Float64Array => Float64Array.from(rows, (row) => row[at] as number);

/** Trades as time, price, size, side (0 unknown, 1 the buyer took, 2 the seller took); quotes as time, bid, ask. */
function block(trades: Rows, quotes: Rows = [], sampled: 'event' | '1s' = 'event'): SessionBlock {
  const sides = Uint8Array.from(trades, (row) => row[3] as number);
  const tape = { time: column(trades, 0), price: column(trades, 1), size: column(trades, 2), side: sides };
  const book = { time: column(quotes, 0), bid: column(quotes, 1), ask: column(quotes, 2) };
  return {
    streams: [
      { kind: 'trades', symbol: 'B', columns: { ...tape, size: column(trades, 0) } },
      { kind: 'trades', symbol: 'A', columns: tape },
      { kind: 'quotes', symbol: 'A', sampled, first: 0, columns: { ...book, bidSize: book.bid, askSize: book.ask } },
    ],
  } as unknown as SessionBlock;
}

function deltaOf(...blocks: (SessionBlock | undefined)[]): TradeDelta {
  return new TradeDelta('A', (index) => blocks[index]);
}

describe('volume delta from trades', () => {
  const sided = block([
    [10, 1, 100, 1],
    [20, 1, 30, 2],
    [20, 1, 5, 1],
    [30, 1, 7, 2],
  ]);

  test('counts what came before an instant, in any order of asking', () => {
    const delta = deltaOf(sided);
    const asked = [5, 10, 11, 20, 21, 31, 20, 11].map((time) => delta.at(0, time));
    expect(asked).toEqual([undefined, undefined, 100, 100, 75, 68, 100, 100]);
  });

  test('a trade of unknown side goes by the quote in force, which one of the same instant is already; then by the last change', () => {
    const unknown = block(
      [
        [10, 5, 1, 0],
        [20, 12, 10, 0],
        [30, 8, 100, 0],
        [40, 10, 1_000, 0],
      ],
      [[20, 9, 11]],
    );
    const delta = deltaOf(unknown);
    expect([11, 21, 31, 41].map((time) => delta.at(0, time))).toEqual([0, 10, -90, 910]);
  });

  test('a quote sampled in a second is in force from its end on', () => {
    const trades = [
      [1_500_000, 12, 1, 0],
      [2_000_000, 12, 10, 0],
    ];
    const delta = deltaOf(block(trades, [[1_000_000, 9, 11]], '1s'));
    expect([delta.at(0, 1_600_000), delta.at(0, 2_000_001)]).toEqual([0, 10]);
  });

  test('begins anew with each session, and is unknown in one that is not loaded or has no trades', () => {
    const delta = deltaOf(sided, undefined, sided, { streams: [] } as unknown as SessionBlock);
    expect([delta.at(0, 99), delta.at(1, 99), delta.at(2, 11), delta.at(3, 99), delta.at(-1, 99)]).toEqual([
      ...[68, undefined, 100, undefined, undefined],
    ]);
  });
});

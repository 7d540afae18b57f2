import type { StreamBlock } from '../../shared/session/block.ts';
import type { PlannedStream } from '../../shared/session/plan.ts';

/** The stream that a symbol's price is read from: base bars, else trades, else quotes; `undefined` where the run has none of it. */
export function priceStream(streams: readonly PlannedStream[], symbol: string): number | undefined {
  for (const kind of ['bars', 'trades', 'quotes'] as const) {
    const index = streams.findIndex((stream) => stream.type === kind && stream.symbol === symbol);
    if (index >= 0) return index;
  }
  return undefined;
}

/** Whether row `row` brought the price from one side of `level` to it or beyond. `before` is the last close before the session. */
export function crosses(block: StreamBlock, row: number, level: number, before: number | undefined): boolean {
  switch (block.kind) {
    case 'bars': {
      const { open, high, low, close } = block.columns;
      const from = row > 0 ? close[row - 1] : (before ?? open[row]);
      return isBetween(from, low[row], high[row], level);
    }
    case 'trades': {
      const price = block.columns.price[row];
      return isBetween(row > 0 ? block.columns.price[row - 1] : undefined, price, price, level);
    }
    case 'quotes': {
      const price = middleOf(block.columns, row);
      return isBetween(lastMiddleBefore(block.columns, row), price, price, level);
    }
  }
}

function isBetween(from = Number.NaN, low = Number.NaN, high = Number.NaN, level: number): boolean {
  return (from < level && high >= level) || (from > level && low <= level);
}

interface Sides {
  readonly bid: Float64Array;
  readonly ask: Float64Array;
}

/** NaN where a side is missing. */
const middleOf = ({ bid, ask }: Sides, row: number): number => ((bid[row] as number) + (ask[row] as number)) / 2;

function lastMiddleBefore(sides: Sides, row: number): number | undefined {
  for (let at = row - 1; at >= 0; at--) {
    const middle = middleOf(sides, at);
    if (!Number.isNaN(middle)) return middle;
  }
  return undefined;
}

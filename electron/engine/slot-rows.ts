import { AppError } from '../../shared/lang/app-error.ts';
import type { SessionBlock } from '../../shared/session/block.ts';
import type { SlotRows } from './main-loop.ts';
import type { Slot } from './run-layout.ts';

const NO_ROWS: SlotRows = { stamps: new Float64Array(0), first: 0 };

/** The rows of a slot in a block. A derived interval that the block does not have has no rows. */
export function rowsOf(slot: Slot, block: SessionBlock): SlotRows {
  if (slot.isDerived) {
    const symbol = block.symbols.find((entry) => entry.symbol === slot.symbol);
    const derived = symbol?.derived.find(({ interval }) => interval === slot.interval);
    return derived === undefined ? NO_ROWS : { stamps: derived.columns.known, first: 0 };
  }
  const stream = block.streams[slot.stream];
  if (stream?.kind !== slot.kind || stream.symbol !== slot.symbol) {
    const found = stream === undefined ? 'nothing' : `${stream.kind} of ${stream.symbol}`;
    throw new AppError(
      'internal',
      `Block ${block.date} holds ${found} where the run has ${slot.kind} of ${slot.symbol}.`,
    );
  }
  return { stamps: stream.columns.time, first: stream.kind === 'quotes' ? stream.first : 0 };
}

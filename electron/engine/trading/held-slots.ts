import { intervalMicros } from '../../../shared/market/interval.ts';
import { SLOT_MISSING } from '../../../shared/quality/quality.ts';
import { SlotGrid } from '../../../shared/quality/slot-grid.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { Instrument } from './instrument.ts';

/** Base slots of a span of time, and those of them that hold no bar and no proof that nothing traded (S13). */
export interface SlotCount {
  readonly expectedSlots: number;
  readonly missingSlots: number;
}

const NO_SLOTS: SlotCount = { expectedSlots: 0, missingSlots: 0 };

/** The base slots of the session that is played, by symbol, for the quality of the data under each round trip. */
export class HeldSlots {
  readonly #instruments: readonly Instrument[];
  #sessions: readonly ({ readonly grid: SlotGrid; readonly slots: Uint8Array } | undefined)[] = [];

  constructor(instruments: readonly Instrument[]) {
    this.#instruments = instruments;
  }

  /** The session's block, or the one that takes its place in a live session. */
  take(block: SessionBlock | undefined): void {
    this.#sessions = this.#instruments.map(({ symbol }) => {
      const own = block?.symbols.find((one) => one.symbol === symbol);
      const bars = own === undefined ? undefined : block?.streams[own.stream];
      if (block === undefined || own === undefined || bars?.kind !== 'bars') return undefined;
      return { grid: new SlotGrid(block.spans, intervalMicros(bars.interval)), slots: own.slots };
    });
  }

  /** Slots of the session that end after `from` and not after `to`; none of a symbol without bars. */
  between(index: number, from: number, to: number): SlotCount {
    const session = this.#sessions[index];
    if (session === undefined) return NO_SLOTS;
    const { grid, slots } = session;
    const [first, end] = [grid.slotsUntil(from), Math.min(grid.slotsUntil(to), slots.length)];
    let missingSlots = 0;
    for (let slot = first; slot < end; slot++) if (slots[slot] === SLOT_MISSING) missingSlots += 1;
    return { expectedSlots: Math.max(0, end - first), missingSlots };
  }
}

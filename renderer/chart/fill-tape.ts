import { MICROS_PER_SECOND } from '../../shared/market/time.ts';
import { FILL_STRIDE, PACKED_FILL, type FillTail } from '../../shared/session/replay.ts';
import { indexAt } from './chart-item.ts';

/** A fill where it happened; `time` in seconds since the epoch, `quantity` below 0 for a sale. */
export interface FillMark {
  readonly time: number;
  readonly quantity: number;
  readonly price: number;
}

interface Told extends FillMark {
  readonly symbol: number;
}

/** The fills of the run up to the clock, as frames tell them. */
export class FillTape {
  #told: Told[] = [];
  /** By the symbol's index in the run, ascending in time. */
  readonly #bySymbol = new Map<number, FillMark[]>();

  get length(): number {
    return this.#told.length;
  }

  /** Of all symbols, in the order they happened. */
  get all(): readonly FillMark[] {
    return this.#told;
  }

  /** Of the symbol at an index of the run's symbols, ascending in time. */
  of(symbol: number): readonly FillMark[] {
    return this.#bySymbol.get(symbol) ?? [];
  }

  take({ keep, rows }: FillTail): void {
    if (keep < this.#told.length) {
      const kept = this.#told.slice(0, keep);
      this.#told = [];
      this.#bySymbol.clear();
      for (const fill of kept) this.#add(fill);
    }
    for (let at = 0; at < rows.length; at += FILL_STRIDE) {
      const field = (offset: number): number => rows[at + offset] as number;
      this.#add({
        time: field(PACKED_FILL.time) / MICROS_PER_SECOND,
        symbol: field(PACKED_FILL.symbol),
        quantity: field(PACKED_FILL.quantity),
        price: field(PACKED_FILL.price),
      });
    }
  }

  #add(fill: Told): void {
    this.#told.push(fill);
    const list = this.#bySymbol.get(fill.symbol) ?? [];
    // A fill at the close bears the time of the session's last bar, which a quote may have filled an order after.
    const last = list.at(-1);
    if (last === undefined || last.time <= fill.time) list.push(fill);
    else list.splice(indexAt(list, fill.time + 5e-7), 0, fill);
    this.#bySymbol.set(fill.symbol, list);
  }
}

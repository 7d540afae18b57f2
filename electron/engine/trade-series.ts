import { type Trade, type TradeColumns, lowerBound } from '../../shared/market/columns.ts';
import type { Micros } from '../../shared/market/time.ts';

/** Known trades, oldest first, as a window on columns. Indices from 0 to `length - 1`; a value outside of them is NaN. */
export interface TradeView {
  readonly length: number;
  at(index: number): Trade | undefined;
  price(index: number): number;
  size(index: number): number;
  /** 0 unknown, 1 the buyer took, 2 the seller took. */
  side(index: number): number;
}

const NO_TRADES: TradeColumns = {
  time: new Float64Array(0),
  price: new Float64Array(0),
  size: new Float64Array(0),
  side: new Uint8Array(0),
};

/** Trades of one symbol in the current session as far as they are known. */
export class TradeSeries {
  readonly slot: number;
  readonly #positions: Int32Array;
  #columns = NO_TRADES;

  constructor(slot: number, positions: Int32Array) {
    this.slot = slot;
    this.#positions = positions;
  }

  show(columns: TradeColumns): void {
    this.#columns = columns;
  }

  /** All rows of the session, known or not: for those who know the position and keep to it. */
  get columns(): TradeColumns {
    return this.#columns;
  }

  get count(): number {
    return this.#positions[this.slot] as number;
  }

  /** The newest trade as a value of its own. */
  latest(): Trade | undefined {
    return this.last(1).at(0);
  }

  last(n: number): TradeView {
    return new TradeWindow(this.#columns, Math.max(0, this.count - n), this.count);
  }

  /** Trades at or after `time`. */
  since(time: Micros): TradeView {
    return new TradeWindow(this.#columns, lowerBound(this.#columns.time, time, 0, this.count), this.count);
  }
}

class TradeWindow implements TradeView {
  readonly length: number;
  readonly #columns: TradeColumns;
  readonly #from: number;

  constructor(columns: TradeColumns, from: number, to: number) {
    this.#columns = columns;
    this.#from = from;
    this.length = to - from;
  }

  at(index: number): Trade | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return { time: this.#columns.time[this.#from + index] as Micros, price: this.price(index), size: this.size(index) };
  }

  price(index: number): number {
    return this.#value(this.#columns.price, index);
  }

  size(index: number): number {
    return this.#value(this.#columns.size, index);
  }

  side(index: number): number {
    return index >= 0 && index < this.length ? (this.#columns.side[this.#from + index] as number) : Number.NaN;
  }

  #value(column: Float64Array, index: number): number {
    return index >= 0 && index < this.length ? (column[this.#from + index] as number) : Number.NaN;
  }
}

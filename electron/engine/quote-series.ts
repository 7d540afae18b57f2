import { type Quote, type QuoteColumns, lowerBound } from '../../shared/market/columns.ts';
import type { Micros } from '../../shared/market/time.ts';

/** One quote as it can be read. The object is reused: it shows another quote after the next event. */
export interface QuoteReading {
  /** As stored; a sampled quote is stamped with the start of its interval. */
  readonly time: Micros;
  /** When it came into force (S2). */
  readonly known: Micros;
  /** A missing side or size is NaN. */
  readonly bid: number;
  readonly ask: number;
  readonly bidSize: number;
  readonly askSize: number;
}

/** Known quotes, oldest first, as a window on columns. Indices from 0 to `length - 1`. */
export interface QuoteView {
  readonly length: number;
  at(index: number): Quote | undefined;
  bid(index: number): number;
  ask(index: number): number;
}

const NO_QUOTES: QuoteColumns = {
  time: new Float64Array(0),
  bid: new Float64Array(0),
  ask: new Float64Array(0),
  bidSize: new Float64Array(0),
  askSize: new Float64Array(0),
};

/** Quotes of one symbol as far as they are known, with the one before the session's open (S23). */
export class QuoteSeries {
  readonly slot: number;
  readonly delay: number;
  readonly #positions: Int32Array;
  #columns = NO_QUOTES;
  #first = 0;
  readonly #cursor: QuoteCursor;

  constructor(slot: number, delay: number, positions: Int32Array) {
    this.slot = slot;
    this.delay = delay;
    this.#positions = positions;
    this.#cursor = new QuoteCursor(delay);
  }

  /** Shows a session's quotes; its own start at row `first`. */
  show(columns: QuoteColumns, first: number): void {
    this.#columns = columns;
    this.#first = first;
  }

  /** All rows of the session, known or not: for those who know the position and keep to it. */
  get columns(): QuoteColumns {
    return this.#columns;
  }

  /** The session's own first row; the one before it, if any, is the last quote before the open. */
  get firstOfSession(): number {
    return this.#first;
  }

  /** The first row not known yet. */
  get position(): number {
    return this.#positions[this.slot] as number;
  }

  /** Quotes of the current session so far. */
  get count(): number {
    return this.position - this.#first;
  }

  /** The quote in force; before the session's first one the last before the open. */
  latest(): QuoteReading | undefined {
    return this.position === 0 ? undefined : this.#cursor.show(this.#columns, this.position - 1);
  }

  /** The last up to `n` quotes of the session, and the one before its open where `n` reaches it. */
  last(n: number): QuoteView {
    return new QuoteWindow(this.#columns, Math.max(0, this.position - n, this.#first - 1), this.position);
  }

  /** Quotes of the current session stamped at or after `time`. */
  since(time: Micros): QuoteView {
    const from = lowerBound(this.#columns.time, time, this.#first, this.position);
    return new QuoteWindow(this.#columns, from, this.position);
  }
}

class QuoteCursor implements QuoteReading {
  readonly #delay: number;
  #columns = NO_QUOTES;
  #row = 0;

  constructor(delay: number) {
    this.#delay = delay;
  }

  show(columns: QuoteColumns, row: number): this {
    this.#columns = columns;
    this.#row = row;
    return this;
  }

  get time(): Micros {
    return this.#columns.time[this.#row] as Micros;
  }

  get known(): Micros {
    return (this.time + this.#delay) as Micros;
  }

  get bid(): number {
    return this.#columns.bid[this.#row] as number;
  }

  get ask(): number {
    return this.#columns.ask[this.#row] as number;
  }

  get bidSize(): number {
    return this.#columns.bidSize[this.#row] as number;
  }

  get askSize(): number {
    return this.#columns.askSize[this.#row] as number;
  }
}

class QuoteWindow implements QuoteView {
  readonly length: number;
  readonly #columns: QuoteColumns;
  readonly #from: number;

  constructor(columns: QuoteColumns, from: number, to: number) {
    this.#columns = columns;
    this.#from = from;
    this.length = to - from;
  }

  at(index: number): Quote | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const row = this.#from + index;
    return {
      time: this.#columns.time[row] as Micros,
      bid: this.#columns.bid[row] as number,
      ask: this.#columns.ask[row] as number,
      bidSize: this.#columns.bidSize[row] as number,
      askSize: this.#columns.askSize[row] as number,
    };
  }

  bid(index: number): number {
    return this.#value(this.#columns.bid, index);
  }

  ask(index: number): number {
    return this.#value(this.#columns.ask, index);
  }

  #value(column: Float64Array, index: number): number {
    return index >= 0 && index < this.length ? (column[this.#from + index] as number) : Number.NaN;
  }
}

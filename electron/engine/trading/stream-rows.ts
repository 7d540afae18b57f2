import {
  type BarColumns,
  NO_QUOTES,
  NO_TRADES,
  type QuoteColumns,
  type TradeColumns,
} from '../../../shared/market/columns.ts';
import type { SessionBlock, StreamBlock } from '../../../shared/session/block.ts';
import type { Slot } from '../run-layout.ts';

const NONE = new Float64Array(0);

/** The rows of one stream in the open session, and how many of them are known. Columns are looked up once a session: blocks come from several
 * places, and to find a field in objects of many shapes at every event takes longer than the event. */
export class StreamRows {
  readonly #stream: number;
  readonly #slot: number;
  /** From a row's stamp to the instant it is known (S2). */
  readonly #delay: number;
  readonly #positions: Int32Array;
  /** Absent between sessions. */
  block: StreamBlock | undefined;
  /** The first row that belongs to the session: a quote before the open may stand before it. */
  first = 0;
  /** Columns of a stream of quotes, or of trades. */
  quotes: QuoteColumns = NO_QUOTES;
  trades: TradeColumns = NO_TRADES;
  #time: Float64Array = NONE;
  /** Close, print, or the two sides of a quote. */
  #bid: Float64Array = NONE;
  #ask: Float64Array = NONE;

  constructor({ stream, delay }: Pick<Slot, 'stream' | 'delay'>, slot: number, positions: Int32Array) {
    this.#stream = stream;
    this.#slot = slot;
    this.#delay = delay;
    this.#positions = positions;
  }

  take(streams: readonly StreamBlock[]): void {
    const block = streams[this.#stream];
    this.block = block;
    this.first = block?.kind === 'quotes' ? block.first : 0;
    this.#time = block?.columns.time ?? NONE;
    this.quotes = block?.kind === 'quotes' ? block.columns : NO_QUOTES;
    this.trades = block?.kind === 'trades' ? block.columns : NO_TRADES;
    if (block?.kind === 'quotes') {
      this.#bid = block.columns.bid;
      this.#ask = block.columns.ask;
    } else {
      this.#bid = (block?.kind === 'bars' ? block.columns.close : block?.columns.price) ?? NONE;
      this.#ask = this.#bid;
    }
  }

  /** Rows delivered in this session; of quotes without the one before the open. */
  get delivered(): number {
    return this.block === undefined ? 0 : (this.#positions[this.#slot] as number) - this.first;
  }

  /** A row is known, if only the quote before the open. */
  get hasRows(): boolean {
    return this.block !== undefined && this.#positions[this.#slot] !== 0;
  }

  /** The row delivered last. */
  get last(): number {
    return (this.#positions[this.#slot] as number) - 1;
  }

  /** When the last row was known. */
  get known(): number {
    return (this.#time[this.last] as number) + this.#delay;
  }

  /** Close, mid or print. Of a quote with one side only, that side. */
  priceAt(row: number): number {
    const bid = this.#bid[row] as number;
    const ask = this.#ask[row] as number;
    if (Number.isNaN(bid)) return ask;
    return Number.isNaN(ask) ? bid : (bid + ask) / 2;
  }
}

/** By stream its columns in a session, where it streams bars: looked up once a session for the same reason. */
export function barsOf(block: SessionBlock | undefined): (BarColumns | undefined)[] {
  return (block?.streams ?? []).map((stream) => (stream.kind === 'bars' ? stream.columns : undefined));
}

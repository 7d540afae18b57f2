import type { BarColumns } from '../../../shared/market/columns.ts';
import { intervalMicros } from '../../../shared/market/interval.ts';
import { SAMPLING_MICROS } from '../../../shared/market/series.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { SessionBlock, StreamBlock } from '../../../shared/session/block.ts';
import type { SessionClock } from '../session-clock.ts';
import type { QuoteSides } from './broker-market.ts';
import type { Instrument } from './instrument.ts';

/** Rows of one symbol last delivered; -1 where there is none in the block shown. */
interface Seen {
  bar: number;
  barStream: number;
  quote: number;
  quoteStream: number;
  /** Session time, in micros since the run's start, when its last datum was known. */
  at: number;
  /** Close, mid or print; NaN before the first. */
  price: number;
  /** The session's first price: the open of its first base bar, else the first mid or print; NaN before it. */
  first: number;
}

export interface MarketState {
  readonly seen: readonly Seen[];
  readonly sessionTime: number;
  readonly open: Micros;
  readonly isTouched: boolean;
}

/** The last data of each symbol, as orders need them. Session time leaves nights out: data of a session's last second are one second old
 * at the next one's first. */
export class MarketView {
  readonly #instruments: readonly Instrument[];
  readonly #clock: SessionClock;
  readonly #staleMicros: number;
  #seen: Seen[];
  #streams: readonly StreamBlock[] = [];
  /** Length of the sessions before this one. */
  #sessionTime = 0;
  #open = 0 as Micros;
  #isTouched = false;

  constructor(instruments: readonly Instrument[], clock: SessionClock, staleLimitMs: number) {
    this.#instruments = instruments;
    this.#clock = clock;
    this.#staleMicros = staleLimitMs * 1_000;
    this.#seen = instruments.map(() => ({
      bar: -1,
      barStream: -1,
      quote: -1,
      quoteStream: -1,
      at: 0,
      price: Number.NaN,
      first: Number.NaN,
    }));
  }

  /** No market event of the session was delivered yet. */
  get isAtOpen(): boolean {
    return !this.#isTouched && this.#clock.now === this.#open;
  }

  /** The last quote before the open is in force at the open (S23). */
  sessionStarts({ open, streams }: SessionBlock): void {
    this.#open = open;
    this.#isTouched = false;
    this.#streams = streams;
    for (const seen of this.#seen) {
      seen.bar = seen.quote = -1;
      seen.first = Number.NaN;
    }
    streams.forEach((block, stream) => {
      if (block.kind !== 'quotes' || block.first === 0) return;
      const seen = this.#seenOf(block.symbol);
      seen.quote = block.first - 1;
      seen.quoteStream = stream;
    });
  }

  /** A live session goes on with more rows, bars also before the last ones seen; `delivered` rows of each stream are. */
  goesOn({ streams }: SessionBlock, delivered: (stream: number) => number): void {
    this.#streams = streams;
    for (const seen of this.#seen) if (seen.bar >= 0) seen.bar = delivered(seen.barStream) - 1;
  }

  sessionEnds({ open, close }: SessionBlock): void {
    this.#sessionTime += close - open;
    this.#open = close;
  }

  seen(index: number, stream: number, row: number, block: StreamBlock): void {
    const seen = this.#seen[index] as Seen;
    this.#isTouched = true;
    seen.at = this.#sessionTime + this.#clock.now - this.#open;
    if (block.kind === 'bars') {
      seen.bar = row;
      seen.barStream = stream;
      seen.price = block.columns.close[row] as number;
      if (Number.isNaN(seen.first)) seen.first = block.columns.open[row] as number;
      return;
    }
    const { hasBars } = this.#instruments[index] as Instrument;
    if (block.kind === 'quotes') {
      seen.quote = row;
      seen.quoteStream = stream;
      if (!hasBars) seen.price = midOf(block.columns.bid[row] as number, block.columns.ask[row] as number);
    } else if (!hasBars && seen.quoteStream === -1) seen.price = block.columns.price[row] as number;
    if (!hasBars && Number.isNaN(seen.first)) seen.first = seen.price;
  }

  /** First and last price of a symbol in the session, absent without data. */
  pricesOf(index: number): { readonly firstPrice?: number; readonly lastPrice?: number } {
    const { first, price } = this.#seen[index] as Seen;
    return Number.isNaN(first) ? {} : { firstPrice: first, lastPrice: price };
  }

  /** Session time since the symbol's last datum, in ms. */
  ageMs(index: number): number {
    return (this.#sessionTime + this.#clock.now - this.#open - (this.#seen[index] as Seen).at) / 1_000;
  }

  lastPrice(index: number): number | undefined {
    const { price } = this.#seen[index] as Seen;
    return Number.isNaN(price) ? undefined : price;
  }

  /** The quote in force, unless it is older than the stale limit. */
  quoteInForce(index: number): QuoteSides | undefined {
    if ((this.#seen[index] as Seen).quote < 0) return undefined;
    const quote = this.quoteAt(index);
    return this.#clock.now - quote.time <= this.#staleMicros ? quote : undefined;
  }

  /** The quote last delivered; `time` is when it was known. */
  quoteAt(index: number): QuoteSides {
    const { quote, quoteStream } = this.#seen[index] as Seen;
    const block = this.#streams[quoteStream];
    if (block?.kind !== 'quotes') throw new Error(`invariant: stream ${quoteStream} holds no quotes`);
    const { time, bid, ask, bidSize, askSize } = block.columns;
    return {
      time: ((time[quote] as number) + SAMPLING_MICROS[block.sampled]) as Micros,
      bid: bid[quote] as number,
      ask: ask[quote] as number,
      bidSize: bidSize[quote] as number,
      askSize: askSize[quote] as number,
    };
  }

  /** The session's last base bar so far. */
  lastBar(index: number): { readonly columns: BarColumns; readonly row: number; readonly known: Micros } | undefined {
    const { bar, barStream } = this.#seen[index] as Seen;
    const block = this.#streams[barStream];
    if (bar < 0 || block?.kind !== 'bars') return undefined;
    const known = ((block.columns.time[bar] as number) + intervalMicros(block.interval)) as Micros;
    return { columns: block.columns, row: bar, known };
  }

  /** Old prices in new units after a split. */
  split(index: number, ratio: number): void {
    (this.#seen[index] as Seen).price /= ratio;
  }

  save(): MarketState {
    const seen = this.#seen.map((one) => ({ ...one }));
    return { seen, sessionTime: this.#sessionTime, open: this.#open, isTouched: this.#isTouched };
  }

  restore(state: MarketState, block: SessionBlock | undefined): void {
    this.#seen = state.seen.map((one) => ({ ...one }));
    this.#sessionTime = state.sessionTime;
    this.#open = state.open;
    this.#isTouched = state.isTouched;
    this.#streams = block?.streams ?? [];
  }

  #seenOf(symbol: string): Seen {
    const index = this.#instruments.findIndex((instrument) => instrument.symbol === symbol);
    return this.#seen[index] as Seen;
  }
}

/** Of a quote with one side only, that side. */
function midOf(bid: number, ask: number): number {
  if (Number.isNaN(bid)) return ask;
  return Number.isNaN(ask) ? bid : (bid + ask) / 2;
}

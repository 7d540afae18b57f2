import type { SeriesKind } from '../../../shared/market/series.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { SessionBlock, StreamBlock } from '../../../shared/session/block.ts';
import type { RunLayout } from '../run-layout.ts';
import type { SessionClock } from '../session-clock.ts';
import type { LastDatum, QuoteSides } from './broker-market.ts';
import type { Instrument } from './instrument.ts';

/** Where the rows of one stream are, and how many of them are known. */
interface Place {
  readonly stream: number;
  readonly slot: number;
  /** From a row's stamp to the instant it is known (S2). */
  readonly delay: number;
}

/** One symbol's streams. */
interface Places {
  readonly bars: Place | undefined;
  readonly quotes: Place | undefined;
  readonly trades: Place | undefined;
}

/** What was last known of a symbol when the last session ended. */
interface Carried {
  /** Session time, in micros since the run's start, of its last datum. */
  readonly at: number;
  /** Close, mid or print; NaN before the first. */
  readonly price: number;
  readonly hasQuoted: boolean;
}

export interface MarketState {
  readonly carried: readonly Carried[];
  readonly sessionTime: number;
  readonly open: Micros;
}

/** The last data of each symbol, as orders need them, read from the main loop's positions when they are asked for. Session time leaves nights
 * out: data of a session's last second are one second old at the next one's first. */
export class MarketView {
  readonly #places: readonly Places[];
  readonly #positions: Int32Array;
  readonly #clock: SessionClock;
  readonly #staleMicros: number;
  #carried: readonly Carried[];
  /** Those of the open session; none between sessions. */
  #streams: readonly StreamBlock[] = [];
  /** Length of the sessions before this one. */
  #sessionTime = 0;
  #open = 0 as Micros;

  constructor(
    instruments: readonly Instrument[],
    layout: RunLayout,
    positions: Int32Array,
    clock: SessionClock,
    staleLimitMs: number,
  ) {
    this.#places = instruments.map(({ symbol }) => placesOf(symbol, layout));
    this.#positions = positions;
    this.#clock = clock;
    this.#staleMicros = staleLimitMs * 1_000;
    this.#carried = instruments.map(() => ({ at: 0, price: Number.NaN, hasQuoted: false }));
  }

  /** No market event of the session was delivered yet. */
  get isAtOpen(): boolean {
    if (this.#clock.now !== this.#open) return false;
    return this.#places.every(({ bars, quotes, trades }) => {
      return [bars, quotes, trades].every((place) => this.#delivered(place) === 0);
    });
  }

  /** The last quote before the open is in force at the open (S23). */
  sessionStarts({ open, streams }: SessionBlock): void {
    this.#open = open;
    this.#streams = streams;
  }

  /** A live session goes on with more rows, bars also before the last ones seen. */
  goesOn({ streams }: SessionBlock): void {
    this.#streams = streams;
  }

  sessionEnds({ open, close }: SessionBlock): void {
    this.#carried = this.#places.map((_, index) => ({
      at: this.#lastAt(index),
      price: this.#priceOf(index),
      hasQuoted: this.#hasQuoted(index),
    }));
    this.#streams = [];
    this.#sessionTime += close - open;
    this.#open = close;
  }

  /** First and last price of a symbol in the session, absent without data. */
  pricesOf(index: number): { readonly firstPrice?: number; readonly lastPrice?: number } {
    const firstPrice = this.#firstPriceOf(index);
    return firstPrice === undefined ? {} : { firstPrice, lastPrice: this.#priceOf(index) };
  }

  /** Session time since the symbol's last datum, in ms. */
  ageMs(index: number): number {
    return (this.#sessionTime + this.#clock.now - this.#open - this.#lastAt(index)) / 1_000;
  }

  lastPrice(index: number): number | undefined {
    const price = this.#priceOf(index);
    return Number.isNaN(price) ? undefined : price;
  }

  /** The quote in force, unless it is older than the stale limit. */
  quoteInForce(index: number): QuoteSides | undefined {
    const { quotes } = this.#places[index] as Places;
    if (quotes === undefined || this.#streams.length === 0 || this.#positions[quotes.slot] === 0) return undefined;
    const quote = this.quoteAt(index);
    return this.#clock.now - quote.time <= this.#staleMicros ? quote : undefined;
  }

  /** The quote last delivered; `time` is when it was known. */
  quoteAt(index: number): QuoteSides {
    const place = (this.#places[index] as Places).quotes;
    const block = place === undefined ? undefined : this.#streams[place.stream];
    if (place === undefined || block?.kind !== 'quotes') throw new Error(`invariant: no quotes of instrument ${index}`);
    const { time, bid, ask, bidSize, askSize } = block.columns;
    const row = (this.#positions[place.slot] as number) - 1;
    return {
      time: ((time[row] as number) + place.delay) as Micros,
      bid: bid[row] as number,
      ask: ask[row] as number,
      bidSize: bidSize[row] as number,
      askSize: askSize[row] as number,
    };
  }

  /** The session's last base bar so far, or its last print where the symbol has no bars. */
  lastDatum(index: number): LastDatum | undefined {
    const { bars, trades } = this.#places[index] as Places;
    const place = bars ?? trades;
    const row = this.#delivered(place) - 1;
    const block = place === undefined ? undefined : this.#streams[place.stream];
    if (place === undefined || block === undefined || block.kind === 'quotes' || row < 0) return undefined;
    const time = block.columns.time[row] as Micros;
    const known = (time + place.delay) as Micros;
    if (block.kind === 'trades') {
      const [price, size] = [block.columns.price[row] as number, block.columns.size[row] as number];
      return { source: { kind: 'trade', price: 'trade', time }, known, price, low: price, high: price, size };
    }
    const { close, low, high, volume } = block.columns;
    return {
      source: { kind: 'bar', price: 'close', time },
      known,
      price: close[row] as number,
      low: low[row] as number,
      high: high[row] as number,
      size: volume[row] as number,
    };
  }

  /** Old prices in new units after a split; before the session's first datum. */
  split(index: number, ratio: number): void {
    this.#carried = this.#carried.map((one, at) => (at === index ? { ...one, price: one.price / ratio } : one));
  }

  save(): MarketState {
    return { carried: this.#carried, sessionTime: this.#sessionTime, open: this.#open };
  }

  restore({ carried, sessionTime, open }: MarketState, block: SessionBlock | undefined): void {
    this.#carried = carried;
    this.#sessionTime = sessionTime;
    this.#open = open;
    this.#streams = block?.streams ?? [];
  }

  /** Rows of a stream delivered in this session; of quotes without the one before the open. */
  #delivered(place: Place | undefined): number {
    const block = place === undefined ? undefined : this.#streams[place.stream];
    if (place === undefined || block === undefined) return 0;
    return (this.#positions[place.slot] as number) - (block.kind === 'quotes' ? block.first : 0);
  }

  #lastAt(index: number): number {
    const { bars, quotes, trades } = this.#places[index] as Places;
    let known = Number.NEGATIVE_INFINITY;
    for (const place of [bars, quotes, trades]) {
      if (place === undefined || this.#delivered(place) === 0) continue;
      const { time } = (this.#streams[place.stream] as StreamBlock).columns;
      known = Math.max(known, (time[(this.#positions[place.slot] as number) - 1] as number) + place.delay);
    }
    if (known === Number.NEGATIVE_INFINITY) return (this.#carried[index] as Carried).at;
    return this.#sessionTime + known - this.#open;
  }

  #priceOf(index: number): number {
    const { bars, quotes, trades } = this.#places[index] as Places;
    const place = bars ?? (this.#hasQuoted(index) ? quotes : trades);
    if (place === undefined || this.#delivered(place) === 0) return (this.#carried[index] as Carried).price;
    return priceAt(this.#streams[place.stream] as StreamBlock, (this.#positions[place.slot] as number) - 1);
  }

  /** The open of the first base bar, else the first mid or print. */
  #firstPriceOf(index: number): number | undefined {
    const { bars, quotes, trades } = this.#places[index] as Places;
    const place = bars ?? (this.#delivered(quotes) > 0 ? quotes : trades);
    if (place === undefined || this.#delivered(place) === 0) return undefined;
    const block = this.#streams[place.stream] as StreamBlock;
    if (block.kind === 'bars') return block.columns.open[0];
    return priceAt(block, block.kind === 'quotes' ? block.first : 0);
  }

  /** A quote of it was ever known: prints make no price from then on. */
  #hasQuoted(index: number): boolean {
    const { quotes } = this.#places[index] as Places;
    if (quotes === undefined) return false;
    return (
      (this.#streams.length > 0 && this.#positions[quotes.slot] !== 0) || (this.#carried[index] as Carried).hasQuoted
    );
  }
}

function placesOf(symbol: string, { slots }: RunLayout): Places {
  const find = (kind: SeriesKind): Place | undefined => {
    const slot = slots.findIndex((one) => one.symbol === symbol && one.kind === kind && !one.isDerived);
    const found = slots[slot];
    return found === undefined ? undefined : { stream: found.stream, slot, delay: found.delay };
  };
  return { bars: find('bars'), quotes: find('quotes'), trades: find('trades') };
}

function priceAt(block: StreamBlock, row: number): number {
  switch (block.kind) {
    case 'bars':
      return block.columns.close[row] as number;
    case 'quotes':
      return midOf(block.columns.bid[row] as number, block.columns.ask[row] as number);
    case 'trades':
      return block.columns.price[row] as number;
  }
}

/** Of a quote with one side only, that side. */
function midOf(bid: number, ask: number): number {
  if (Number.isNaN(bid)) return ask;
  return Number.isNaN(ask) ? bid : (bid + ask) / 2;
}

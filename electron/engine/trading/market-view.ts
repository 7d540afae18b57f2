import { ensure } from '../../../shared/lang/invariant.ts';
import type { Trade } from '../../../shared/market/columns.ts';
import type { SeriesKind } from '../../../shared/market/series.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { SessionBlock, StreamBlock } from '../../../shared/session/block.ts';
import type { RunLayout } from '../run-layout.ts';
import type { SessionClock } from '../session-clock.ts';
import type { LastDatum, QuoteSides } from './broker-market.ts';
import type { Instrument } from './instrument.ts';
import { StreamRows } from './stream-rows.ts';

/** One symbol's streams. */
interface Places {
  readonly bars: StreamRows | undefined;
  readonly quotes: StreamRows | undefined;
  readonly trades: StreamRows | undefined;
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
  readonly #clock: SessionClock;
  readonly #staleMicros: number;
  #carried: readonly Carried[];
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
    this.#places = instruments.map(({ symbol }) => placesOf(symbol, layout, positions));
    this.#clock = clock;
    this.#staleMicros = staleLimitMs * 1_000;
    this.#carried = instruments.map(() => ({ at: 0, price: Number.NaN, hasQuoted: false }));
  }

  /** No market event of the session was delivered yet. */
  get isAtOpen(): boolean {
    if (this.#clock.now !== this.#open) return false;
    return this.#places.every(({ bars, quotes, trades }) => {
      return (bars?.delivered ?? 0) + (quotes?.delivered ?? 0) + (trades?.delivered ?? 0) === 0;
    });
  }

  /** The last quote before the open is in force at the open (S23). */
  sessionStarts({ open, streams }: SessionBlock): void {
    this.#open = open;
    this.#take(streams);
  }

  /** A live session goes on with more rows, bars also before the last ones seen. */
  goesOn({ streams }: SessionBlock): void {
    this.#take(streams);
  }

  sessionEnds({ open, close }: SessionBlock): void {
    this.#carried = this.#places.map((_, index) => ({
      at: this.#lastAt(index),
      price: this.#priceOf(index),
      hasQuoted: this.#hasQuoted(index),
    }));
    this.#take([]);
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
    if (quotes === undefined || !quotes.hasRows) return undefined;
    const quote = this.quoteAt(index);
    return this.#clock.now - quote.time <= this.#staleMicros ? quote : undefined;
  }

  /** The quote last delivered; `time` is when it was known. */
  quoteAt(index: number): QuoteSides {
    const quotes = ensure((this.#places[index] as Places).quotes, 'quotes of an instrument that is filled by them');
    const { bid, ask, bidSize, askSize } = quotes.quotes;
    const row = quotes.last;
    return {
      time: quotes.known as Micros,
      bid: bid[row] as number,
      ask: ask[row] as number,
      bidSize: bidSize[row] as number,
      askSize: askSize[row] as number,
    };
  }

  /** The print last delivered. */
  printAt(index: number): Trade {
    const trades = ensure((this.#places[index] as Places).trades, 'trades of an instrument that is filled by them');
    const { time, price, size } = trades.trades;
    const row = trades.last;
    return { time: time[row] as Micros, price: price[row] as number, size: size[row] as number };
  }

  /** The session's last base bar so far, or its last print where the symbol has no bars. */
  lastDatum(index: number): LastDatum | undefined {
    const { bars, trades } = this.#places[index] as Places;
    const rows = bars ?? trades;
    const block = rows?.block;
    if (rows === undefined || block === undefined || block.kind === 'quotes' || rows.delivered === 0) return undefined;
    const row = rows.last;
    const time = block.columns.time[row] as Micros;
    const known = rows.known as Micros;
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
    this.#take(block?.streams ?? []);
  }

  /** Streams of the open session; none between sessions. */
  #take(streams: readonly StreamBlock[]): void {
    for (const { bars, quotes, trades } of this.#places) {
      bars?.take(streams);
      quotes?.take(streams);
      trades?.take(streams);
    }
  }

  #lastAt(index: number): number {
    const { bars, quotes, trades } = this.#places[index] as Places;
    const known = Math.max(knownOf(bars), knownOf(quotes), knownOf(trades));
    if (known === Number.NEGATIVE_INFINITY) return (this.#carried[index] as Carried).at;
    return this.#sessionTime + known - this.#open;
  }

  #priceOf(index: number): number {
    const { bars, quotes, trades } = this.#places[index] as Places;
    const rows = bars ?? (this.#hasQuoted(index) ? quotes : trades);
    if (rows === undefined || rows.delivered === 0) return (this.#carried[index] as Carried).price;
    return rows.priceAt(rows.last);
  }

  /** The open of the first base bar, else the first mid or print. */
  #firstPriceOf(index: number): number | undefined {
    const { bars, quotes, trades } = this.#places[index] as Places;
    const rows = bars ?? ((quotes?.delivered ?? 0) > 0 ? quotes : trades);
    if (rows === undefined || rows.delivered === 0) return undefined;
    return rows.block?.kind === 'bars' ? rows.block.columns.open[0] : rows.priceAt(rows.first);
  }

  /** A quote of it was ever known: prints make no price from then on. */
  #hasQuoted(index: number): boolean {
    const { quotes } = this.#places[index] as Places;
    return quotes !== undefined && (quotes.hasRows || (this.#carried[index] as Carried).hasQuoted);
  }
}

function placesOf(symbol: string, { slots }: RunLayout, positions: Int32Array): Places {
  const find = (kind: SeriesKind): StreamRows | undefined => {
    const slot = slots.findIndex((one) => one.symbol === symbol && one.kind === kind && !one.isDerived);
    const found = slots[slot];
    return found === undefined ? undefined : new StreamRows(found, slot, positions);
  };
  return { bars: find('bars'), quotes: find('quotes'), trades: find('trades') };
}

/** When the last row of a stream was known; -Infinity before the session's first. */
function knownOf(rows: StreamRows | undefined): number {
  return rows === undefined || rows.delivered === 0 ? Number.NEGATIVE_INFINITY : rows.known;
}

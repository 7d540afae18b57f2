import type { Quote } from '../strategy/api/data.ts';
import { VolumeDelta } from '../strategy/indicators/volume-delta.ts';
import type { QuoteColumns, TradeColumns } from '../../shared/market/columns.ts';
import { SAMPLING_MICROS } from '../../shared/market/series.ts';
import { micros } from '../../shared/market/time.ts';
import type { QuoteStreamBlock, SessionBlock, TradeStreamBlock } from '../../shared/session/block.ts';

/** Cumulative volume delta of one symbol at moments of sessions that are loaded, from their trades and quotes. */
export class TradeDelta {
  readonly #symbol: string;
  readonly #blockOf: (index: number) => SessionBlock | undefined;
  #block: SessionBlock | undefined;
  #reader: DeltaReader | undefined;

  constructor(symbol: string, blockOf: (index: number) => SessionBlock | undefined) {
    this.#symbol = symbol;
    this.#blockOf = blockOf;
  }

  /** Delta of the trades before `time` of a session (S3: a trade at a bar's close belongs to the next bar); undefined before the first, and
   * where the session's trades are not loaded or not there. Quick where times ascend. */
  at(session: number, time: number): number | undefined {
    const block = this.#blockOf(session);
    if (block === undefined) return undefined;
    if (block !== this.#block || (this.#reader?.time ?? 0) > time) {
      this.#block = block;
      this.#reader = readerOf(block, this.#symbol);
    }
    return this.#reader?.upTo(time);
  }
}

function readerOf({ streams }: SessionBlock, symbol: string): DeltaReader | undefined {
  const trades = streams.find((one): one is TradeStreamBlock => one.kind === 'trades' && one.symbol === symbol);
  const quotes = streams.find((one): one is QuoteStreamBlock => one.kind === 'quotes' && one.symbol === symbol);
  return trades === undefined ? undefined : new DeltaReader(symbol, trades.columns, quotes);
}

/** Goes through the trades of one session, each with the quote in force when it came. */
class DeltaReader {
  readonly #trades: TradeColumns;
  readonly #quotes: QuoteColumns | undefined;
  readonly #sampling: number;
  readonly #delta: VolumeDelta;
  #trade = 0;
  #quote: number;
  time = Number.NEGATIVE_INFINITY;

  constructor(symbol: string, trades: TradeColumns, quotes: QuoteStreamBlock | undefined) {
    this.#trades = trades;
    this.#quotes = quotes?.columns;
    this.#sampling = SAMPLING_MICROS[quotes?.sampled ?? 'event'];
    this.#quote = (quotes?.first ?? 0) - 1;
    this.#delta = new VolumeDelta({ latestQuote: () => this.#quoteInForce() }, symbol);
  }

  upTo(time: number): number | undefined {
    const { time: times, price, size, side } = this.#trades;
    for (; this.#trade < times.length && (times[this.#trade] as number) < time; this.#trade++) {
      const row = this.#trade;
      this.#moveQuote(times[row] as number);
      this.#delta.trade(price[row] as number, size[row] as number, side[row] as number);
    }
    this.time = time;
    return this.#delta.delta;
  }

  /** S3: a quote known at the instant of a trade comes before it. */
  #moveQuote(time: number): void {
    const times = this.#quotes?.time;
    if (times === undefined) return;
    while ((times[this.#quote + 1] ?? Number.POSITIVE_INFINITY) + this.#sampling <= time) this.#quote += 1;
  }

  #quoteInForce(): Quote | undefined {
    const quotes = this.#quotes;
    const row = this.#quote;
    if (quotes === undefined || row < 0) return undefined;
    return {
      time: micros(quotes.time[row] as number),
      bid: quotes.bid[row] as number,
      ask: quotes.ask[row] as number,
      bidSize: quotes.bidSize[row] as number,
      askSize: quotes.askSize[row] as number,
    };
  }
}

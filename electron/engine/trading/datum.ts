import type { Micros } from '../../../shared/market/time.ts';
import type { FillSource } from '../../../shared/trading/fill.ts';
import type { LastDatum, QuoteSides } from './broker-market.ts';
import type { Liquidity } from './costs.ts';

/** What orders are filled by: a bar, one side of a quote, a print. One object that shows one after the other. */
export class Datum implements Liquidity {
  kind: FillSource['kind'] = 'bar';
  /** Its stamp. */
  time = 0 as Micros;
  size = Number.NaN;
  range = 0;
  /** No fill is outside of these. */
  low = 0;
  high = Number.POSITIVE_INFINITY;

  get isQuote(): boolean {
    return this.kind === 'quote';
  }

  bar(time: Micros, low: number, high: number, volume: number): this {
    return this.#show('bar', time, volume, low, high);
  }

  print(time: Micros, price: number, size: number): this {
    return this.#show('trade', time, size, price, price);
  }

  last({ source, low, high, size }: LastDatum): this {
    return this.#show(source.kind, source.time, size, low, high);
  }

  /** The side that a buy hits, or a sell. */
  side({ time, bid, ask, bidSize, askSize }: QuoteSides, isBuy: boolean): this {
    this.#show('quote', time, isBuy ? askSize : bidSize, 0, Number.POSITIVE_INFINITY);
    this.range = ask - bid;
    return this;
  }

  #show(kind: FillSource['kind'], time: Micros, size: number, low: number, high: number): this {
    this.kind = kind;
    this.time = time;
    this.size = size;
    this.range = high - low;
    this.low = low;
    this.high = high;
    return this;
  }
}

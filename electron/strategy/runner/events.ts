import { ensure } from '../../../shared/lang/invariant.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { StrategySlot } from '../../../shared/trading/strategy-port.ts';
import type { BarEvent, QuoteEvent, TradeEvent } from '../api/context.ts';
import type { Bar, Quote, Trade } from '../api/data.ts';
import type { BarSource, SessionSource } from './session-source.ts';

/** The reused event of one slot of bars. Reads the bar when it is first looked at: most handlers return at once for most slots. */
export class SlotBar implements BarEvent {
  readonly symbol: string;
  readonly interval: string;
  readonly isDerived: boolean;
  readonly #bars: BarSource | undefined;
  #bar: Bar | undefined;

  constructor({ symbol, interval, isDerived }: StrategySlot, source: SessionSource) {
    this.#bars = interval === undefined ? undefined : source.symbol(symbol).bars(interval);
    this.symbol = symbol;
    this.interval = interval ?? '';
    this.isDerived = isDerived;
  }

  /** The slot's newest bar is another one. */
  renew(): this {
    this.#bar = undefined;
    return this;
  }

  get time(): Micros {
    return this.#shown.time;
  }

  get open(): number {
    return this.#shown.open;
  }

  get high(): number {
    return this.#shown.high;
  }

  get low(): number {
    return this.#shown.low;
  }

  get close(): number {
    return this.#shown.close;
  }

  get volume(): number {
    return this.#shown.volume;
  }

  get isFilled(): boolean {
    return this.#shown.isFilled;
  }

  get expected(): number {
    return this.#shown.expected;
  }

  get present(): number {
    return this.#shown.present;
  }

  get isComplete(): boolean {
    return this.#shown.isComplete;
  }

  get #shown(): Bar {
    this.#bar ??= ensure(this.#bars?.latest(), 'bar of an event');
    return this.#bar;
  }
}

/** The reused event of one slot of quotes. */
export class SlotQuote implements QuoteEvent {
  readonly symbol: string;
  time = 0 as Micros;
  bid = Number.NaN;
  ask = Number.NaN;
  bidSize = Number.NaN;
  askSize = Number.NaN;

  constructor(symbol: string) {
    this.symbol = symbol;
  }

  show(quote: Quote): this {
    this.time = quote.time;
    this.bid = quote.bid;
    this.ask = quote.ask;
    this.bidSize = quote.bidSize;
    this.askSize = quote.askSize;
    return this;
  }
}

/** The reused event of one slot of trades. */
export class SlotTrade implements TradeEvent {
  readonly symbol: string;
  time = 0 as Micros;
  price = Number.NaN;
  size = Number.NaN;

  constructor(symbol: string) {
    this.symbol = symbol;
  }

  show(trade: Trade): this {
    this.time = trade.time;
    this.price = trade.price;
    this.size = trade.size;
    return this;
  }
}

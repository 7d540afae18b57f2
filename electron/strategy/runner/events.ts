import { ensure } from '../../../shared/lang/invariant.ts';
import { BAR_FILLED, NO_BARS, type ReadColumns } from '../../../shared/market/columns.ts';
import type { Micros } from '../../../shared/market/time.ts';
import type { StrategySlot } from '../../../shared/trading/strategy-port.ts';
import type { BarEvent, QuoteEvent, TradeEvent } from '../api/context.ts';
import type { Quote, Trade } from '../api/data.ts';
import type { BarSource } from '../indicators/bar-source.ts';

/** The reused event of one slot of bars: a place in columns that stay out of its reader's reach. */
export class SlotBar implements BarEvent {
  readonly symbol: string;
  readonly interval: string;
  readonly isDerived: boolean;
  readonly #bars: BarSource | undefined;
  #columns: ReadColumns = NO_BARS;
  #version = -1;
  #row = 0;
  /** Rows known when {@link allTold} was called, of columns of a version. */
  #known = 0;
  #knownVersion = -1;

  constructor({ symbol, interval, isDerived }: StrategySlot, bars: BarSource | undefined) {
    this.#bars = bars;
    this.symbol = symbol;
    this.interval = interval ?? '';
    this.isDerived = isDerived;
  }

  /** Shows the bar of the slot that closed last: a row of its session. */
  renew(row: number): this {
    const bars = ensure(this.#bars, 'bars of an event');
    // To write columns that are there already, or to compare them, would cost more than all else here.
    if (bars.version !== this.#version) {
      this.#columns = bars.columns;
      this.#version = bars.version;
    }
    this.#row = row;
    return this;
  }

  /** A session starts, or a moment is taken up: every bar that is known was told. */
  allTold(): void {
    this.#known = this.#bars?.count ?? 0;
    this.#knownVersion = this.#bars?.version ?? -1;
    this.#version = -1;
  }

  /** Bars that are known and were not told yet: fills by a bar are told before it. */
  get untold(): number {
    if (this.#bars === undefined) return 0;
    const { version, count } = this.#bars;
    if (version === this.#version) return count - this.#row - 1;
    return version === this.#knownVersion ? count - this.#known : 0;
  }

  get time(): Micros {
    return this.#columns.time[this.#row] as Micros;
  }

  get open(): number {
    return this.#columns.open[this.#row] as number;
  }

  get high(): number {
    return this.#columns.high[this.#row] as number;
  }

  get low(): number {
    return this.#columns.low[this.#row] as number;
  }

  get close(): number {
    return this.#columns.close[this.#row] as number;
  }

  get volume(): number {
    return this.#columns.volume[this.#row] as number;
  }

  get isFilled(): boolean {
    return this.#columns.flags[this.#row] === BAR_FILLED;
  }

  get expected(): number {
    return this.#columns.expected?.[this.#row] ?? 1;
  }

  get present(): number {
    return this.#columns.present?.[this.#row] ?? 1;
  }

  get isComplete(): boolean {
    return (this.#columns.complete?.[this.#row] ?? 1) === 1;
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

import type { Bar, SessionReads } from '../api/data.ts';
import { defined, Indicator, LineCells } from './indicator.ts';

type Quotes = Pick<SessionReads, 'latestQuote'>;

/** Cumulative volume delta of a session: volume of trades whose buyer took less that of those whose seller took, read at each bar's
 * close. A trade of unknown side is a buyer's above the middle of the quote in force and a seller's below; at the middle, or without a
 * quote, it goes by the last price that differed (C. M. C. Lee, M. J. Ready, Journal of Finance 46, 1991). */
export class VolumeDelta extends Indicator {
  override readonly isOfSession = true;
  readonly line = new LineCells(this.take);
  readonly #data: Quotes;
  readonly #symbol: string;
  /** Delta, last price, direction of the last change. */
  readonly #cells = this.take(3);

  constructor(data: Quotes, symbol: string) {
    super();
    this.#data = data;
    this.#symbol = symbol;
  }

  /** A trade came. */
  trade(price: number, size: number, side: number): void {
    const cells = this.#cells;
    if (Number.isNaN(cells[0])) cells[0] = 0;
    const last = cells[1] as number;
    if (!Number.isNaN(last) && price !== last) cells[2] = Math.sign(price - last);
    cells[1] = price;
    const direction = side === 1 ? 1 : side === 2 ? -1 : this.#directionOf(price);
    cells[0] = (cells[0] as number) + direction * size;
  }

  /** As of the last trade. */
  get delta(): number | undefined {
    return defined(this.#cells[0] as number);
  }

  override update(_bar: Bar): void {
    this.line.push(this.#cells[0] as number);
  }

  #directionOf(price: number): number {
    const quote = this.#data.latestQuote(this.#symbol);
    const middle = quote === undefined ? Number.NaN : (quote.bid + quote.ask) / 2;
    if (price > middle) return 1;
    if (price < middle) return -1;
    const change = this.#cells[2] as number;
    return Number.isNaN(change) ? 0 : change;
  }
}

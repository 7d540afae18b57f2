import type { Quote, QuoteColumns, TradeColumns } from '../../../shared/market/columns.ts';
import type { FeedEvent } from '../../../shared/session/feed.ts';
import { GrowingColumns } from './growing-columns.ts';
import type { Fate } from './live-counts.ts';
import { SeenNumbers } from './seen-numbers.ts';

type TickEvent = Extract<FeedEvent, { readonly type: 'quote' | 'trade' }>;

interface Waiting<Row> {
  readonly time: number;
  readonly number: number;
  readonly row: Row;
}

interface SessionEdges {
  readonly open: number;
  readonly close: number;
  /** From a stamp to the instant it is known (S2). */
  readonly delay: number;
}

/** Quotes or trades of one live session: each event becomes one row, known after the clock. One that comes when the clock has passed it is known when it
 * comes (S2), and is stamped so; a late quote that is older than the one in force is not shown any more. */
abstract class LiveTicks<Columns extends { readonly [Name in keyof Columns]: Float64Array | Uint8Array }> {
  readonly #edges: SessionEdges;
  readonly #columns: GrowingColumns<Columns>;
  readonly #seen = new SeenNumbers();
  /** By stamp, then by number. */
  readonly #waiting: Waiting<{ readonly [Name in keyof Columns]: number }>[] = [];
  /** Of what was delivered or will be next: nothing older may follow it. */
  #newest = Number.NEGATIVE_INFINITY;

  constructor(edges: SessionEdges, start: Columns, rows: number) {
    this.#edges = edges;
    this.#columns = new GrowingColumns(start, rows);
  }

  protected abstract rowOf(event: TickEvent, time: number): { readonly [Name in keyof Columns]: number } | undefined;
  protected abstract readonly replaces: boolean;

  take(event: TickEvent, clock: number): Fate {
    const { open, close, delay } = this.#edges;
    const { number } = event;
    const stamp = event.type === 'quote' ? event.quote.time : event.trade.time;
    if (!Number.isSafeInteger(number) || !(stamp >= open && stamp < close && stamp + delay <= close)) return 'refused';
    const isLate = stamp + delay <= clock;
    const time = isLate ? clock + 1 - delay : stamp;
    const row = this.rowOf(event, time);
    if (row === undefined || time >= close) return 'refused';
    if (!this.#seen.add(number)) return 'doubled';
    if (isLate && this.replaces) {
      if (number < this.#newest) return 'stale';
      this.#newest = number;
    }
    let at = this.#waiting.length;
    while (at > 0 && isAfter(this.#waiting[at - 1] as Waiting<unknown>, time, number)) at -= 1;
    this.#waiting.splice(at, 0, { time, number, row });
    return isLate ? 'late' : 'waiting';
  }

  /** Makes rows of what is known at or before `to`; true when there were any. */
  settle(to: number): boolean {
    let count = 0;
    for (const { time, number, row } of this.#waiting) {
      if (time + this.#edges.delay > to) break;
      this.#columns.push(row);
      this.#newest = Math.max(this.#newest, number);
      count += 1;
    }
    this.#waiting.splice(0, count);
    return count > 0;
  }

  /** When the last event that has come is known. */
  get lastKnown(): number {
    const last = this.#waiting.at(-1);
    return last === undefined ? Number.NEGATIVE_INFINITY : last.time + this.#edges.delay;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get rows(): number {
    return this.#columns.rows;
  }

  get columns(): Columns {
    return this.#columns.window();
  }
}

export class LiveQuotes extends LiveTicks<QuoteColumns> {
  protected readonly replaces = true;

  protected rowOf(event: TickEvent, time: number): { readonly [Name in keyof QuoteColumns]: number } | undefined {
    if (event.type !== 'quote') return undefined;
    const { bid, ask, bidSize, askSize } = event.quote;
    return bid > 0 || ask > 0 ? { time, bid, ask, bidSize, askSize } : undefined;
  }
}

export class LiveTrades extends LiveTicks<TradeColumns> {
  protected readonly replaces = false;

  protected rowOf(event: TickEvent, time: number): { readonly [Name in keyof TradeColumns]: number } | undefined {
    if (event.type !== 'trade') return undefined;
    const { price, size } = event.trade;
    return price > 0 && size >= 0 ? { time, price, size, side: event.side } : undefined;
  }
}

/** The stored quotes of a session with the newest one before its open (S23): `quote` where that is newer. */
export function quotesFrom(
  stored: QuoteColumns,
  first: number,
  quote: Quote | undefined,
): { readonly columns: QuoteColumns; readonly first: number } {
  if (quote === undefined || (first > 0 && (stored.time[first - 1] as number) > quote.time))
    return { columns: stored, first };
  const put = (value: number, column: Float64Array): Float64Array => Float64Array.of(value, ...column.subarray(first));
  const columns = {
    time: put(quote.time, stored.time),
    bid: put(quote.bid, stored.bid),
    ask: put(quote.ask, stored.ask),
    bidSize: put(quote.bidSize, stored.bidSize),
    askSize: put(quote.askSize, stored.askSize),
  };
  return { columns, first: 1 };
}

function isAfter(entry: Waiting<unknown>, time: number, number: number): boolean {
  return entry.time > time || (entry.time === time && entry.number > number);
}

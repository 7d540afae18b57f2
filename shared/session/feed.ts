import type { Bar, BarColumns, Quote, Trade } from '../market/columns.ts';
import type { Micros } from '../market/time.ts';
import type { PlannedStream } from './plan.ts';

/** One datum of a live feed, stamped by the exchange: a bar with its open, a quote or trade with its time. It may come late, twice and out of
 * order. `stream` is the position in the configuration. */
export type FeedEvent =
  | { readonly type: 'bar'; readonly stream: number; readonly bar: Bar; readonly received: Micros }
  | ({ readonly type: 'quote'; readonly quote: Quote } & Numbered)
  /** `side`: 0 unknown, 1 buyer took, 2 seller took. */
  | ({ readonly type: 'trade'; readonly trade: Trade; readonly side: 0 | 1 | 2 } & Numbered);

interface Numbered {
  readonly stream: number;
  /** Whole, ascending within the stream in the order of the exchange; an event that is sent again has its number again. */
  readonly number: number;
  /** Wall time at which it came. */
  readonly received: Micros;
}

/** `connected`: all that happens comes. `silent`: the link stands and what should have come did not. `lost`: there is no link. `ended`:
 * nothing more comes of this stream. */
export type FeedCondition = 'connected' | 'silent' | 'lost' | 'ended';

/** The condition of a stream from `since` on, which may lie behind: a stall is noticed late. */
export interface FeedStatus {
  readonly type: 'status';
  readonly stream: number;
  readonly condition: FeedCondition;
  readonly since: Micros;
}

export type FeedInput = FeedEvent | FeedStatus;

/** Bars that upkeep found for slots that are missing behind the clock (D3), ascending. */
export interface LiveRepair {
  readonly type: 'repair';
  readonly stream: number;
  /** As remarks name it: `1s bars of lean`. */
  readonly origin: string;
  readonly columns: BarColumns;
}

/** What changes a live run beside its clock and a person's orders. */
export type LiveInput = FeedInput | LiveRepair;

/** A live source of market data: a collector, or a simulated one. It reconnects by itself and says when it is away. */
export interface Feed {
  /** It sends a bar for each slot in which something traded, so that an empty slot is proved empty while it is connected (S13). */
  readonly listsEveryTrade: boolean;
  /** Sends what comes of these streams, and is not stored already, to `take`, one after another, until it is closed. A stream counts as lost until
   * it says otherwise. */
  start(streams: readonly PlannedStream[], take: (input: FeedInput) => void): void;
  close(): void;
}

/** How a stream of a live session did so far, in events. */
export interface FeedCounts {
  /** Shown to the run, late ones included. */
  readonly delivered: number;
  /** Came when the clock had passed them: quotes and trades were delivered when they came, bars with the next session minute. */
  readonly late: number;
  /** Came again, with the same values or corrected ones. */
  readonly doubled: number;
  /** Late quotes older than one already in force. */
  readonly stale: number;
  /** Of no session, or with impossible values. */
  readonly refused: number;
}

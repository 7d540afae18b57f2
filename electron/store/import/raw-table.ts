import type { Rejection, TimeUnit } from '../../../shared/store/import.ts';
import type { ColumnMeaning } from '../../../shared/store/import.ts';
import type { Sample } from './inference/sample.ts';

/** What a reader makes of a foreign file: a view or table `raw` of the database, with `_row` (0-based position in the file) and
 * columns `c0`, `c1`, ... so that no foreign name ever stands in SQL. */
export interface RawTable {
  /** For people: `CSV, semicolon, UTF-16`. */
  readonly format: string;
  readonly columns: readonly RawColumn[];
  readonly rows: number;
  /** Rows that the reader could not even split into columns; they are not in `raw` but count as read. */
  readonly malformed: readonly Rejection[];
  readonly layout?: KnownLayout;
  /** What the file says about itself outside its rows, such as the ticker of a JSON answer. */
  readonly facts: FileFacts;
  /** The first rows as they are written, where `raw` holds numbers instead. */
  readonly written?: Sample;
}

export interface RawColumn {
  /** Name in the file; `column 3` where the file has none. */
  readonly name: string;
  /** Name in `raw`. */
  readonly id: string;
  /** Type as DuckDB writes it, without parameters: `DOUBLE`, `DECIMAL`, `VARCHAR`. */
  readonly type: string;
  /** A column of text, so `VARCHAR`, whose cells stand in `raw` as the doubles that they are: it can be nothing but prices or sizes. */
  readonly isRead?: boolean;
}

/** A layout recognised as a whole, by the reader: its documented meaning needs no inference. */
export interface KnownLayout {
  readonly name: string;
  /** Meanings by column id. */
  readonly meanings: Readonly<Record<string, ColumnMeaning>>;
  readonly timeZone?: string;
  readonly stamp?: 'open' | 'close';
  /** Prices are written multiplied by this. */
  readonly priceFactor?: number;
  /** Stamps are counted from midnight of this date (`YYYY-MM-DD`) in `timeZone`. */
  readonly midnightOf?: string;
  readonly timeUnit?: TimeUnit;
  readonly interval?: string;
  readonly sampled?: 'event' | '1s' | '1m';
  readonly kind?: 'bars' | 'quotes' | 'trades';
  readonly calendar?: string;
  /** Rows are messages that carry one side of a quote each. */
  readonly isSplitQuote?: boolean;
  readonly evidence: string;
}

export interface FileFacts {
  readonly symbol?: { readonly value: string; readonly evidence: string };
  /** Decimals are written with a comma. */
  readonly decimalComma?: boolean;
  /** Names stand in the file, so that they may be trusted. */
  readonly hasNames: boolean;
  readonly evidence: readonly string[];
}

import type { Micros } from '../../../shared/market/time.ts';
import type { RoundTrip } from '../../../shared/trading/position.ts';
import { Column } from './column.ts';
import { NumberRows } from './number-rows.ts';
import { SparseList } from './sparse-list.ts';

const STRIDE = 18;
const INSTRUMENT = 0;
const IS_LONG = 1;
const QUANTITY = 2;
const ENTRY_TIME = 3;
const EXIT_TIME = 4;
const ENTRY_PRICE = 5;
const EXIT_PRICE = 6;
const PROFIT = 7;
const FEES = 8;
const RETURN = 9;
const ADVERSE = 10;
const FAVOURABLE = 11;
const BARS = 12;
const EXPECTED_SLOTS = 13;
const MISSING_SLOTS = 14;
const IS_AMBIGUOUS = 15;
const FROM = 16;
const TO = 17;

type Writable = { -readonly [Key in keyof RoundTrip]: RoundTrip[Key] };

/** A trip that has ended with the fills `[from, to)` of its instrument. */
export interface EndedTrip extends Omit<RoundTrip, 'symbol' | 'fills' | 'tag'> {
  readonly tag: string | undefined;
  readonly from: number;
  readonly to: number;
}

export interface TripListState {
  readonly count: number;
  /** Fills by instrument. */
  readonly fills: readonly number[];
}

/** The round trips of a run that have ended, and by instrument the ids of all fills, growing with the clock and set back with it. A fill through
 * flat belongs to two trips. */
export class TripList {
  readonly #symbols: readonly string[];
  readonly #rows = new NumberRows(STRIDE);
  readonly #tags = new SparseList<string | undefined>(undefined);
  readonly #fills: readonly Column[];

  /** `symbols` by instrument. */
  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
    this.#fills = symbols.map(() => new Column());
  }

  /** The next fill of an instrument; returns its place among those. */
  addFill(instrument: number, id: number): number {
    const fills = this.#fills[instrument] as Column;
    fills.push(id);
    return fills.length - 1;
  }

  fillsOf(instrument: number): number {
    return (this.#fills[instrument] as Column).length;
  }

  /** Ids of an instrument's fills `[from, length)`. */
  fillsFrom(instrument: number, from: number): number[] {
    return [...(this.#fills[instrument] as Column).slice(from)];
  }

  push(instrument: number, trip: EndedTrip): void {
    const rows = this.#rows;
    const row = rows.add();
    const values = rows.partOf(row);
    const at = rows.placeOf(row);
    this.#tags.set(row, trip.tag);
    values[at + INSTRUMENT] = instrument;
    values[at + IS_LONG] = trip.side === 'long' ? 1 : 0;
    values[at + QUANTITY] = trip.quantity;
    values[at + ENTRY_TIME] = trip.entryTime;
    values[at + EXIT_TIME] = trip.exitTime;
    values[at + ENTRY_PRICE] = trip.entryPrice;
    values[at + EXIT_PRICE] = trip.exitPrice;
    values[at + PROFIT] = trip.profit;
    values[at + FEES] = trip.fees;
    values[at + RETURN] = trip.return;
    values[at + ADVERSE] = trip.adverse;
    values[at + FAVOURABLE] = trip.favourable;
    values[at + BARS] = trip.bars;
    values[at + EXPECTED_SLOTS] = trip.expectedSlots;
    values[at + MISSING_SLOTS] = trip.missingSlots;
    values[at + IS_AMBIGUOUS] = trip.isAmbiguous ? 1 : 0;
    values[at + FROM] = trip.from;
    values[at + TO] = trip.to;
  }

  all(): RoundTrip[] {
    return Array.from({ length: this.#rows.length }, (_, row) => this.#at(row));
  }

  save(): TripListState {
    return { count: this.#rows.length, fills: this.#fills.map((fills) => fills.length) };
  }

  restore({ count, fills }: TripListState): void {
    this.#rows.setLength(count);
    this.#fills.forEach((column, instrument) => column.setLength(fills[instrument] as number));
  }

  #at(row: number): RoundTrip {
    const values = this.#rows.partOf(row);
    const at = this.#rows.placeOf(row);
    const instrument = values[at + INSTRUMENT] as number;
    const trip: Writable = {
      symbol: this.#symbols[instrument] as string,
      side: values[at + IS_LONG] === 1 ? 'long' : 'short',
      quantity: values[at + QUANTITY] as number,
      entryTime: values[at + ENTRY_TIME] as Micros,
      exitTime: values[at + EXIT_TIME] as Micros,
      entryPrice: values[at + ENTRY_PRICE] as number,
      exitPrice: values[at + EXIT_PRICE] as number,
      profit: values[at + PROFIT] as number,
      fees: values[at + FEES] as number,
      return: values[at + RETURN] as number,
      adverse: values[at + ADVERSE] as number,
      favourable: values[at + FAVOURABLE] as number,
      bars: values[at + BARS] as number,
      expectedSlots: values[at + EXPECTED_SLOTS] as number,
      missingSlots: values[at + MISSING_SLOTS] as number,
      isAmbiguous: values[at + IS_AMBIGUOUS] === 1,
      fills: [...(this.#fills[instrument] as Column).values.subarray(values[at + FROM], values[at + TO])],
    };
    const tag = this.#tags.at(row);
    if (tag !== undefined) trip.tag = tag;
    return trip;
  }
}

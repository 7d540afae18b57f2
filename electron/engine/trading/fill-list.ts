import type { Micros } from '../../../shared/market/time.ts';
import type { Fill, FillSource } from '../../../shared/trading/fill.ts';
import type { Side } from '../../../shared/trading/order.ts';
import { codeOf, SIDES, SOURCE_PRICES, SOURCES } from '../trading-codes.ts';
import type { FillFields } from './execution.ts';
import { NumberRows } from './number-rows.ts';
import { SparseList } from './sparse-list.ts';

const STRIDE = 13;
const ORDER = 0;
const INSTRUMENT = 1;
const SIDE = 2;
const QUANTITY = 3;
const PRICE = 4;
const TIME = 5;
const KNOWN_AT = 6;
const COMMISSION = 7;
const SLIPPAGE = 8;
const SOURCE = 9;
const SOURCE_TIME = 10;
const SOURCE_PRICE = 11;
/** 1 if ambiguous, 2 if of a person's order, or their sum. */
const FLAGS = 12;

type Writable = { -readonly [Key in keyof Fill]: Fill[Key] };

/** The fills of a run, growing with the clock and set back with it. Their ids count from 1. */
export class FillList {
  readonly #symbols: readonly string[];
  readonly #rows = new NumberRows(STRIDE);
  readonly #tags = new SparseList<string | undefined>(undefined);

  /** `symbols` by instrument. */
  constructor(symbols: readonly string[]) {
    this.#symbols = symbols;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** The next one, of an instrument. */
  push(fill: FillFields, instrument: number): void {
    const { source } = fill;
    const rows = this.#rows;
    const row = rows.add();
    const values = rows.partOf(row);
    const at = rows.placeOf(row);
    this.#tags.set(row, fill.tag);
    values[at + ORDER] = fill.order;
    values[at + INSTRUMENT] = instrument;
    values[at + SIDE] = codeOf(SIDES, fill.side);
    values[at + QUANTITY] = fill.quantity;
    values[at + PRICE] = fill.price;
    values[at + TIME] = fill.time;
    values[at + KNOWN_AT] = fill.knownAt;
    values[at + COMMISSION] = fill.commission;
    values[at + SLIPPAGE] = fill.slippage;
    values[at + SOURCE] = codeOf(SOURCES, source.kind);
    values[at + SOURCE_TIME] = source.time;
    values[at + SOURCE_PRICE] = codeOf(SOURCE_PRICES, source.price);
    values[at + FLAGS] = (fill.isAmbiguous ? 1 : 0) + (fill.isManual ? 2 : 0);
  }

  /** Keys in their canonical order as far as a literal allows. */
  at(row: number): Fill {
    const values = this.#rows.partOf(row);
    const at = this.#rows.placeOf(row);
    const flags = values[at + FLAGS] as number;
    const fill: Writable = {
      commission: values[at + COMMISSION] as number,
      id: row + 1,
      isAmbiguous: (flags & 1) !== 0,
      isManual: (flags & 2) !== 0,
      knownAt: values[at + KNOWN_AT] as Micros,
      order: values[at + ORDER] as number,
      price: values[at + PRICE] as number,
      quantity: values[at + QUANTITY] as number,
      side: SIDES[values[at + SIDE] as number] as Side,
      slippage: values[at + SLIPPAGE] as number,
      source: {
        kind: SOURCES[values[at + SOURCE] as number] as FillSource['kind'],
        price: SOURCE_PRICES[values[at + SOURCE_PRICE] as number] as FillSource['price'],
        time: values[at + SOURCE_TIME] as Micros,
      },
      symbol: this.#symbols[values[at + INSTRUMENT] as number] as string,
      time: values[at + TIME] as Micros,
    };
    const tag = this.#tags.at(row);
    if (tag !== undefined) fill.tag = tag;
    return fill;
  }

  /** Fills `[from, length)`. */
  slice(from = 0): Fill[] {
    return Array.from({ length: Math.max(0, this.length - from) }, (_, row) => this.at(from + row));
  }

  /** The last ones, newest first. */
  newest(count: number): Fill[] {
    return this.slice(Math.max(0, this.length - count)).reverse();
  }

  setLength(length: number): void {
    this.#rows.setLength(length);
  }
}

import type { Engine } from '../engine/engine.ts';
import type { FillList } from '../engine/trading/fill-list.ts';
import { FILL_STRIDE, type FillTail, PACKED_FILL } from '../../shared/session/replay.ts';
import type { Fill } from '../../shared/trading/fill.ts';

/** What the window was told of the run's fills, and what it is to be told next. After a jump the fills that it has already are found by
 * comparing them: a run played again makes the same. */
export class FillFeed {
  readonly #engine: Engine;
  readonly #symbols: readonly string[];
  /** As the window has them. */
  #sent: number[] = [];
  #isNew = true;

  /** `symbols` in the order of the run's description. */
  constructor(engine: Engine, symbols: readonly string[]) {
    this.#engine = engine;
    this.#symbols = symbols;
  }

  /** The window has none. */
  reset(): void {
    this.#sent = [];
    this.#isNew = true;
  }

  /** `undefined` when nothing changed. `isJump`: what was told before may not lead to what is now. */
  next(isJump: boolean): FillTail | undefined {
    const fills = this.#engine.trading?.records.fills;
    if (fills === undefined) return undefined;
    const told = this.#sent.length / FILL_STRIDE;
    if (!isJump && !this.#isNew && fills.length === told) return undefined;
    const keep = isJump ? this.#shared(fills) : told;
    const rows = fills.slice(keep).flatMap((fill) => this.#pack(fill));
    if (!this.#isNew && keep === told && rows.length === 0) return undefined;
    this.#isNew = false;
    this.#sent.length = keep * FILL_STRIDE;
    for (const value of rows) this.#sent.push(value);
    return { keep, rows: Float64Array.from(rows) };
  }

  /** How many of the first fills the window has. */
  #shared(fills: FillList): number {
    const most = Math.min(fills.length, this.#sent.length / FILL_STRIDE);
    for (let row = 0; row < most; row++) {
      const packed = this.#pack(fills.at(row));
      for (let field = 0; field < FILL_STRIDE; field++)
        if (this.#sent[row * FILL_STRIDE + field] !== packed[field]) return row;
    }
    return most;
  }

  #pack({ source, time, symbol, side, quantity, price }: Fill): number[] {
    const row: number[] = [];
    row[PACKED_FILL.time] = source.kind === 'bar' ? source.time : time;
    row[PACKED_FILL.symbol] = this.#symbols.indexOf(symbol);
    row[PACKED_FILL.quantity] = side === 'buy' ? quantity : -quantity;
    row[PACKED_FILL.price] = price;
    return row;
  }
}

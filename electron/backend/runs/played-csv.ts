import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

import { BAR_FILLED } from '../../../shared/market/columns.ts';
import type { BarColumns, DerivedColumns } from '../../../shared/market/columns.ts';
import type { Interval } from '../../../shared/market/interval.ts';
import { powerOfTen } from '../../../shared/market/price.ts';
import { symbolToPath } from '../../../shared/market/symbol-path.ts';
import { formatIso, micros } from '../../../shared/market/time.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import type { SessionBlock, StreamBlock } from '../../../shared/session/block.ts';
import type { PlannedStream, RunPlan } from '../../../shared/session/plan.ts';
import type { EngineListener } from '../../engine/engine-listener.ts';
import type { RunLayout } from '../../engine/run-layout.ts';

const FLUSH_CHARACTERS = 1 << 16;
const SIDES = ['', 'buy', 'sell'];

/** Says what was played, for `validate`. */
export const PLAYED_NAME = 'played.json';

const BAR_HEAD = 'time,open,high,low,close,volume,filled';
const DERIVED_HEAD = 'time,open,high,low,close,volume,expected,present,complete';

/** Name of the file that holds one played stream: `bars.1s.SPY.csv`, `quotes.SPY.csv`. Symbols are path-safe. */
export function playedFileName(kind: PlannedStream['type'], symbol: string, interval?: Interval): string {
  return [kind, ...(interval === undefined ? [] : [interval]), symbolToPath(symbol), 'csv'].join('.');
}

/** Writes what a run delivers as it is delivered: one CSV file a stream and one a derived interval, a row an event. Times are
 * the stamps of the store (S1), prices are exact at the symbol's scale (S28). */
export class PlayedCsv implements EngineListener {
  readonly #streams: readonly CsvFile[];
  readonly #derived = new Map<number, CsvFile>();
  #block: SessionBlock | undefined;
  readonly #layout: () => RunLayout;
  readonly #folder: string;

  constructor(folder: string, plan: RunPlan, layout: () => RunLayout) {
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#layout = layout;
    this.#streams = plan.streams.map(({ type, symbol, interval }) => {
      const head =
        type === 'bars' ? BAR_HEAD : type === 'quotes' ? 'time,bid,ask,bid_size,ask_size' : 'time,price,size,side';
      return new CsvFile(join(folder, playedFileName(type, symbol, interval)), head);
    });
  }

  sessionStarted(block: SessionBlock): void {
    this.#block = block;
  }

  marketEvent(stream: number, row: number): void {
    const played = ensure(ensure(this.#block, 'block').streams[stream], 'stream');
    ensure(this.#streams[stream], 'file').line(streamRow(played, row));
  }

  derivedBar(slot: number, row: number): void {
    const block = ensure(this.#block, 'block');
    const { symbol, interval, stream } = ensure(this.#layout().slots[slot], 'slot');
    let file = this.#derived.get(slot);
    if (file === undefined) {
      file = new CsvFile(join(this.#folder, playedFileName('bars', symbol, interval)), DERIVED_HEAD);
      this.#derived.set(slot, file);
    }
    const derived = block.symbols.find((it) => it.stream === stream)?.derived.find((it) => it.interval === interval);
    file.line(
      derivedRow(ensure(derived, 'derived bars').columns, row, ensure(block.streams[stream], 'stream').priceScale),
    );
  }

  /** Called when the run is over: `config` is its configuration, with paths relative to `folder`. */
  finish(config: unknown, folder: string): void {
    const about = { format: 'tapedeck-played', version: 1, config, folder };
    writeFileSync(join(this.#folder, PLAYED_NAME), `${JSON.stringify(about, undefined, 2)}\n`);
  }

  close(): void {
    for (const file of [...this.#streams, ...this.#derived.values()]) file.close();
  }
}

export function streamRow(played: StreamBlock, row: number): string {
  const { priceScale: scale } = played;
  switch (played.kind) {
    case 'bars':
      return `${barRow(played.columns, row, scale)},${played.columns.flags[row] === BAR_FILLED ? 1 : 0}`;
    case 'quotes': {
      const { time, bid, ask, bidSize, askSize } = played.columns;
      return `${at(time, row)},${price(bid, row, scale)},${price(ask, row, scale)},${number(bidSize, row)},${number(askSize, row)}`;
    }
    case 'trades': {
      const { time, price: prices, size, side } = played.columns;
      return `${at(time, row)},${price(prices, row, scale)},${number(size, row)},${SIDES[side[row] ?? 0] ?? ''}`;
    }
  }
}

export function derivedRow(columns: DerivedColumns, row: number, scale: number): string {
  return `${barRow(columns, row, scale)},${columns.expected[row]},${columns.present[row]},${columns.complete[row]}`;
}

function barRow(columns: BarColumns, row: number, scale: number): string {
  const { time, open, high, low, close, volume } = columns;
  const prices = [open, high, low, close].map((column) => price(column, row, scale)).join(',');
  return `${at(time, row)},${prices},${number(volume, row)}`;
}

function at(time: Float64Array, row: number): string {
  return formatIso(micros(time[row] as number));
}

function price(column: Float64Array, row: number, scale: number): string {
  const value = column[row] as number;
  if (Number.isNaN(value)) return '';
  const units = Math.round(value * powerOfTen(scale));
  if (scale === 0) return String(units);
  const digits = String(Math.abs(units)).padStart(scale + 1, '0');
  return `${units < 0 ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function number(column: Float64Array, row: number): string {
  const value = column[row] as number;
  return Number.isNaN(value) ? '' : String(value);
}

/** A file written in large pieces. */
class CsvFile {
  readonly #file: number;
  #text: string;

  constructor(path: string, head: string) {
    this.#file = openSync(path, 'w');
    this.#text = `${head}\n`;
  }

  line(text: string): void {
    this.#text += `${text}\n`;
    if (this.#text.length >= FLUSH_CHARACTERS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    const bytes = Buffer.from(this.#text);
    for (let done = 0; done < bytes.length;) done += writeSync(this.#file, bytes, done);
    this.#text = '';
  }
}

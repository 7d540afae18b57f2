import { createHash } from 'node:crypto';

import type { BarColumns, QuoteColumns, TradeColumns } from '../../shared/market/columns.ts';

type Column = Float64Array | Uint8Array;

/** SHA-256 (hex) of columns: their bytes one column after the other, little-endian, in the order of the type's fields. Equal for equal
 * values, however they were imported. */
export function digestBars(columns: BarColumns): string {
  const { time, open, high, low, close, volume, flags } = columns;
  return digest([time, open, high, low, close, volume, flags]);
}

export function digestQuotes({ time, bid, ask, bidSize, askSize }: QuoteColumns): string {
  return digest([time, bid, ask, bidSize, askSize]);
}

export function digestTrades({ time, price, size, side }: TradeColumns): string {
  return digest([time, price, size, side]);
}

/** Digests by what their columns were read from: content never changes under a file's hash, and hashing a session of seconds costs more
 * than deriving all its bars. */
const known = new Map<string, string>();
const MOST_KNOWN = 20_000;

/** The digest that `make` makes, or made before for the same origin. `origin` must name everything the columns rest on. */
export function digestOnce(origin: string, make: () => string): string {
  const before = known.get(origin);
  if (before !== undefined) return before;
  const made = make();
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(origin, made);
  return made;
}

function digest(columns: readonly Column[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of columns) hash.update(Buffer.from(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

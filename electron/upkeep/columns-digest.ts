import { webcrypto } from 'node:crypto';

import type { BarColumns, QuoteColumns, TradeColumns } from '../../shared/market/columns.ts';

type Column = Float64Array | Uint8Array;

/** SHA-256 (hex) of columns: their bytes one column after the other, little-endian, in the order of the type's fields. Equal for equal
 * values, however they were imported. */
export function digestBars(columns: BarColumns): Promise<string> {
  const { time, open, high, low, close, volume, flags } = columns;
  return digest([time, open, high, low, close, volume, flags]);
}

export function digestQuotes({ time, bid, ask, bidSize, askSize }: QuoteColumns): Promise<string> {
  return digest([time, bid, ask, bidSize, askSize]);
}

export function digestTrades({ time, price, size, side }: TradeColumns): Promise<string> {
  return digest([time, price, size, side]);
}

/** Digests by what their columns were read from: content never changes under a file's hash, and hashing a session of seconds costs more
 * than deriving all its bars. */
const known = new Map<string, Promise<string>>();
const MOST_KNOWN = 20_000;

/** The digest that `make` makes, or made before for the same origin. `origin` must name everything the columns rest on. */
export function digestOnce(origin: string, make: () => Promise<string>): Promise<string> {
  const before = known.get(origin);
  if (before !== undefined) return before;
  const made = make();
  made.catch(() => known.delete(origin));
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(origin, made);
  return made;
}

/** In a thread of the system's pool: a copy takes a tenth of the time that hashing would hold up this one. */
async function digest(columns: readonly Column[]): Promise<string> {
  const bytes = new Uint8Array(columns.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of columns) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

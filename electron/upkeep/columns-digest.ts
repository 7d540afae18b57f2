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

function digest(columns: readonly Column[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of columns) hash.update(Buffer.from(buffer, byteOffset, byteLength));
  return hash.digest('hex');
}

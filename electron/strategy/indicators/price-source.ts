import type { BarColumns } from '../../../shared/market/columns.ts';
import type { Bar } from '../api/data.ts';
import type { PriceSource } from '../api/indicators.ts';

export type ReadPrice = (bar: Bar) => number;

const READS: Readonly<Record<PriceSource, ReadPrice>> = {
  open: (bar) => bar.open,
  high: (bar) => bar.high,
  low: (bar) => bar.low,
  close: (bar) => bar.close,
  volume: (bar) => bar.volume,
  hl2: (bar) => (bar.high + bar.low) / 2,
  hlc3: (bar) => typicalPrice(bar),
  ohlc4: (bar) => (bar.open + bar.high + bar.low + bar.close) / 4,
};

/** Sources that are a column of bars as they stand. */
export type PriceColumn = Extract<PriceSource, keyof BarColumns>;

const COLUMNS: readonly PriceSource[] = ['open', 'high', 'low', 'close', 'volume'] satisfies PriceColumn[];

export function columnOf(source: PriceSource): PriceColumn | undefined {
  return COLUMNS.includes(source) ? (source as PriceColumn) : undefined;
}

export const PRICE_SOURCES = Object.keys(READS) as readonly PriceSource[];

export function readPrice(source: PriceSource): ReadPrice {
  return READS[source];
}

export function typicalPrice(bar: Bar): number {
  return (bar.high + bar.low + bar.close) / 3;
}

import { formatFixed } from './format.ts';

/** Prices as text: with the places of the quoting unit, and with all of the stored ones where a price needs them. */
export interface PriceText {
  /** Places of an axis or a column. */
  readonly places: number;
  /** For a column: equal places. */
  column(price: number): string;
  /** For a single figure: nothing is rounded away. */
  exact(price: number): string;
}

/** Price as text of a symbol with `priceScale` stored decimals; `price` is about what it costs. US equities from one dollar on are quoted in cents (Regulation NMS, rule 612), though prints at fractions of a cent are stored. */
export function priceText(priceScale: number, calendar: string, price: number | undefined): PriceText {
  const places = calendar === 'us-equities' && (price ?? 1) >= 1 ? Math.min(2, priceScale) : priceScale;
  const unit = 10 ** places;
  return {
    places,
    column: (value) => formatFixed(value, places),
    exact: (value) =>
      formatFixed(value, Math.abs(Math.round(value * unit) / unit - value) < 1e-9 ? places : priceScale),
  };
}

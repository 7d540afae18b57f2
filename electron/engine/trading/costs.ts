import { powerOfTen } from '../../../shared/market/price.ts';
import type { CommissionConfig, SlippageConfig } from '../../../shared/session/trading-config.ts';
import type { Side } from '../../../shared/trading/order.ts';
import type { Instrument } from './instrument.ts';
import { moneyOf } from './money.ts';

/** What an order has come to with this fill, for its commission. */
export interface CommissionBasis {
  /** Units of this fill, and of the order with it. */
  readonly quantity: number;
  readonly filled: number;
  readonly price: number;
  readonly multiplier: number;
  /** It rested in the market and was hit. */
  readonly isMaker: boolean;
  /** Units filled this month before it, for tiers. */
  readonly monthVolume: number;
  /** Commission of the order so far, in money. */
  readonly paid: number;
}

/** Commission of a fill in money (S20). A minimum, and an amount an order, is charged once an order, however many fills it takes. */
export function commissionOf(model: CommissionConfig, basis: CommissionBasis): number {
  const { quantity, price, multiplier } = basis;
  switch (model.type) {
    case 'none':
      return 0;
    case 'per-unit':
      return Math.max(moneyOf(model.rate, basis.filled), moneyOf(model.minimum, 1)) - basis.paid;
    case 'per-order':
      return basis.paid === 0 ? moneyOf(model.amount, 1) : 0;
    case 'percent':
      return moneyOf(model.rate, moneyOf(price, quantity, multiplier) / 10_000);
    case 'maker-taker':
      return moneyOf(basis.isMaker ? model.maker : model.taker, moneyOf(price, quantity, multiplier) / 10_000);
    case 'tiered':
      return tiered(model.tiers, basis.monthVolume, quantity);
  }
}

/** Units fall into the tier that the month's volume has reached; a fill that crosses a bound is split there. */
function tiered(tiers: (CommissionConfig & { type: 'tiered' })['tiers'], before: number, quantity: number): number {
  let from = before;
  let left = quantity;
  let money = 0;
  for (const { upTo = Number.POSITIVE_INFINITY, rate } of tiers) {
    if (left <= 0) break;
    if (from >= upTo) continue;
    const here = Math.min(left, upTo - from);
    money += moneyOf(rate, here);
    from += here;
    left -= here;
  }
  return money;
}

/** The datum a fill rests on. */
export interface Liquidity {
  /** Volume of the bar, or the quoted size; NaN where it is not known. */
  readonly size: number;
  /** High less low of the bar, or ask less bid. */
  readonly range: number;
  readonly isQuote: boolean;
}

/** How far slippage moves a price against the order, 0 or more, before rounding (S20):
 *
 * - `ticks`: so many price increments; the default is 1 where only bars exist, none on quotes;
 * - `spread`: a fraction of ask less bid beyond the quote; on bars, where no spread is known, of one price increment;
 * - `volume-share`: price x impact x share squared, share being the fill over the volume (as Zipline's model);
 * - `square-root`: coefficient x range x square root of the share. */
export function slippageOf(
  model: SlippageConfig | undefined,
  instrument: Instrument,
  price: number,
  quantity: number,
  { size, range, isQuote }: Liquidity,
): number {
  const share = size > 0 ? Math.min(1, quantity / size) : 0;
  switch (model?.type) {
    case undefined:
      return isQuote ? 0 : instrument.priceIncrement;
    case 'none':
      return 0;
    case 'ticks':
      return model.ticks * instrument.priceIncrement;
    case 'spread':
      return model.fraction * (isQuote ? range : instrument.priceIncrement);
    case 'volume-share':
      return price * model.impact * share * share;
    case 'square-root':
      return model.coefficient * range * Math.sqrt(share);
  }
}

/** What may be filled on one datum: a share of a bar's volume, a quote's size, with the model `volume-share`; else without limit. */
export function fillable(model: SlippageConfig | undefined, { size, isQuote }: Liquidity): number {
  if (model?.type !== 'volume-share' || Number.isNaN(size)) return Number.POSITIVE_INFINITY;
  return isQuote ? size : size * model.limit;
}

/** A price moved against the order and rounded against it to the instrument's scale: up for a buy, down for a sell. */
export function worsened(price: number, by: number, side: Side, scale: number): number {
  if (by === 0) return price;
  const power = powerOfTen(scale);
  const units = (side === 'buy' ? price + by : price - by) * power;
  const whole = Math.round(units);
  const isWhole = Math.abs(units - whole) < 1e-6;
  return (isWhole ? whole : side === 'buy' ? Math.ceil(units) : Math.floor(units)) / power;
}

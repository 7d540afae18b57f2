import { powerOfTen, priceUnits } from '../../../shared/market/price.ts';
import type { Account, Position } from '../../../shared/trading/position.ts';
import type { PortfolioReads } from '../../../shared/trading/strategy-port.ts';
import type { Instrument } from './instrument.ts';
import { MONEY, moneyOf, portionOf } from './money.ts';

/** A holding. Money by S21. */
interface Holding {
  readonly instrument: Instrument;
  quantity: number;
  /** What the holding cost, below 0 for a short one: its proceeds. */
  basis: number;
  realised: number;
  /** Price of the mark (S25). */
  mark: number;
  value: number;
  /** Money a price unit of the whole holding, where that is a whole number; else NaN. */
  factor: number;
}

export type PortfolioState = {
  readonly cash: number;
  readonly fees: number;
  readonly income: number;
  readonly holdings: readonly Omit<Holding, 'instrument'>[];
};

/** Cash and positions of a run in exact money (F4, S21): equity is cash plus every position at its mark, at any moment. */
export class Portfolio implements PortfolioReads {
  readonly #holdings: readonly Holding[];
  readonly #bySymbol: ReadonlyMap<string, Holding>;
  readonly #leverage: number;
  #cash: number;
  #fees = 0;
  /** Dividends received less borrow cost paid. */
  #income = 0;

  constructor(instruments: readonly Instrument[], cash: number, leverage: number) {
    this.#cash = moneyOf(cash, 1);
    this.#leverage = leverage;
    this.#holdings = instruments.map((instrument) => ({
      instrument,
      quantity: 0,
      basis: 0,
      realised: 0,
      mark: Number.NaN,
      value: 0,
      factor: 0,
    }));
    this.#bySymbol = new Map(this.#holdings.map((holding) => [holding.instrument.symbol, holding]));
  }

  get cash(): number {
    return this.#cash;
  }

  get equity(): number {
    let equity = this.#cash;
    for (const { value } of this.#holdings) equity += value;
    return equity;
  }

  /** Value of all positions without sign. */
  get grossValue(): number {
    let gross = 0;
    for (const { value } of this.#holdings) gross += Math.abs(value);
    return gross;
  }

  get fees(): number {
    return this.#fees;
  }

  get account(): Account {
    const { equity, grossValue } = this;
    const realisedProfit = this.#holdings.reduce((sum, { realised }) => sum + realised, 0) + this.#income;
    return {
      cash: this.#cash,
      equity,
      realisedProfit,
      openProfit: this.#holdings.reduce((sum, { value, basis }) => sum + value - basis, 0),
      fees: this.#fees,
      buyingPower: Math.max(0, Math.floor(equity * this.#leverage) - grossValue),
      marginUsed: Math.ceil(grossValue / this.#leverage),
    };
  }

  get positions(): readonly Position[] {
    return this.#holdings.filter(({ quantity }) => quantity !== 0).map(positionOf);
  }

  quantity(symbol: string): number {
    return this.#bySymbol.get(symbol)?.quantity ?? 0;
  }

  position(symbol: string): Position | undefined {
    const holding = this.#bySymbol.get(symbol);
    return holding === undefined || holding.quantity === 0 ? undefined : positionOf(holding);
  }

  quantityOf(index: number): number {
    return (this.#holdings[index] as Holding).quantity;
  }

  /** Cost of a holding: below 0 for a short one. */
  basisOf(index: number): number {
    return (this.#holdings[index] as Holding).basis;
  }

  valueOf(index: number): number {
    return (this.#holdings[index] as Holding).value;
  }

  /** Values a held position at a price. */
  mark(index: number, price: number): void {
    const holding = this.#holdings[index] as Holding;
    if (holding.quantity === 0) return;
    holding.mark = price;
    holding.value = valueAt(holding, price);
  }

  /** What a held position would be worth at a price. */
  worth(index: number, price: number): number {
    return valueAt(this.#holdings[index] as Holding, price);
  }

  /** The largest part of `quantity` units, signed, that margin allows at `price` (F4): what makes the position smaller always, beyond
   * that as long as all positions' value stays within equity times leverage. */
  affordable(index: number, quantity: number, price: number): number {
    const holding = this.#holdings[index] as Holding;
    const { multiplier } = holding.instrument;
    const reducing = holding.quantity * quantity < 0 ? Math.min(Math.abs(quantity), Math.abs(holding.quantity)) : 0;
    const opening = Math.abs(quantity) - reducing;
    if (opening <= 0) return Math.abs(quantity);
    const kept = Math.abs(holding.quantity) - reducing;
    const others = this.grossValue - Math.abs(holding.value);
    const atPrice = this.equity - holding.value + valueAt(holding, price);
    const room = atPrice * this.#leverage - others - moneyOf(price, kept, multiplier);
    if (moneyOf(price, opening, multiplier) <= room) return Math.abs(quantity);
    return reducing + Math.max(0, room / (price * multiplier * MONEY));
  }

  /** Takes a fill into account; `quantity` is above 0 for a buy. Returns the profit it realised, before its commission. */
  fill(index: number, quantity: number, price: number, commission: number): number {
    const holding = this.#holdings[index] as Holding;
    const { multiplier } = holding.instrument;
    const value = moneyOf(price, quantity, multiplier);
    this.#cash -= value + commission;
    this.#fees += commission;
    const before = holding.quantity;
    let realised = 0;
    if (before * quantity >= 0) holding.basis += value;
    else if (Math.abs(quantity) <= Math.abs(before)) {
      const cost = portionOf(holding.basis, Math.abs(quantity), Math.abs(before));
      realised = -value - cost;
      holding.basis -= cost;
    } else {
      const closing = moneyOf(price, -before, multiplier);
      realised = -closing - holding.basis;
      holding.basis = value - closing;
    }
    holding.realised += realised;
    hold(holding, plus(before, quantity));
    holding.mark = price;
    holding.value = valueAt(holding, price);
    return realised;
  }

  /** Cash that comes in, or goes out below 0, for holding a position: dividends, borrow cost. */
  receive(money: number): void {
    this.#cash += money;
    this.#income += money;
  }

  /** So many new units for each old one; the value stays. */
  split(index: number, ratio: number): void {
    const holding = this.#holdings[index] as Holding;
    if (holding.quantity === 0) return;
    hold(holding, Number((holding.quantity * ratio).toFixed(9)));
    holding.mark /= ratio;
  }

  save(): PortfolioState {
    const holdings = this.#holdings.map(({ quantity, basis, realised, mark, value, factor }) => {
      return { quantity, basis, realised, mark, value, factor };
    });
    return { cash: this.#cash, fees: this.#fees, income: this.#income, holdings };
  }

  restore(state: PortfolioState): void {
    this.#cash = state.cash;
    this.#fees = state.fees;
    this.#income = state.income;
    this.#holdings.forEach((holding, index) => Object.assign(holding, state.holdings[index]));
  }
}

function hold(holding: Holding, quantity: number): void {
  const { multiplier, priceScale } = holding.instrument;
  const factor = quantity * multiplier * 10 ** (4 - priceScale);
  holding.quantity = quantity;
  holding.factor = Number.isInteger(factor) ? factor : Number.NaN;
}

/** Marks come with every bar: where money a price unit is whole, one exact multiplication does. */
function valueAt({ quantity, factor, instrument }: Holding, price: number): number {
  if (quantity === 0) return 0;
  const units = priceUnits(price, instrument.priceScale);
  const value = units * factor;
  // A price between two units, such as a mid, has no whole units.
  const isWhole = Math.abs(price * powerOfTen(instrument.priceScale) - units) < 1e-6;
  if (isWhole && Number.isSafeInteger(value)) return value;
  return moneyOf(price, quantity, instrument.multiplier);
}

/** Sum of two decimals without the noise of binary fractions. */
export function plus(a: number, b: number): number {
  const sum = a + b;
  return Number.isInteger(sum) ? sum : Number(sum.toFixed(9));
}

function positionOf({ instrument, quantity, basis, realised, mark, value }: Holding): Position {
  return {
    symbol: instrument.symbol,
    quantity,
    averagePrice: basis / (quantity * instrument.multiplier) / MONEY,
    mark,
    marketValue: value,
    openProfit: value - basis,
    realisedProfit: realised,
  };
}

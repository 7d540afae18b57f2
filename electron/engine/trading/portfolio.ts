import { ninePlaces, powerOfTen, priceUnits } from '../../../shared/market/price.ts';
import type { Account, Position } from '../../../shared/trading/position.ts';
import type { PortfolioReads } from '../../../shared/trading/strategy-port.ts';
import type { Instrument } from './instrument.ts';
import { MONEY, moneyOf, portionOf } from './money.ts';

/** Columns by instrument. Money by S21. Numbers in columns: stored in an object's fields each would be an object of its own. */
const COLUMNS = ['quantity', 'basis', 'realised', 'mark', 'value', 'factor'] as const;

/** `basis` is what the holding cost, below 0 for a short one: its proceeds. `mark` is the price of the mark (S25), `value` the holding's at it,
 * `factor` the money a price unit of the whole holding, where that is a whole number, else NaN. */
type Holdings = Readonly<Record<(typeof COLUMNS)[number], Float64Array>>;

export type PortfolioState = {
  readonly cash: number;
  readonly fees: number;
  readonly income: number;
  readonly holdings: Holdings;
};

/** Cash and positions of a run in exact money (F4, S21): equity is cash plus every position at its mark, at any moment. */
export class Portfolio implements PortfolioReads {
  readonly #instruments: readonly Instrument[];
  readonly #bySymbol: ReadonlyMap<string, number>;
  readonly #holdings: Holdings;
  readonly #leverage: number;
  readonly #catchUp: () => void;
  #cash: number;
  #fees = 0;
  /** Dividends received less borrow cost paid. */
  #income = 0;

  /** `catchUp` marks what is waiting to be marked; it is called before values are read or changed. */
  constructor(instruments: readonly Instrument[], cash: number, leverage: number, catchUp: () => void = () => {}) {
    this.#cash = moneyOf(cash, 1);
    this.#leverage = leverage;
    this.#catchUp = catchUp;
    this.#instruments = instruments;
    this.#bySymbol = new Map(instruments.map(({ symbol, index }) => [symbol, index]));
    this.#holdings = columnsOf(() => new Float64Array(instruments.length));
    this.#holdings.mark.fill(Number.NaN);
  }

  get cash(): number {
    return this.#cash;
  }

  get equity(): number {
    this.#catchUp();
    const { value } = this.#holdings;
    let equity = this.#cash;
    for (let index = 0; index < value.length; index++) equity += value[index] as number;
    return equity;
  }

  /** Value of all positions without sign. */
  get grossValue(): number {
    this.#catchUp();
    const { value } = this.#holdings;
    let gross = 0;
    for (let index = 0; index < value.length; index++) gross += Math.abs(value[index] as number);
    return gross;
  }

  /** What margin allows to be opened. */
  get buyingPower(): number {
    return Math.max(0, Math.floor(this.equity * this.#leverage) - this.grossValue);
  }

  get fees(): number {
    return this.#fees;
  }

  get account(): Account {
    const { equity, grossValue } = this;
    const { realised, value, basis } = this.#holdings;
    return {
      cash: this.#cash,
      equity,
      realisedProfit: sum(realised) + this.#income,
      openProfit: sum(value) - sum(basis),
      fees: this.#fees,
      buyingPower: this.buyingPower,
      marginUsed: Math.ceil(grossValue / this.#leverage),
    };
  }

  get positions(): readonly Position[] {
    this.#catchUp();
    return this.#instruments.filter(({ index }) => this.quantityOf(index) !== 0).map((one) => this.#positionOf(one));
  }

  /** Nothing is held. */
  get isFlat(): boolean {
    const { quantity } = this.#holdings;
    for (let index = 0; index < quantity.length; index++) if (quantity[index] !== 0) return false;
    return true;
  }

  quantity(symbol: string): number {
    const index = this.#bySymbol.get(symbol);
    return index === undefined ? 0 : this.quantityOf(index);
  }

  position(symbol: string): Position | undefined {
    const index = this.#bySymbol.get(symbol);
    if (index === undefined || this.quantityOf(index) === 0) return undefined;
    this.#catchUp();
    return this.#positionOf(this.#instruments[index] as Instrument);
  }

  /** Units held by instrument, to be read only. */
  get quantities(): Float64Array {
    return this.#holdings.quantity;
  }

  quantityOf(index: number): number {
    return this.#holdings.quantity[index] as number;
  }

  /** Cost of a holding: below 0 for a short one. */
  basisOf(index: number): number {
    return this.#holdings.basis[index] as number;
  }

  valueOf(index: number): number {
    this.#catchUp();
    return this.#holdings.value[index] as number;
  }

  /** Price of the last mark. */
  markOf(index: number): number {
    return this.#holdings.mark[index] as number;
  }

  /** Values a held position at a price. */
  mark(index: number, price: number): void {
    if (this.#holdings.quantity[index] === 0) return;
    this.#holdings.mark[index] = price;
    this.#holdings.value[index] = this.worth(index, price);
  }

  /** What a held position would be worth at a price. Marks come with every bar: where money a price unit is whole, one exact multiplication
   * does. */
  worth(index: number, price: number): number {
    const { quantity, factor } = this.#holdings;
    const held = quantity[index] as number;
    if (held === 0) return 0;
    const { priceScale, multiplier } = this.#instruments[index] as Instrument;
    const units = priceUnits(price, priceScale);
    const value = units * (factor[index] as number);
    // A price between two units, such as a mid, has no whole units.
    const isWhole = Math.abs(price * powerOfTen(priceScale) - units) < 1e-6;
    if (isWhole && Number.isSafeInteger(value)) return value;
    return moneyOf(price, held, multiplier);
  }

  /** {@link worth} at each of `prices[from, to)`, into `values` from 0 on. */
  worths(index: number, prices: Float64Array, from: number, to: number, values: Float64Array): void {
    const factor = this.#holdings.factor[index] as number;
    const power = powerOfTen((this.#instruments[index] as Instrument).priceScale);
    for (let row = from; row < to; row++) {
      const exact = (prices[row] as number) * power;
      const units = Math.round(exact);
      const value = units * factor;
      const isWhole = Math.abs(exact - units) < 1e-6 && Number.isSafeInteger(value);
      values[row - from] = isWhole ? value : this.worth(index, prices[row] as number);
    }
  }

  /** The largest part of `quantity` units, signed, that margin allows at `price` (F4): what makes the position smaller always, beyond
   * that as long as all positions' value stays within equity times leverage. */
  affordable(index: number, quantity: number, price: number): number {
    const { multiplier } = this.#instruments[index] as Instrument;
    const held = this.quantityOf(index);
    const reducing = held * quantity < 0 ? Math.min(Math.abs(quantity), Math.abs(held)) : 0;
    const opening = Math.abs(quantity) - reducing;
    if (opening <= 0) return Math.abs(quantity);
    const kept = Math.abs(held) - reducing;
    const value = this.valueOf(index);
    const others = this.grossValue - Math.abs(value);
    const atPrice = this.equity - value + this.worth(index, price);
    const room = atPrice * this.#leverage - others - moneyOf(price, kept, multiplier);
    if (moneyOf(price, opening, multiplier) <= room) return Math.abs(quantity);
    return reducing + Math.max(0, room / (price * multiplier * MONEY));
  }

  /** Takes a fill into account; `quantity` is above 0 for a buy. Returns the profit it realised, before its commission. */
  fill(index: number, quantity: number, price: number, commission: number): number {
    this.#catchUp();
    const holdings = this.#holdings;
    const { multiplier } = this.#instruments[index] as Instrument;
    const value = moneyOf(price, quantity, multiplier);
    this.#cash -= value + commission;
    this.#fees += commission;
    const before = this.quantityOf(index);
    const basis = this.basisOf(index);
    let realised = 0;
    if (before * quantity >= 0) holdings.basis[index] = basis + value;
    else if (Math.abs(quantity) <= Math.abs(before)) {
      const cost = portionOf(basis, Math.abs(quantity), Math.abs(before));
      realised = -value - cost;
      holdings.basis[index] = basis - cost;
    } else {
      const closing = moneyOf(price, -before, multiplier);
      realised = -closing - basis;
      holdings.basis[index] = value - closing;
    }
    holdings.realised[index] = (holdings.realised[index] as number) + realised;
    this.#hold(index, plus(before, quantity));
    holdings.mark[index] = price;
    holdings.value[index] = this.worth(index, price);
    return realised;
  }

  /** Cash that comes in, or goes out below 0, for holding a position: dividends, borrow cost. */
  receive(money: number): void {
    this.#catchUp();
    this.#cash += money;
    this.#income += money;
  }

  /** So many new units for each old one; the value stays. */
  split(index: number, ratio: number): void {
    this.#catchUp();
    const held = this.quantityOf(index);
    if (held === 0) return;
    this.#hold(index, ninePlaces(held * ratio));
    this.#holdings.mark[index] = (this.#holdings.mark[index] as number) / ratio;
  }

  save(): PortfolioState {
    this.#catchUp();
    const holdings = columnsOf((name) => this.#holdings[name].slice());
    return { cash: this.#cash, fees: this.#fees, income: this.#income, holdings };
  }

  restore(state: PortfolioState): void {
    this.#cash = state.cash;
    this.#fees = state.fees;
    this.#income = state.income;
    for (const name of COLUMNS) this.#holdings[name].set(state.holdings[name]);
  }

  #hold(index: number, quantity: number): void {
    const { multiplier, priceScale } = this.#instruments[index] as Instrument;
    const factor = quantity * multiplier * 10 ** (4 - priceScale);
    this.#holdings.quantity[index] = quantity;
    this.#holdings.factor[index] = Number.isInteger(factor) ? factor : Number.NaN;
  }

  #positionOf({ symbol, index, multiplier }: Instrument): Position {
    const { realised, mark } = this.#holdings;
    const [quantity, basis, value] = [this.quantityOf(index), this.basisOf(index), this.valueOf(index)];
    return {
      symbol,
      quantity,
      averagePrice: basis / (quantity * multiplier) / MONEY,
      mark: mark[index] as number,
      marketValue: value,
      openProfit: value - basis,
      realisedProfit: realised[index] as number,
    };
  }
}

function columnsOf(make: (name: keyof Holdings) => Float64Array): Holdings {
  return Object.fromEntries(COLUMNS.map((name) => [name, make(name)])) as Holdings;
}

function sum(column: Float64Array): number {
  return column.reduce((total, value) => total + value, 0);
}

/** Sum of two decimals without the noise of binary fractions. */
export function plus(a: number, b: number): number {
  const sum = a + b;
  return Number.isInteger(sum) ? sum : ninePlaces(sum);
}

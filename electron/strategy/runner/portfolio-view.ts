import type { Position } from '../../../shared/trading/position.ts';
import type { Fill } from '../../../shared/trading/fill.ts';
import type { PortfolioReads } from '../../../shared/trading/strategy-port.ts';
import type { FillEvent, Portfolio, PositionReading } from '../api/context.ts';

/** The engine counts money in 1/10,000 (S21); strategies read units of the currency. */
const PER_UNIT = 10_000;

export class PortfolioView implements Portfolio {
  readonly #reads: PortfolioReads;

  constructor(reads: PortfolioReads) {
    this.#reads = reads;
  }

  get cash(): number {
    return this.#reads.account.cash / PER_UNIT;
  }

  get equity(): number {
    return this.#reads.account.equity / PER_UNIT;
  }

  get buyingPower(): number {
    return this.#reads.account.buyingPower / PER_UNIT;
  }

  get realisedProfit(): number {
    return this.#reads.account.realisedProfit / PER_UNIT;
  }

  get openProfit(): number {
    return this.#reads.account.openProfit / PER_UNIT;
  }

  get fees(): number {
    return this.#reads.account.fees / PER_UNIT;
  }

  get positions(): readonly PositionReading[] {
    return this.#reads.positions.map(inUnits);
  }

  quantity(symbol: string): number {
    return this.#reads.quantity(symbol);
  }

  position(symbol: string): PositionReading | undefined {
    const position = this.#reads.position(symbol);
    return position === undefined ? undefined : inUnits(position);
  }
}

export function fillInUnits(fill: Fill): FillEvent {
  return { ...fill, commission: fill.commission / PER_UNIT, slippage: fill.slippage / PER_UNIT };
}

function inUnits({ symbol, quantity, averagePrice, mark, ...money }: Position): PositionReading {
  return {
    symbol,
    quantity,
    averagePrice,
    mark,
    marketValue: money.marketValue / PER_UNIT,
    openProfit: money.openProfit / PER_UNIT,
    realisedProfit: money.realisedProfit / PER_UNIT,
  };
}

import type { BarEvent, Context } from '../api/context.ts';
import { Strategy } from '../api/strategy.ts';

/** Buys each symbol when its first base bar closes, and holds. */
export class BuyAndHold extends Strategy<typeof BuyAndHold.parameters> {
  static override readonly title = 'Buy and hold';
  static override readonly description = 'Buys each symbol when its first base bar closes, and holds.';
  static override readonly parameters = {} as const;

  #bought = new Set<string>();

  override onBar({ orders }: Context, { symbol, isDerived }: BarEvent): void {
    if (isDerived || this.#bought.has(symbol)) return;
    this.#bought.add(symbol);
    orders.buy(symbol);
  }

  override saveState(): unknown {
    return this.#bought;
  }

  override restoreState(state: unknown): void {
    this.#bought = state as Set<string>;
  }
}

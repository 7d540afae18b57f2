import type { BarEvent, Context } from '../api/context.ts';
import type { Line } from '../api/indicators.ts';
import { Strategy } from '../api/strategy.ts';

/** Decides when a bar of `interval` closes and the fast average stands on the other side of the slow one than when they last differed. */
export class SmaCross extends Strategy<typeof SmaCross.parameters> {
  static override readonly title = 'SMA cross';
  static override readonly description =
    'Buys when the fast average crosses above the slow one. On the way down it goes flat, or to the other side.';
  static override readonly parameters = {
    fast: { type: 'number', default: 20, min: 1, max: 1_000, step: 1, title: 'Fast average, bars' },
    slow: { type: 'number', default: 50, min: 2, max: 5_000, step: 1, title: 'Slow average, bars' },
    interval: { type: 'interval', default: '1m', title: 'Interval' },
    side: { type: 'choice', default: 'long', choices: ['long', 'both'], title: 'Side' },
  } as const;

  readonly #fastName = `SMA ${this.params.fast}`;
  readonly #slowName = `SMA ${this.params.slow}`;
  readonly #averages = new Map<string, { readonly fast: Line; readonly slow: Line }>();
  /** By symbol: the fast average was last seen above (1) or below (-1) the slow one. */
  #sides = new Map<string, number>();

  override onStart({ data, indicators }: Context): void {
    const { fast, slow, interval } = this.params;
    for (const symbol of data.symbols) {
      if (data.intervals(symbol).length === 0) continue;
      this.#averages.set(symbol, {
        fast: indicators.sma(symbol, interval, fast),
        slow: indicators.sma(symbol, interval, slow),
      });
    }
  }

  override onBar(ctx: Context, { symbol, interval }: BarEvent): void {
    if (interval !== this.params.interval) return;
    const averages = this.#averages.get(symbol);
    const fast = averages?.fast.value;
    const slow = averages?.slow.value;
    if (fast === undefined || slow === undefined) return;
    ctx.plot(this.#fastName, fast, { symbol });
    ctx.plot(this.#slowName, slow, { symbol });
    const side = Math.sign(fast - slow);
    const before = this.#sides.get(symbol);
    if (side === 0 || side === before) return;
    this.#sides.set(symbol, side);
    if (before === undefined) return;
    ctx.orders.cancelAll(symbol);
    if (side > 0) this.#goLong(ctx, symbol);
    else this.#leave(ctx, symbol);
  }

  override saveState(): unknown {
    return this.#sides;
  }

  override restoreState(state: unknown): void {
    this.#sides = state as Map<string, number>;
  }

  #goLong({ orders, portfolio }: Context, symbol: string): void {
    const held = portfolio.quantity(symbol);
    if (held > 0) return;
    if (held < 0) orders.close(symbol);
    orders.buy(symbol);
  }

  #leave({ orders, portfolio }: Context, symbol: string): void {
    const held = portfolio.quantity(symbol);
    if (held > 0) orders.close(symbol);
    if (this.params.side === 'both' && held >= 0) orders.sell(symbol);
  }
}

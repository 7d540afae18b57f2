import type { BarEvent, Context } from '../api/context.ts';
import type { OpeningRange } from '../api/indicators.ts';
import { Strategy } from '../api/strategy.ts';

const CLOSING = 'close positions';

/** Enters once a session and symbol when a base bar closes beyond the range of the session's first minutes (T. Crabel, Day Trading with
 * Short Term Price Patterns and Opening Range Breakout, 1990). The stop is the range's other side. */
export class OpeningRangeBreakout extends Strategy<typeof OpeningRangeBreakout.parameters> {
  static override readonly title = 'Opening range breakout';
  static override readonly description =
    'Enters when a bar closes beyond the range of the first minutes, with a stop at its other side, and is flat at the close.';
  static override readonly parameters = {
    minutes: { type: 'number', default: 30, min: 1, max: 240, step: 1, title: 'Opening range, minutes' },
    target: { type: 'number', default: 0, min: 0, max: 20, step: 0.5, title: 'Target, ranges from its edge; 0 none' },
    closing: { type: 'number', default: 5, min: 1, max: 120, step: 1, title: 'Flat before the close, minutes' },
    side: { type: 'choice', default: 'both', choices: ['long', 'both'], title: 'Side' },
  } as const;

  readonly #ranges = new Map<string, OpeningRange>();
  /** Symbols that were entered in this session, or may not be entered any more. */
  #done = new Set<string>();

  override onStart({ data, indicators }: Context): void {
    for (const symbol of data.symbols) {
      if (data.intervals(symbol).length > 0)
        this.#ranges.set(symbol, indicators.openingRange(symbol, this.params.minutes));
    }
  }

  override onSessionStart({ timers }: Context): void {
    this.#done.clear();
    timers.beforeClose(CLOSING, this.params.closing);
  }

  override onBar({ orders }: Context, { symbol, isDerived, close }: BarEvent): void {
    const range = this.#ranges.get(symbol);
    if (isDerived || range?.high === undefined || range.low === undefined || this.#done.has(symbol)) return;
    const { high, low } = range;
    const reach = this.params.target * (high - low);
    const tag = 'opening range';
    if (close > high) {
      this.#done.add(symbol);
      orders.buy(symbol, { stopLoss: low, ...(reach > 0 ? { takeProfit: high + reach } : {}), tag });
    } else if (close < low && this.params.side === 'both') {
      this.#done.add(symbol);
      orders.sell(symbol, { stopLoss: high, ...(reach > 0 ? { takeProfit: low - reach } : {}), tag });
    }
  }

  override onTimer({ data, orders }: Context): void {
    for (const symbol of data.symbols) {
      this.#done.add(symbol);
      orders.cancelAll(symbol);
      orders.close(symbol);
    }
  }

  override saveState(): unknown {
    return this.#done;
  }

  override restoreState(state: unknown): void {
    this.#done = state as Set<string>;
  }
}

import type { BarEvent, Context } from '../api/context.ts';
import type { Bands, Line } from '../api/indicators.ts';
import { Strategy } from '../api/strategy.ts';

interface Watched {
  readonly bollinger: Bands;
  readonly keltner: Bands;
  readonly delta: Line;
}

/** A squeeze that is on, or was a few bars ago. */
interface Squeeze {
  /** Bars since it ended, 0 while it lasts. */
  age: number;
  /** Cumulative volume delta when it began, or at the session's start if that was later. */
  delta: number;
}

/** Volatility is squeezed while the Bollinger bands lie inside the Keltner channel (J. F. Carter, Mastering the Trade, 2005). When it ends
 * and a bar closes beyond a Bollinger band, that is the side to take: confirmed by cumulative volume delta having moved the same way
 * since the squeeze began, where the run streams trades. Leaves when a bar closes back beyond the middle. */
export class SqueezeBreakout extends Strategy<typeof SqueezeBreakout.parameters> {
  static override readonly title = 'Squeeze breakout';
  static override readonly description =
    'Waits for Bollinger bands inside the Keltner channel and takes the side of the breakout, confirmed by volume delta where there are trades.';
  static override readonly parameters = {
    interval: { type: 'interval', default: '5m', title: 'Interval' },
    length: { type: 'number', default: 20, min: 2, max: 500, step: 1, title: 'Length of bands and channel, bars' },
    deviations: { type: 'number', default: 2, min: 0.5, max: 5, step: 0.1, title: 'Bollinger, deviations' },
    multiple: { type: 'number', default: 1.5, min: 0.5, max: 5, step: 0.1, title: 'Keltner, average true ranges' },
    patience: { type: 'number', default: 3, min: 1, max: 50, step: 1, title: 'Breakout at most this many bars later' },
    side: { type: 'choice', default: 'both', choices: ['long', 'both'], title: 'Side' },
  } as const;

  readonly #watched = new Map<string, Watched>();
  #squeezes = new Map<string, Squeeze>();

  override onStart({ data, indicators }: Context): void {
    const { interval, length, deviations, multiple } = this.params;
    for (const symbol of data.symbols) {
      if (data.intervals(symbol).length === 0) continue;
      this.#watched.set(symbol, {
        bollinger: indicators.bollinger(symbol, interval, length, deviations),
        keltner: indicators.keltner(symbol, interval, length, multiple, length),
        delta: indicators.cvd(symbol, interval),
      });
    }
  }

  /** Volume delta counts from 0 again. */
  override onSessionStart(): void {
    for (const squeeze of this.#squeezes.values()) squeeze.delta = 0;
  }

  override onBar(ctx: Context, { symbol, interval, close }: BarEvent): void {
    const watched = interval === this.params.interval ? this.#watched.get(symbol) : undefined;
    if (watched === undefined) return;
    const { bollinger, keltner, delta } = watched;
    const upper = bollinger.upper.value;
    const lower = bollinger.lower.value;
    const channelTop = keltner.upper.value;
    const channelBottom = keltner.lower.value;
    const middle = bollinger.middle.value;
    if (upper === undefined || lower === undefined || middle === undefined) return;
    if (channelTop === undefined || channelBottom === undefined) return;
    ctx.plot('Bollinger upper', upper, { symbol });
    ctx.plot('Bollinger lower', lower, { symbol });

    const held = ctx.portfolio.quantity(symbol);
    if (held * (close - middle) < 0) ctx.orders.close(symbol);
    const squeeze = this.#follow(symbol, upper < channelTop && lower > channelBottom, delta.value ?? 0);
    if (squeeze === undefined || squeeze.age === 0 || held !== 0) return;
    const side = close > upper ? 1 : close < lower ? -1 : 0;
    const isConfirmed = delta.value === undefined || (delta.value - squeeze.delta) * side > 0;
    if (side === 0 || !isConfirmed || (side < 0 && this.params.side === 'long')) return;
    this.#squeezes.delete(symbol);
    if (side > 0) ctx.orders.buy(symbol, { tag: 'squeeze' });
    else ctx.orders.sell(symbol, { tag: 'squeeze' });
  }

  override saveState(): unknown {
    return new Map([...this.#squeezes].map(([symbol, squeeze]) => [symbol, { ...squeeze }]));
  }

  override restoreState(state: unknown): void {
    this.#squeezes = state as Map<string, Squeeze>;
  }

  /** The squeeze of a symbol after a bar at which it was on or not. */
  #follow(symbol: string, isOn: boolean, delta: number): Squeeze | undefined {
    const known = this.#squeezes.get(symbol);
    if (isOn && known?.age !== 0) this.#squeezes.set(symbol, { age: 0, delta });
    else if (!isOn && known !== undefined && ++known.age > this.params.patience) this.#squeezes.delete(symbol);
    return this.#squeezes.get(symbol);
  }
}

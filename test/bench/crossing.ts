import type { SessionData } from '../../electron/engine/session-data.ts';
import type { TradingOptions } from '../../electron/engine/trading/trading.ts';
import type { BarEvent, Context } from '../../electron/strategy/api/context.ts';
import type { Line } from '../../electron/strategy/api/indicators.ts';
import { Strategy } from '../../electron/strategy/api/strategy.ts';
import { StrategyRunner } from '../../electron/strategy/runner/strategy-runner.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { StrategyFactory } from '../../shared/trading/strategy-port.ts';

export const [FAST, SLOW] = [20, 50];

/** SMA(20/50) cross of every symbol on its 1s bars, 10 units at a time, with fees and slippage. */
export function crossingOptions(): TradingOptions {
  const parsed = parseSessionConfig({
    session_name: 'bench',
    mode: 'backtest',
    data_streams: [{ type: 'bars', symbol: 'AAPL', interval: '1s' }],
    costs: { commission: { type: 'per-unit', rate: 0.005, minimum: 1 }, slippage: { type: 'ticks', ticks: 1 } },
    sizing: { type: 'units', value: 10 },
  });
  if (!parsed.valid || parsed.config.trading === undefined) throw new Error(JSON.stringify(parsed));
  return { config: parsed.config.trading, strategy: crossing };
}

const crossing: StrategyFactory<SessionData> = (services) => {
  return new StrategyRunner(services, { name: 'cross', create: () => new Cross({}), seed: 1 });
};

interface Averages {
  readonly fast: Line;
  readonly slow: Line;
  isAbove: boolean | undefined;
}

class Cross extends Strategy {
  readonly #averages = new Map<string, Averages>();

  override onStart({ data, indicators }: Context): void {
    for (const symbol of data.symbols) {
      const [fast, slow] = [indicators.sma(symbol, '1s', FAST), indicators.sma(symbol, '1s', SLOW)];
      this.#averages.set(symbol, { fast, slow, isAbove: undefined });
    }
  }

  override onBar({ orders }: Context, { symbol, isDerived }: BarEvent): void {
    if (isDerived) return;
    const averages = this.#averages.get(symbol);
    const fast = averages?.fast.value;
    const slow = averages?.slow.value;
    if (averages === undefined || fast === undefined || slow === undefined) return;
    const wasAbove = averages.isAbove;
    const isAbove = fast > slow;
    if (isAbove === wasAbove) return;
    averages.isAbove = isAbove;
    if (wasAbove === undefined) return;
    if (isAbove) orders.buy(symbol);
    else orders.close(symbol);
  }

  override saveState(): unknown {
    return [...this.#averages.values()].map(({ isAbove }) => isAbove);
  }

  override restoreState(state: unknown): void {
    const sides = state as readonly (boolean | undefined)[];
    [...this.#averages.values()].forEach((averages, index) => (averages.isAbove = sides[index]));
  }
}

import { strategyFactory } from '../../electron/coordinator/strategy/strategy-factory.ts';
import type { SessionData } from '../../electron/engine/session-data.ts';
import type { TradingOptions } from '../../electron/engine/trading/trading.ts';
import type { BarEvent, Context, Orders } from '../../electron/strategy/api/context.ts';
import type { Indicators, Line } from '../../electron/strategy/api/indicators.ts';
import { Strategy } from '../../electron/strategy/api/strategy.ts';
import { StrategyRunner } from '../../electron/strategy/runner/strategy-runner.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import { parseSessionConfig } from '../../shared/session/parse-config.ts';
import type { StrategyFactory } from '../../shared/trading/strategy-port.ts';
import { ownStrategy } from '../support/own-strategy.ts';

export const [FAST, SLOW] = [20, 50];

/** SMA(20/50) cross of every symbol on its 1s bars, 10 units at a time, with fees and slippage. */
export function crossingOptions(strategy: TradingOptions['strategy'] = crossing): TradingOptions {
  const parsed = parseSessionConfig({
    session_name: 'bench',
    mode: 'backtest',
    data_streams: [{ type: 'bars', symbol: 'AAPL', interval: '1s' }],
    costs: { commission: { type: 'per-unit', rate: 0.005, minimum: 1 }, slippage: { type: 'ticks', ticks: 1 } },
    sizing: { type: 'units', value: 10 },
  });
  if (!parsed.valid || parsed.config.trading === undefined) throw new Error(JSON.stringify(parsed));
  return { config: parsed.config.trading, ...(strategy === undefined ? {} : { strategy }) };
}

const crossing: StrategyFactory<SessionData> = (services) => {
  const create = (): Strategy => (services.data.symbols.length > 1 ? new Crosses({}) : new Cross({}));
  return new StrategyRunner(services, { name: 'cross', create, seed: 1 });
};

/** Two averages of one symbol. */
class Averages {
  readonly #symbol: string;
  readonly #fast: Line;
  readonly #slow: Line;
  isAbove: boolean | undefined;

  constructor(symbol: string, indicators: Indicators) {
    this.#symbol = symbol;
    this.#fast = indicators.sma(symbol, '1s', FAST);
    this.#slow = indicators.sma(symbol, '1s', SLOW);
  }

  /** In when the fast one comes to stand above the slow one, out when it does no more. */
  follow(orders: Orders): void {
    const isAbove = this.#fast.isAbove(this.#slow);
    const wasAbove = this.isAbove;
    if (isAbove === wasAbove || isAbove === undefined) return;
    this.isAbove = isAbove;
    if (wasAbove === undefined) return;
    if (isAbove) orders.buy(this.#symbol);
    else orders.close(this.#symbol);
  }
}

/** Of a run of one symbol. */
class Cross extends Strategy {
  #averages: Averages | undefined;

  override onStart({ data, indicators }: Context): void {
    this.#averages = new Averages(ensure(data.symbols[0], 'symbol'), indicators);
  }

  override onBar({ orders }: Context, { isDerived }: BarEvent): void {
    if (!isDerived) this.#averages?.follow(orders);
  }

  override saveState(): unknown {
    return this.#averages?.isAbove;
  }

  override restoreState(state: unknown): void {
    ensure(this.#averages, 'averages').isAbove = state as boolean | undefined;
  }
}

/** Of a run of several symbols. */
class Crosses extends Strategy {
  readonly #averages = new Map<string, Averages>();

  override onStart({ data, indicators }: Context): void {
    for (const symbol of data.symbols) this.#averages.set(symbol, new Averages(symbol, indicators));
  }

  override onBar({ orders }: Context, { symbol, isDerived }: BarEvent): void {
    if (!isDerived) this.#averages.get(symbol)?.follow(orders);
  }

  override saveState(): unknown {
    return [...this.#averages.values()].map(({ isAbove }) => isAbove);
  }

  override restoreState(state: unknown): void {
    const sides = state as readonly (boolean | undefined)[];
    [...this.#averages.values()].forEach((averages, index) => (averages.isAbove = sides[index]));
  }
}

const FILE = `import { Strategy } from 'tapedeck';
export default class Cross extends Strategy {
  averages = new Map();
  above = new Map();
  onStart({ data, indicators }) {
    for (const symbol of data.symbols)
      this.averages.set(symbol, [indicators.sma(symbol, '1s', ${FAST}), indicators.sma(symbol, '1s', ${SLOW})]);
  }
  onBar({ orders }, { symbol, isDerived }) {
    if (isDerived) return;
    const [fast, slow] = this.averages.get(symbol).map((line) => line.value);
    if (fast === undefined || slow === undefined) return;
    const was = this.above.get(symbol);
    if (was === fast > slow) return;
    this.above.set(symbol, fast > slow);
    if (was === undefined) return;
    if (fast > slow) orders.buy(symbol);
    else orders.close(symbol);
  }
  saveState() { return this.above; }
  restoreState(above) { this.above = above; }
}`;

/** The same as a file of the user's own. */
export async function crossingFile(): Promise<TradingOptions> {
  return crossingOptions(strategyFactory({ source: await ownStrategy(FILE), seed: 1 }));
}

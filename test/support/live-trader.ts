import type { TradingOptions } from '../../electron/engine/trading/trading.ts';
import { micros } from '../../shared/market/time.ts';
import type { StrategyHooks } from '../../shared/trading/strategy-port.ts';
import { type Services, tradingConfig } from './trading-rig.ts';

const NOTHING: StrategyHooks = {
  start: () => undefined,
  sessionStart: () => undefined,
  bar: () => undefined,
  quote: () => undefined,
  trade: () => undefined,
  hearsFills: false,
  fill: () => undefined,
  orderEnded: () => undefined,
  timer: () => undefined,
  sessionEnd: () => undefined,
  end: () => undefined,
  save: () => undefined,
  restore: () => undefined,
  reset: () => undefined,
};

/** A strategy whose orders depend on everything that session data show: another read at any event makes another event log. */
export function restlessTrader(): TradingOptions {
  const strategy = (services: Services): StrategyHooks => {
    let events = 0;
    const act = (slot: number): void => {
      const { symbol } = services.slots[slot]!;
      services.log('info', readAll(services, symbol));
      events += 1;
      if (events % 9 === 0) services.setTimer('later', micros(services.data.clock + 2_500_000));
      if (events % 5 !== 0) return;
      const side = events % 10 === 0 ? 'sell' : 'buy';
      services.orders.place({
        symbol,
        side,
        quantity: 1,
        kind: { type: events % 3 === 0 ? 'market-on-close' : 'market' },
      });
    };
    return { ...NOTHING, bar: act, quote: act, trade: act, timer: () => act(0) };
  };
  return { config: tradingConfig({ fills: { staleLimitMs: 600_000 } }), strategy };
}

/** What can be read of a symbol, as text. */
function readAll({ data }: Services, symbol: string): string {
  const own = data.symbol(symbol);
  const bars = own.intervals.map((interval) => {
    const view = own.lastBars(4, interval);
    return Array.from({ length: view.length }, (_, row) => [view.time(row), view.close(row), view.isComplete(row)]);
  });
  const { volume, high, low } = own.sessionMetrics();
  return JSON.stringify([bars, volume, high, low, own.quality(), own.latestQuote()?.bid, own.latestTrade()?.price]);
}

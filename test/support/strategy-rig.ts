import { Engine } from '../../electron/engine/engine.ts';
import type { EngineListener } from '../../electron/engine/engine-listener.ts';
import type { SessionData } from '../../electron/engine/session-data.ts';
import type { Strategy } from '../../electron/strategy/api/strategy.ts';
import { StrategyRunner } from '../../electron/strategy/runner/strategy-runner.ts';
import type { StrategyClass } from '../../electron/strategy/strategy-class.ts';
import type { Order, OrderRequest } from '../../shared/trading/order.ts';
import type { OrderDesk, StrategyServices } from '../../shared/trading/strategy-port.ts';
import { testRun, type TestRun } from './blocks.ts';

const ACCOUNT = {
  cash: 100_000_000,
  equity: 100_000_000,
  realisedProfit: 0,
  openProfit: 0,
  fees: 0,
  buyingPower: 100_000_000,
  marginUsed: 0,
};

/** Two sessions of two minutes of SPY: 1s bars, derived minutes, a quote and a trade. */
export function twoSessions(): TestRun {
  const bars = Array.from({ length: 120 }, (_, second) => second);
  return testRun(
    [
      { type: 'bars', symbol: 'SPY', interval: '1s' },
      { type: 'quotes', symbol: 'SPY' },
      { type: 'trades', symbol: 'SPY' },
    ],
    [
      { seconds: 120, rows: [bars, [60], [60]] },
      { seconds: 120, rows: [bars, [30], [90]] },
    ],
    ['1m'],
  );
}

/** A strategy on a real engine whose desk only writes down what it is asked for. */
export interface StrategyRig {
  readonly engine: Engine;
  readonly runner: StrategyRunner;
  readonly requests: OrderRequest[];
  readonly logged: string[];
  readonly plotted: { readonly name: string; readonly value: number }[];
  readonly timers: Map<string, number>;
  /** Units held, for strategies that look. */
  readonly held: Map<string, number>;
  play(): void;
}

export function strategyRig(
  { plan, blocks }: TestRun,
  made: StrategyClass | (new (params: never) => Strategy),
  options: { readonly params?: object; readonly seed?: number; readonly name?: string } = {},
): StrategyRig {
  const requests: OrderRequest[] = [];
  const logged: string[] = [];
  const plotted: { name: string; value: number }[] = [];
  const timers = new Map<string, number>();
  const held = new Map<string, number>();
  const slotOfStream = (stream: number): number =>
    engine.layout.slots.findIndex((slot) => slot.stream === stream && !slot.isDerived);
  const listener: EngineListener = {
    sessionStarted: () => runner.sessionStart(),
    marketEvent: (stream, row) => {
      const slot = slotOfStream(stream);
      const kind = engine.layout.slots[slot]?.kind;
      if (kind === 'bars') runner.bar(slot, row);
      else if (kind === 'quotes') runner.quote(slot);
      else runner.trade(slot);
    },
    derivedBar: (slot, row) => runner.bar(slot, row),
    sessionEnded: () => runner.sessionEnd(),
  };
  const engine: Engine = new Engine({
    plan,
    blockOf: (index) => blocks[index],
    log: { write: () => undefined, mark: () => [], restore: () => undefined },
    listener,
  });
  const services: StrategyServices<SessionData> = {
    data: engine.data,
    slots: engine.layout.slots,
    orders: recordingDesk(requests, held),
    portfolio: {
      account: ACCOUNT,
      positions: [],
      quantity: (symbol) => held.get(symbol) ?? 0,
      position: () => undefined,
    },
    setTimer: (name, at) => timers.set(name, at),
    clearTimer: (name) => timers.delete(name),
    log: (_level, text) => logged.push(text),
    plot: ({ name }, value) => plotted.push({ name, value }),
  };
  const { params = {}, seed = 1, name = 'test' } = options;
  const runner: StrategyRunner = new StrategyRunner(services, {
    name,
    create: () => new (made as StrategyClass)(params as never),
    seed,
  });
  return {
    engine,
    runner,
    requests,
    logged,
    plotted,
    timers,
    held,
    play: () => {
      runner.start();
      engine.stepUntil({ time: Number.POSITIVE_INFINITY });
      runner.end();
    },
  };
}

/** Services of a run before its first session, without an engine that plays. */
export function servicesOf({ plan, blocks }: TestRun): StrategyServices<SessionData> {
  const log = { write: () => undefined, mark: () => [], restore: () => undefined };
  const { data, layout } = new Engine({ plan, blockOf: (index) => blocks[index], log });
  return {
    data,
    slots: layout.slots,
    orders: recordingDesk([], new Map()),
    portfolio: { account: ACCOUNT, positions: [], quantity: () => 0, position: () => undefined },
    setTimer: () => undefined,
    clearTimer: () => undefined,
    log: () => undefined,
    plot: () => undefined,
  };
}

function recordingDesk(requests: OrderRequest[], held: Map<string, number>): OrderDesk {
  const place = (request: OrderRequest): Order => {
    requests.push(request);
    return {
      id: requests.length,
      symbol: request.symbol,
      side: request.side,
      quantity: request.quantity ?? 1,
      filled: 0,
      kind: request.kind,
      timeInForce: request.timeInForce ?? 'gtc',
      status: 'waiting',
      placedAt: 0 as never,
      activeAt: 0 as never,
      isManual: false,
    };
  };
  return {
    place,
    cancel: () => false,
    cancelAll: () => 0,
    close: (symbol) => {
      const quantity = held.get(symbol) ?? 0;
      if (quantity === 0) return undefined;
      held.set(symbol, 0);
      return place({ symbol, side: quantity > 0 ? 'sell' : 'buy', kind: { type: 'market' }, tag: 'close' });
    },
    open: () => [],
    get: () => undefined,
  };
}

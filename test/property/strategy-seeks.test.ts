import fc from 'fast-check';
import { expect, it } from 'vitest';

import { EventLogHash } from '../../electron/coordinator/event-log-hash.ts';
import { strategyFactory } from '../../electron/coordinator/strategy/strategy-factory.ts';
import { Engine } from '../../electron/engine/engine.ts';
import { Strategy } from '../../electron/strategy/api/strategy.ts';
import type { BarEvent, Context } from '../../electron/strategy/api/context.ts';
import { StrategyRunner } from '../../electron/strategy/runner/strategy-runner.ts';
import type { StrategyFactory } from '../../shared/trading/strategy-port.ts';
import type { SessionData } from '../../electron/engine/session-data.ts';
import type { TestRun } from '../support/blocks.ts';
import { tradingConfig, valueRun } from '../support/trading-rig.ts';

const SECONDS = 240;
const SESSIONS = 3;

/** Three short sessions of a wandering price: 1s bars of two symbols, prints of the first. */
function wanderingRun(seed: number): TestRun {
  let state = seed + 1;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const bars = (): number[][] => {
    let price = 10_000;
    return Array.from({ length: SECONDS }, (_, second) => {
      const open = price;
      price = Math.max(100, price + Math.round((next() - 0.5) * 14));
      const high = Math.max(open, price) + Math.round(next() * 4);
      const low = Math.min(open, price) - Math.round(next() * 4);
      return [second, open / 100, high / 100, low / 100, price / 100, Math.round(next() * 900)];
    }).filter(() => next() > 0.1);
  };
  const prints = (): number[][] =>
    Array.from({ length: 200 }, (_, i) => [i * 1.1, 100 + Math.round(next() * 100) / 100, 1 + Math.round(next() * 50)]);
  const sessions = Array.from({ length: SESSIONS }, () => [bars(), bars(), prints()]);
  return valueRun(
    [
      { type: 'bars', symbol: 'AAA', interval: '1s' },
      { type: 'bars', symbol: 'BBB', interval: '1s' },
      { type: 'trades', symbol: 'AAA' },
    ],
    sessions,
    { seconds: SECONDS },
  );
}

/** Uses everything whose state a seek has to take back: indicators asked for late, random numbers, timers and a counter. */
class Everything extends Strategy {
  #bars = 0;
  override onSessionStart({ timers }: Context): void {
    timers.beforeClose('flat', 1);
    timers.after('check', 1);
  }
  override onBar(ctx: Context, { symbol, close }: BarEvent): void {
    this.#bars += 1;
    if (this.#bars % 50 !== 0) return;
    const { sma, rsi } = {
      sma: ctx.indicators.sma(symbol, '1s', 3 + (this.#bars % 7)),
      rsi: ctx.indicators.rsi(symbol, '1s', 5),
    };
    ctx.log(`${sma.value} ${rsi.value} ${ctx.indicators.vwap(symbol, '1s').value}`);
    if (ctx.random.next() < 0.5)
      ctx.orders.buy(symbol, { quantity: 1, stopLoss: close * 0.999, takeProfit: close * 1.001 });
    else ctx.orders.sell(symbol, { quantity: 1, trailingStopLoss: 0.1 });
  }
  override onTimer({ orders, data }: Context, name: string): void {
    if (name === 'flat') for (const symbol of data.symbols) orders.close(symbol);
  }
  override saveState(): unknown {
    return this.#bars;
  }
  override restoreState(state: unknown): void {
    this.#bars = state as number;
  }
}

/** Acts at its start, which cannot be done again in the midst of a run. */
class Starts extends Everything {
  #from = 0;
  override onStart({ data, timers }: Context): void {
    this.#from = data.clock;
    timers.at('late', data.clock + 90e6);
  }
  override onTimer(ctx: Context, name: string): void {
    super.onTimer(ctx, name);
    ctx.log(`${name} ${ctx.data.clock - this.#from}`);
  }
}

/** The same without saying what it keeps: seeking back plays from the start. */
class Silent extends Strategy {
  #bars = 0;
  override onBar({ orders }: Context, { symbol }: BarEvent): void {
    if (++this.#bars % 61 === 0) orders.buy(symbol, { quantity: this.#bars % 3 === 0 ? 1 : 2 });
    else if (this.#bars % 97 === 0) orders.close(symbol);
  }
}

/** Trades by a count that it does not save: another rhythm after a seek back. */
class Forgets extends Strategy {
  #bars = 0;
  override onBar({ orders }: Context, { symbol }: BarEvent): void {
    if (++this.#bars % 61 === 0) orders.buy(symbol, { quantity: 1 });
  }
  override saveState(): unknown {
    return 0;
  }
  override restoreState(): void {}
}

/** Trades once it has seen the run's first bars, which it does not save: not at all after a seek back. */
class ForgetsToTrade extends Forgets {
  #isArmed = false;
  override onBar({ orders, data }: Context, { symbol }: BarEvent): void {
    this.#isArmed ||= data.barCount(symbol) < 5 && data.date === '2024-01-02';
    if (this.#isArmed && data.barCount(symbol) % 90 === 0) orders.buy(symbol, { quantity: 1 });
  }
}

/** Its first order has no size: no price is known yet. */
class TooEarly extends Strategy {
  override onSessionStart({ orders }: Context): void {
    orders.buy('AAA');
  }
}

/** As {@link Forgets}; what goes wrong with an order is none of its worries. */
class ForgetsAndHides extends Forgets {
  override onBar(ctx: Context, bar: BarEvent): void {
    try {
      super.onBar(ctx, bar);
    } catch {
      ctx.log('no order');
    }
  }
}

const builtIn = (name: string, params: Readonly<Record<string, string | number>>): StrategyFactory<SessionData> =>
  strategyFactory({ source: { type: 'built-in', name, params }, seed: 1 });
const own = (made: new (params: never) => Strategy): StrategyFactory<SessionData> => {
  return (services) => new StrategyRunner(services, { name: 'own', create: () => new made({} as never), seed: 5 });
};

it.each<[string, StrategyFactory<SessionData>]>([
  ['sma-cross', builtIn('sma-cross', { fast: 5, slow: 13, interval: '1s', side: 'both' })],
  ['opening-range', builtIn('opening-range', { minutes: 1, target: 1, closing: 1, side: 'both' })],
  ['squeeze', builtIn('squeeze', { interval: '1s', length: 8, deviations: 2, multiple: 2, patience: 4, side: 'both' })],
  ['buy-and-hold', builtIn('buy-and-hold', {})],
  ['a strategy that keeps state, draws random numbers and sets timers', own(Everything)],
  ['a strategy that keeps more than it saves, from its start alone', own(Starts)],
  ['a strategy that does not say what it keeps', own(Silent)],
  ['a strategy that orders before a price is known', own(TooEarly)],
])('%s: a run with seeks in it ends as a straight one', (_name, strategy) => {
  fc.assert(
    fc.property(
      fc.nat(50),
      fc.array(fc.tuple(fc.nat(SESSIONS - 1), fc.nat(SECONDS)), { maxLength: 6 }),
      (seed, seeks) => {
        const run = wanderingRun(seed);
        const straight = play(run, strategy, []);
        const scrubbed = play(run, strategy, seeks);
        expect(scrubbed).toEqual(straight);
      },
    ),
    { numRuns: 12 },
  );
});

it.each<[string, new (params: never) => Strategy, number | undefined, (readonly [number, number])[]]>([
  [
    'otherwise',
    Forgets,
    100,
    [
      [2, SECONDS],
      [1, 60],
    ],
  ],
  [
    'otherwise, and catches what is thrown',
    ForgetsAndHides,
    100,
    [
      [2, SECONDS],
      [1, 60],
    ],
  ],
  [
    'less',
    ForgetsToTrade,
    100,
    [
      [2, SECONDS],
      [1, 60],
    ],
  ],
  [
    'less, after the last moment that is remembered',
    ForgetsToTrade,
    undefined,
    [
      [2, SECONDS],
      [2, 60],
    ],
  ],
])(
  'stops a strategy that trades %s than before after a seek back, for what its saveState leaves out',
  (_how, made, every, seeks) => {
    const run = wanderingRun(3);
    expect(play(run, own(made), [], every).fills.length).toBeGreaterThan(3);
    expect(() => play(run, own(made), seeks, every)).toThrow(/came to .*order.* its saveState leaves out something/);
  },
);

it('lets a run go another way where a person trades after a seek back', () => {
  const run = wanderingRun(3);
  const engine = engineOf(run, own(Everything), new EventLogHash(), 100);
  const [first, second] = [run.plan.sessions[0]!, run.plan.sessions[1]!];
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  engine.rewindTo(second.open + 60e6);
  engine.stepUntil({ time: second.open + 60e6 });
  engine.command({ type: 'place', order: { symbol: 'AAA', side: 'buy', kind: { type: 'market' }, quantity: 7 } });
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  const traded = engine.trading!.record();
  expect(traded.fills.some(({ isManual }) => isManual)).toBe(true);
  engine.rewindTo(first.open + 60e6);
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  expect(engine.trading!.record()).toEqual(traded);
});

it('trades in every one of these runs, so that there is something to compare', () => {
  const orders = [
    builtIn('sma-cross', { fast: 5, slow: 13, interval: '1s', side: 'both' }),
    builtIn('opening-range', { minutes: 1, target: 1, closing: 1, side: 'both' }),
    builtIn('squeeze', { interval: '1s', length: 8, deviations: 2, multiple: 2, patience: 4, side: 'both' }),
    own(Everything),
    own(Silent),
  ].map((strategy) => play(wanderingRun(7), strategy, []).fills.length);
  expect(orders.every((fills) => fills > 2)).toBe(true);
});

function play(
  run: TestRun,
  strategy: StrategyFactory<SessionData>,
  seeks: readonly (readonly [number, number])[],
  checkpointEvents: number | undefined = 100,
) {
  const log = new EventLogHash();
  const engine = engineOf(run, strategy, log, checkpointEvents);
  for (const [session, second] of seeks) {
    const time = (run.plan.sessions[session]?.open ?? 0) + second * 1e6;
    engine.rewindTo(time);
    engine.stepUntil({ time });
  }
  engine.stepUntil({ time: Number.POSITIVE_INFINITY });
  engine.flushLog();
  const { fills, orders, logs, equity, plots } = engine.trading?.record() ?? { fills: [], orders: [] };
  return { hash: log.digest(), state: engine.describeState(), fills, orders, logs, equity, plots };
}

function engineOf(
  { plan, blocks }: TestRun,
  strategy: StrategyFactory<SessionData>,
  log: EventLogHash,
  checkpointEvents: number | undefined,
): Engine {
  const trading = { config: tradingConfig({ cash: 100_000 }), strategy };
  const every = checkpointEvents === undefined ? {} : { checkpointEvents };
  return new Engine({ plan, blockOf: (index) => blocks[index], log, trading, ...every });
}

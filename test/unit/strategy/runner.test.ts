import { describe, expect, it } from 'vitest';

import { BarSeries } from '../../../electron/engine/bar-series.ts';
import { Engine } from '../../../electron/engine/engine.ts';
import { QuoteSeries } from '../../../electron/engine/quote-series.ts';
import { SessionData } from '../../../electron/engine/session-data.ts';
import { SymbolData } from '../../../electron/engine/symbol-data.ts';
import { TradeSeries } from '../../../electron/engine/trade-series.ts';
import { Strategy } from '../../../electron/strategy/api/strategy.ts';
import type { BarEvent, Context, QuoteEvent, TradeEvent } from '../../../electron/strategy/api/context.ts';
import { AppError } from '../../../shared/lang/app-error.ts';
import type { Fill } from '../../../shared/trading/fill.ts';
import { strategyRig, twoSessions } from '../../support/strategy-rig.ts';

/** Parts of the engine through which rows not known yet can be read. */
const BEHIND = [Engine, SessionData, SymbolData, BarSeries, TradeSeries, QuoteSeries];

describe('a strategy runner', () => {
  it('calls handlers in the order of events, bars of a minute after its last second and before a quote of that instant', () => {
    const calls: string[] = [];
    class Writes extends Strategy {
      override onStart(): void {
        calls.push('start');
      }
      override onSessionStart(ctx: Context): void {
        calls.push(`session ${ctx.data.date}`);
      }
      override onBar(_ctx: Context, bar: BarEvent): void {
        if (bar.isDerived) calls.push(`bar ${bar.interval}`);
      }
      override onQuote(_ctx: Context, quote: QuoteEvent): void {
        calls.push(`quote ${quote.symbol}`);
      }
      override onTrade(_ctx: Context, trade: TradeEvent): void {
        calls.push(`trade ${trade.symbol}`);
      }
      override onSessionEnd(): void {
        calls.push('session end');
      }
      override onEnd(): void {
        calls.push('end');
      }
    }
    strategyRig(twoSessions(), Writes).play();
    expect(calls).toEqual([
      'start',
      ...['session 2024-01-02', 'bar 1m', 'quote SPY', 'trade SPY', 'bar 1m', 'session end'],
      ...['session 2024-01-03', 'quote SPY', 'bar 1m', 'trade SPY', 'bar 1m', 'session end'],
      'end',
    ]);
  });

  it('has indicators up to date in onBar of their interval and carries them over to the next session', () => {
    const counts: (number | undefined)[] = [];
    class Averages extends Strategy {
      override onBar(ctx: Context, bar: BarEvent): void {
        if (bar.interval !== '1m') return;
        const closes = ctx.data.lastBars('SPY', 2, '1m');
        const mean = ctx.indicators.sma('SPY', '1m', 2).value;
        if (mean === undefined) counts.push(mean);
        else expect(mean).toBeCloseTo((closes.close(0) + closes.close(1)) / 2, 9);
      }
    }
    strategyRig(twoSessions(), Averages).play();
    expect(counts).toEqual([undefined]);
  });

  it('shows a strategy nothing that is not known, through any accessor', () => {
    let looks = 0;
    class Peeks extends Strategy {
      override onBar(ctx: Context, bar: BarEvent): void {
        const { data } = ctx;
        const second = 1_000_000;
        looks += 1;
        for (const interval of ['1s', '1m']) {
          const step = interval === '1s' ? second : 60 * second;
          const latest = data.latestBar('SPY', interval);
          if (latest !== undefined) expect(latest.time + step).toBeLessThanOrEqual(data.clock);
          for (const bars of [data.lastBars('SPY', 10_000, interval), data.barsSince('SPY', 0, interval)]) {
            expect(bars.close(bars.length)).toBeNaN();
            expect(bars.time(bars.length + 5)).toBeNaN();
            if (bars.length > 0) expect(bars.time(bars.length - 1) + step).toBeLessThanOrEqual(data.clock);
          }
        }
        expect(data.latestQuote('SPY')?.time ?? 0).toBeLessThanOrEqual(data.clock);
        expect(data.latestTrade('SPY')?.time ?? 0).toBeLessThanOrEqual(data.clock);
        const trades = data.lastTrades('SPY', 1_000);
        expect(trades?.price(trades.length)).toBeNaN();
        expect(bar.time).toBeLessThan(data.clock);
      }
    }
    strategyRig(twoSessions(), Peeks).play();
    expect(looks).toBe(244);
  });

  it('gives a strategy no way to the columns behind its data', () => {
    const reached = new Set<unknown>();
    class Digs extends Strategy {
      override onBar(ctx: Context, bar: BarEvent): void {
        const queue: unknown[] = [
          ctx,
          bar,
          ctx.data.latestBar('SPY'),
          ctx.data.lastBars('SPY', 3),
          ctx.data.lastTrades('SPY', 3),
        ];
        for (let value = queue.pop(); queue.length > 0 || value !== undefined; value = queue.pop()) {
          if (typeof value !== 'object' || value === null || reached.has(value)) continue;
          reached.add(value);
          for (
            let shape: unknown = value;
            shape !== null && shape !== Object.prototype;
            shape = Object.getPrototypeOf(shape)
          )
            for (const key of Reflect.ownKeys(shape as object)) {
              const described = Object.getOwnPropertyDescriptor(shape, key);
              const got: unknown = described?.get === undefined ? described?.value : described.get.call(value);
              queue.push(got);
            }
        }
      }
    }
    strategyRig(twoSessions(), Digs).play();
    const open = [...reached].filter(
      (value) => ArrayBuffer.isView(value) || BEHIND.some((made) => value instanceof made),
    );
    expect(reached.size).toBeGreaterThan(10);
    expect(open).toEqual([]);
  });

  it('stops the run with handler, moment and reason when a handler throws', () => {
    class Throws extends Strategy {
      override onBar(ctx: Context, bar: BarEvent): void {
        if (bar.interval === '1m') throw new RangeError(`no ${String(ctx.data.symbols)}`);
      }
    }
    const rig = strategyRig(twoSessions(), Throws, { name: 'throws.ts' });
    const failure = caught(() => rig.play());
    expect(failure.code).toBe('strategy-failed');
    expect(failure.message).toBe('Strategy throws.ts (onBar, 2024-01-02T14:31:00Z) threw: no SPY');
    expect(failure.details).toMatchObject({ strategy: 'throws.ts', handler: 'onBar', reason: 'no SPY' });
  });

  it('refuses a handler that is async', () => {
    class Waits extends Strategy {
      override onSessionStart(): void {
        return Promise.resolve() as never;
      }
    }
    expect(caught(() => strategyRig(twoSessions(), Waits).play()).message).toMatch(/A handler is async/);
  });

  it('draws the same random numbers from the same seed, also after a state was taken up again', () => {
    class Draws extends Strategy {
      drawn: number[] = [];
      override onSessionStart(ctx: Context): void {
        this.drawn.push(ctx.random.next(), ctx.random.integer(1, 6));
        ctx.log(this.drawn.join(' '));
      }
      override saveState(): unknown {
        return this.drawn;
      }
      override restoreState(state: unknown): void {
        this.drawn = state as number[];
      }
    }
    const rig = strategyRig(twoSessions(), Draws, { seed: 7 });
    const other = strategyRig(twoSessions(), Draws, { seed: 7 });
    rig.runner.start();
    rig.runner.sessionStart();
    const saved = rig.runner.save();
    rig.runner.sessionStart();
    rig.runner.restore(saved);
    rig.runner.sessionStart();
    other.play();
    expect(rig.logged[2]).toBe(rig.logged[1]);
    expect(rig.logged.slice(0, 2)).toEqual(other.logged);
    expect(strategyRig(twoSessions(), Draws, { seed: 8 }).logged).not.toEqual(other.logged);
  });

  it('restores into a strategy made anew: what it kept and did not save is as after its start', () => {
    let made = 0;
    class Remembers extends Strategy {
      #started = false;
      #seen = 0;
      #saved = 0;
      constructor(params: never) {
        super(params);
        made += 1;
      }
      override onStart(ctx: Context): void {
        this.#started = ctx.data.symbols.includes('SPY');
        ctx.log('start');
        ctx.plot('level', 1);
      }
      override onBar(ctx: Context): void {
        this.#seen += 1;
        this.#saved += 1;
        ctx.log(`${this.#started} ${this.#seen} ${this.#saved}`);
      }
      override saveState(): unknown {
        return this.#saved;
      }
      override restoreState(state: unknown): void {
        this.#saved = state as number;
      }
    }
    const rig = strategyRig(twoSessions(), Remembers);
    rig.runner.start();
    rig.engine.stepUntil({ events: 2 });
    const saved = rig.runner.save();
    rig.engine.stepUntil({ events: 1 });
    rig.runner.restore(saved);
    rig.engine.stepUntil({ events: 1 });
    expect(rig.logged).toEqual(['start', 'true 1 1', 'true 2 2', 'true 3 3', 'true 1 3']);
    expect([made, rig.plotted.length]).toEqual([2, 1]);
  });

  it('shows onStart no value of an indicator, whenever the strategy is made', () => {
    const values: unknown[] = [];
    class Looks extends Strategy {
      override onStart({ indicators }: Context): void {
        values.push(indicators.sma('SPY', '1s', 2).value);
      }
      override saveState(): unknown {
        return 1;
      }
      override restoreState(): void {}
    }
    const { runner, engine } = strategyRig(twoSessions(), Looks);
    runner.start();
    engine.stepUntil({ events: 5 });
    runner.restore(runner.save());
    expect(values).toEqual([undefined, undefined]);
  });

  it.each<[string, (ctx: Context) => unknown]>([
    ['the clock', ({ data }) => data.clock],
    ['bars', ({ data }) => data.lastBars('SPY', 1)],
    ['its equity', ({ portfolio }) => portfolio.equity],
    ['an order', ({ orders }) => orders.buy('SPY', { quantity: 1 })],
    ['a timer', ({ timers }) => timers.at('late', 0)],
  ])('cannot save a strategy that asks for %s in onStart: it could not be made anew', (_what, act) => {
    class Acts extends Strategy {
      override onStart(ctx: Context): void {
        act(ctx);
      }
      override saveState(): unknown {
        return 1;
      }
      override restoreState(): void {}
    }
    const { runner } = strategyRig(twoSessions(), Acts);
    expect(runner.save()).toBeDefined();
    runner.start();
    expect(runner.save()).toBeUndefined();
  });

  it('cannot save a strategy that does not say what it keeps, nor one that keeps more than plain data', () => {
    class Forgets extends Strategy {}
    class Keeps extends Strategy {
      override saveState(): unknown {
        return { list: [1, { at: new Date(0) }] };
      }
      override restoreState(): void {}
    }
    expect(strategyRig(twoSessions(), Forgets).runner.save()).toBeUndefined();
    expect(caught(() => strategyRig(twoSessions(), Keeps).runner.save()).message).toMatch(/state.list\[1\].at .* Date/);
  });

  it('lets saveState change nothing', () => {
    const draws: number[] = [];
    class Acts extends Strategy {
      ctx: Context | undefined;
      override onBar(ctx: Context): void {
        this.ctx = ctx;
        draws.push(ctx.random.next());
      }
      override saveState(): unknown {
        return this.ctx?.random.next();
      }
      override restoreState(): void {}
    }
    class Orders extends Acts {
      override saveState(): unknown {
        return this.ctx?.orders.cancelAll();
      }
    }
    const play = (saves: boolean): number[] => {
      draws.length = 0;
      const { runner, engine } = strategyRig(twoSessions(), Acts);
      runner.start();
      engine.stepUntil({ events: 1 });
      if (saves) runner.save();
      engine.stepUntil({ events: 2 });
      return [...draws];
    };
    expect(play(true)).toEqual(play(false));
    const rig = strategyRig(twoSessions(), Orders);
    rig.runner.start();
    rig.engine.stepUntil({ events: 1 });
    expect(caught(() => rig.runner.save()).message).toMatch(/saveState only says what is/);
  });

  it('tells a strategy of fills in units of the currency', () => {
    const fees: number[] = [];
    class Hears extends Strategy {
      override onFill(_ctx: Context, fill: { readonly commission: number }): void {
        fees.push(fill.commission);
      }
    }
    const rig = strategyRig(twoSessions(), Hears);
    rig.runner.fill({ commission: 12_500, slippage: 0 } as Fill);
    expect(fees).toEqual([1.25]);
  });

  it('sets timers by the session, and plots on the run’s symbols only', () => {
    class Times extends Strategy {
      override onSessionStart(ctx: Context): void {
        ctx.timers.beforeClose('close', 1);
        ctx.plot('line', 3);
        ctx.plot('line', undefined);
        ctx.plot('line', 4, { symbol: 'IBM' });
      }
    }
    const rig = strategyRig(twoSessions(), Times);
    expect(caught(() => rig.play()).message).toMatch(
      /Nothing can be plotted on IBM: it is not in this run. It has SPY/,
    );
    expect(rig.timers.get('close')).toBe(rig.engine.session.close - 60_000_000);
    expect(rig.plotted).toEqual([{ name: 'line', value: 3 }]);
  });
});

function caught(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

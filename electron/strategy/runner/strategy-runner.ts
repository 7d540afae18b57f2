import type { AppError } from '../../../shared/lang/app-error.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import type { Fill } from '../../../shared/trading/fill.ts';
import type { Order } from '../../../shared/trading/order.ts';
import { ACTIVITIES, type Activity, type StrategyActivity } from '../../../shared/trading/strategy-activity.ts';
import type { StrategyHooks, StrategyServices, StrategySlot } from '../../../shared/trading/strategy-port.ts';
import type { Strategy } from '../api/strategy.ts';
import { IndicatorBook, type SavedIndicators } from '../indicators/indicator-book.ts';
import { copyPlain } from './copy-plain.ts';
import { SlotBar, SlotQuote, SlotTrade } from './events.ts';
import { GuardedReads } from './guarded-reads.ts';
import { fillInUnits } from './portfolio-view.ts';
import { SeededRandom } from './seeded-random.ts';
import { startContext } from './start-context.ts';
import type { SessionSource } from './session-source.ts';
import { StrategyContext } from './strategy-context.ts';
import { asyncHandler, type LocateError, strategyFailure } from './strategy-failure.ts';

export interface RunnerOptions {
  /** As messages name the strategy. */
  readonly name: string;
  /** A new strategy, as of the start of a run. */
  readonly create: () => Strategy;
  readonly seed: number;
  /** Told of every call, for the thread that watches this one; absent where none does. */
  readonly activity?: StrategyActivity;
  readonly locate?: LocateError;
}

interface SavedRun {
  readonly strategy: unknown;
  readonly indicators: SavedIndicators;
  readonly random: Uint32Array;
}

const ON_BAR = ACTIVITIES.indexOf('onBar');
const ON_QUOTE = ACTIVITIES.indexOf('onQuote');
const ON_TRADE = ACTIVITIES.indexOf('onTrade');
const CODE = Object.fromEntries(ACTIVITIES.map((name, index) => [name, index])) as Readonly<Record<Activity, number>>;

/** Runs one strategy on the engine's hooks: indicators first, then the handler, if there is one. What a handler throws stops the run
 * with an AppError `strategy-failed`. Makes no object a market event. */
export class StrategyRunner implements StrategyHooks {
  readonly #options: RunnerOptions;
  readonly #source: SessionSource;
  readonly #slots: readonly StrategySlot[];
  readonly #activity: StrategyActivity | undefined;
  readonly #indicators: IndicatorBook;
  readonly #random: SeededRandom;
  readonly #ctx: StrategyContext;
  readonly #bars: readonly SlotBar[];
  readonly #quotes: readonly SlotQuote[];
  readonly #trades: readonly SlotTrade[];
  #strategy: Strategy;
  #hasStarted = false;
  /** `onStart` asked for nothing of its moment: called at another one it does the same. */
  #isStartTimeless = true;

  constructor(services: StrategyServices<SessionSource>, options: RunnerOptions) {
    const { data, slots } = services;
    const reads = new GuardedReads(data);
    this.#options = options;
    this.#source = data;
    this.#slots = slots;
    this.#activity = options.activity;
    const sources = slots.map(({ symbol, interval }) =>
      interval === undefined ? undefined : data.symbol(symbol).bars(interval),
    );
    this.#bars = slots.map((slot, index) => new SlotBar(slot, sources[index]));
    this.#indicators = new IndicatorBook(slots, reads, sources, (slot) => (this.#bars[slot] as SlotBar).untold);
    this.#random = new SeededRandom(options.seed);
    this.#ctx = new StrategyContext({ services, data: reads, indicators: this.#indicators, random: this.#random });
    this.#quotes = slots.map(({ symbol }) => new SlotQuote(symbol));
    this.#trades = slots.map(({ symbol }) => new SlotTrade(symbol));
    this.#strategy = this.#create();
  }

  start(): void {
    this.#hasStarted = true;
    const ctx = startContext(this.#ctx, () => {
      this.#isStartTimeless &&= !isStarting;
    });
    let isStarting = true;
    this.#call('onStart', () => this.#strategy.onStart?.(ctx));
    isStarting = false;
  }

  sessionStart(): void {
    for (const bar of this.#bars) bar.allTold();
    this.#indicators.sessionStart();
    this.#call('onSessionStart', () => this.#strategy.onSessionStart?.(this.#ctx));
  }

  bar(slot: number, row: number): void {
    const event = (this.#bars[slot] as SlotBar).renew(row);
    this.#indicators.bar(slot, row, event);
    const strategy = this.#strategy;
    if (strategy.onBar === undefined) return;
    this.#activity?.enter(ON_BAR, this.#source.clock);
    try {
      const result: unknown = strategy.onBar(this.#ctx, event);
      if (result !== undefined) mustBeDone(result);
    } catch (error) {
      throw this.#failure('onBar', error);
    }
    this.#activity?.leave();
  }

  quote(slot: number): void {
    const strategy = this.#strategy;
    if (strategy.onQuote === undefined) return;
    const quote = this.#source.latestQuote((this.#slots[slot] as StrategySlot).symbol);
    if (quote === undefined) return;
    this.#activity?.enter(ON_QUOTE, this.#source.clock);
    try {
      mustBeDone(strategy.onQuote(this.#ctx, (this.#quotes[slot] as SlotQuote).show(quote)));
    } catch (error) {
      throw this.#failure('onQuote', error);
    }
    this.#activity?.leave();
  }

  trade(slot: number): void {
    const { symbol } = this.#slots[slot] as StrategySlot;
    if (this.#indicators.hasDeltas(symbol)) {
      const newest = ensure(this.#source.lastTrades(symbol, 1), 'trades of a slot of trades');
      this.#indicators.trade(symbol, newest.price(0), newest.size(0), newest.side(0));
    }
    const strategy = this.#strategy;
    if (strategy.onTrade === undefined) return;
    const trade = this.#source.latestTrade(symbol);
    if (trade === undefined) return;
    this.#activity?.enter(ON_TRADE, this.#source.clock);
    try {
      mustBeDone(strategy.onTrade(this.#ctx, (this.#trades[slot] as SlotTrade).show(trade)));
    } catch (error) {
      throw this.#failure('onTrade', error);
    }
    this.#activity?.leave();
  }

  get hearsFills(): boolean {
    return this.#strategy.onFill !== undefined;
  }

  fill(fill: Fill): void {
    this.#call('onFill', () => this.#strategy.onFill?.(this.#ctx, fillInUnits(fill)));
  }

  orderEnded(order: Order): void {
    if (this.#strategy.onOrderEnd === undefined) return;
    this.#call('onOrderEnd', () => this.#strategy.onOrderEnd?.(this.#ctx, order));
  }

  timer(name: string): void {
    this.#call('onTimer', () => this.#strategy.onTimer?.(this.#ctx, name));
  }

  sessionEnd(): void {
    this.#call('onSessionEnd', () => this.#strategy.onSessionEnd?.(this.#ctx));
  }

  end(): void {
    this.#call('onEnd', () => this.#strategy.onEnd?.(this.#ctx));
  }

  save(): unknown {
    const strategy = this.#strategy;
    if (strategy.saveState === undefined || strategy.restoreState === undefined || !this.#isStartTimeless)
      return undefined;
    const random = this.#random.save();
    let state: unknown;
    this.#ctx.isSaving = true;
    try {
      this.#call('saveState', () => {
        state = copyPlain(strategy.saveState?.(), 'state');
      });
    } finally {
      this.#ctx.isSaving = false;
    }
    this.#random.restore(random);
    return { strategy: state, indicators: this.#indicators.save(), random } satisfies SavedRun;
  }

  /** Into a strategy made anew: whatever the one before kept and did not save knows what comes after this moment. */
  restore(state: unknown): void {
    const { strategy, indicators, random } = state as SavedRun;
    this.#strategy = this.#create();
    this.#random.reset();
    this.#indicators.reset();
    for (const bar of this.#bars) bar.allTold();
    this.#ctx.isMuted = true;
    try {
      this.#call('onStart', () => this.#strategy.onStart?.(this.#ctx));
    } finally {
      this.#ctx.isMuted = false;
    }
    this.#indicators.restore(indicators);
    this.#random.restore(random);
    this.#call('restoreState', () => this.#strategy.restoreState?.(copyPlain(strategy, 'state')));
  }

  reset(): void {
    this.#hasStarted = false;
    this.#indicators.reset();
    this.#random.reset();
    this.#strategy = this.#create();
  }

  #create(): Strategy {
    let made: Strategy | undefined;
    this.#call('load', () => {
      made = this.#options.create();
    });
    return made as unknown as Strategy;
  }

  #call(handler: Activity, work: () => unknown): void {
    this.#activity?.enter(CODE[handler], this.#source.clock);
    try {
      mustBeDone(work());
    } catch (error) {
      throw this.#failure(handler, error);
    }
    this.#activity?.leave();
  }

  #failure(handler: Activity, error: unknown): AppError {
    this.#activity?.leave();
    const { name, locate = () => undefined } = this.#options;
    const time = this.#hasStarted && handler !== 'onStart' ? { time: this.#source.clock } : {};
    return strategyFailure({ strategy: name, handler, ...time }, error, locate);
  }
}

function mustBeDone(result: unknown): void {
  if (typeof result === 'object' && result !== null && 'then' in result) throw asyncHandler();
}

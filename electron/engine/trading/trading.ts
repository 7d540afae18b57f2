import { AppError } from '../../../shared/lang/app-error.ts';
import { ensure } from '../../../shared/lang/invariant.ts';
import type { Micros, SessionDate } from '../../../shared/market/time.ts';
import type { BarStreamBlock, SessionBlock, StreamBlock } from '../../../shared/session/block.ts';
import type { RunPlan } from '../../../shared/session/plan.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';
import type { LoggedCommand, TradingCommand } from '../../../shared/trading/command.ts';
import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';
import type { Fill } from '../../../shared/trading/fill.ts';
import type { Order } from '../../../shared/trading/order.ts';
import type { TradingRecord } from '../../../shared/trading/result.ts';
import type { StrategyFactory, StrategyHooks } from '../../../shared/trading/strategy-port.ts';
import type { EventLog } from '../event-log.ts';
import type { RunLayout } from '../run-layout.ts';
import type { SessionClock } from '../session-clock.ts';
import type { SessionData } from '../session-data.ts';
import { SHOWN_FILLS, type TradingView } from '../../../shared/trading/trading-view.ts';
import { Broker, type BrokerMarket, type BrokerState } from './broker.ts';
import { CommandLog } from './command-log.ts';
import { CorporateActions } from './corporate-actions.ts';
import { instrumentsOf, type Instrument } from './instrument.ts';
import { MarketView, type MarketState } from './market-view.ts';
import { moneyOf } from './money.ts';
import { checkRequest } from './order-check.ts';
import { Portfolio, type PortfolioState } from './portfolio.ts';
import { TradingRecords, type RecordState } from './record.ts';
import { RoundTrips, type TripsState } from './round-trips.ts';
import { Timers } from './timers.ts';

export interface TradingOptions {
  readonly config: TradingConfig;
  /** Absent: nothing decides but a person. */
  readonly strategy?: StrategyFactory<SessionData>;
  /** Commands of an earlier run, carried out again at their places. */
  readonly commands?: readonly LoggedCommand[];
  readonly actions?: readonly CorporateAction[];
}

export interface TradingParts {
  readonly plan: RunPlan;
  readonly layout: RunLayout;
  readonly data: SessionData;
  readonly clock: SessionClock;
  readonly log: EventLog;
  /** The main loop must not pass this instant: something is due at its end. */
  readonly stopAt: (time: number) => void;
}

/** The trading part at a moment of a run, for checkpoints. */
export interface TradingState {
  readonly isStarted: boolean;
  readonly lastDate: SessionDate | undefined;
  readonly monthVolume: number;
  readonly broker: BrokerState;
  readonly portfolio: PortfolioState;
  readonly trips: TripsState;
  readonly record: RecordState;
  readonly market: MarketState;
  readonly timers: ReturnType<Timers['save']>;
  readonly commands: number;
  readonly isCalled: boolean;
  readonly strategy: unknown;
}

/** Rounds of orders, fills and answers to fills within one instant; a strategy that needs more does not come to rest. */
const MOST_ROUNDS = 10_000;

/** Orders, positions and the strategy of a run, between its market events. The order of an instant (S3, S4): its market events, each filling
 * active orders before the strategy hears of it; orders that become active; timers; a person's commands. */
export class Trading {
  readonly portfolio: Portfolio;
  readonly broker: Broker;
  readonly #parts: TradingParts;
  readonly #config: TradingConfig;
  readonly #instruments: readonly Instrument[];
  readonly #market: MarketView;
  readonly #record = new TradingRecords();
  readonly #trips: RoundTrips;
  readonly #timers = new Timers();
  readonly #commands: CommandLog;
  readonly #actions: CorporateActions;
  readonly #strategy: StrategyHooks | undefined;
  readonly #slotOfStream: Int32Array;
  readonly #instrumentOfStream: readonly Instrument[];
  /** Per stream whether its rows fill orders, and whether they mark positions. */
  readonly #fills: readonly boolean[];
  readonly #marks: readonly boolean[];
  #streams: readonly StreamBlock[] = [];
  /** Told to the strategy once the datum or command at hand is done with. */
  #untold: (Fill | Order)[] = [];
  #nextWake = Number.POSITIVE_INFINITY;
  #isStarted = false;
  #lastDate: SessionDate | undefined;
  #isOpen = false;
  #sessionIndex = 0;
  /** For the window alone: it decides nothing. */
  #lastRefused: Order | undefined;
  #monthVolume = 0;
  readonly #fresh: TradingState;
  /** A margin call closes all positions; until then there is no other. */
  #isCalled = false;

  constructor(parts: TradingParts, options: TradingOptions) {
    const { plan, layout, data, clock } = parts;
    this.#parts = parts;
    this.#config = options.config;
    this.#instruments = instrumentsOf(plan, options.config);
    this.#market = new MarketView(this.#instruments, clock, options.config.fills.staleLimitMs);
    this.portfolio = new Portfolio(this.#instruments, options.config.cash, options.config.leverage);
    this.#trips = new RoundTrips(this.#instruments);
    this.#commands = new CommandLog(options.commands);
    this.#actions = new CorporateActions(options.actions ?? []);
    this.#slotOfStream = new Int32Array(plan.streams.length);
    layout.slots.forEach((slot, index) => {
      if (!slot.isDerived) this.#slotOfStream[slot.stream] = index;
    });
    this.#instrumentOfStream = plan.streams.map(({ symbol }) =>
      ensure(
        this.#instruments.find((instrument) => instrument.symbol === symbol),
        symbol,
      ),
    );
    this.#fills = plan.streams.map(({ type }, stream) => this.#instrumentOfStream[stream]?.fillsOn === type);
    this.#marks = plan.streams.map(({ type }, stream) => {
      const { hasBars, fillsOn } = this.#instrumentOfStream[stream] as Instrument;
      return hasBars ? type === 'bars' : type === fillsOn;
    });
    this.broker = new Broker(this.#config, this.#instruments, this.portfolio, this.#brokerMarket());
    this.#strategy = options.strategy?.({
      data,
      slots: layout.slots,
      orders: this.broker,
      portfolio: this.portfolio,
      setTimer: (name, at) => this.#timers.set(name, Math.max(at, clock.now) as Micros),
      clearTimer: (name) => this.#timers.clear(name),
      log: (level, text) => this.#record.log(clock.now, level, text),
      plot: (line, value) => this.#record.plot(line, clock.now, value),
    });
    this.#fresh = this.#saved(undefined);
  }

  /** The instant at whose end something is due, or infinity. */
  get nextWake(): number {
    return this.#nextWake;
  }

  /** Number of fills so far, for a pause on fill. */
  get fillCount(): number {
    return this.#record.fills.length;
  }

  /** What the run has left behind up to the clock. */
  record(): TradingRecord {
    return {
      orders: this.broker.orders,
      fills: this.#record.fills.slice(),
      roundTrips: this.#trips.done.slice(),
      equity: this.#record.curve(),
      sessions: this.#record.sessions.slice(),
      commands: this.#commands.all,
      logs: this.#record.logs.slice(),
      plots: this.#record.plots(),
      ambiguousExits: this.#record.ambiguousExits,
    };
  }

  /** The account as of the clock, with what a person needs to trade. */
  view(): TradingView {
    const refused = this.#lastRefused;
    return {
      currency: this.#config.currency,
      equityStart: moneyOf(this.#config.cash, 1),
      account: this.portfolio.account,
      positions: this.portfolio.positions,
      orders: this.broker.open(),
      fillCount: this.#record.fills.length,
      fills: this.#record.fills.newest(SHOWN_FILLS),
      ...(refused?.endedAt === undefined || refused.endedAt > this.#parts.clock.now ? {} : { lastRefused: refused }),
    };
  }

  /** Notes a command of a person at the clock; it is carried out at this instant's end. Throws what is wrong with it. */
  command(command: TradingCommand): void {
    if (command.type === 'place') {
      checkRequest(command.order);
      this.#indexOf(command.order.symbol);
    }
    if (command.type === 'flatten' && command.symbol !== undefined) this.#indexOf(command.symbol);
    const isAfterEnd = !this.#isOpen;
    this.#commands.add({ sessionIndex: this.#sessionIndex, time: this.#parts.clock.now, isAfterEnd, command });
    if (isAfterEnd) this.#obeyAfterEnd();
    this.#settle();
  }

  /** S3: corporate actions come before the data of their session. */
  sessionStarts(block: SessionBlock): void {
    const { log, clock } = this.#parts;
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#point();
      this.#strategy?.start();
    }
    this.#streams = block.streams;
    this.#sessionIndex = block.index;
    this.#isOpen = true;
    this.#market.sessionStarts(block);
    this.#countMonth(block.date);
    for (const action of this.#actions.between(this.#lastDate, block.date)) {
      log.trading('corporateAction', { time: clock.now, ...action });
      this.#apply(action);
    }
    this.#lastDate = block.date;
    this.#point();
    this.broker.sessionStarts();
    this.#strategy?.sessionStart();
    this.#settle();
  }

  /** A live session goes on with more rows, bars also behind the clock: they fill no order. */
  goesOn(block: SessionBlock, positions: Int32Array): void {
    this.#streams = block.streams;
    this.#market.goesOn(block, (stream) => positions[this.#slotOfStream[stream] as number] as number);
  }

  marketEvent(stream: number, row: number): void {
    const instrument = this.#instrumentOfStream[stream] as Instrument;
    const { index } = instrument;
    const slot = this.#slotOfStream[stream] as number;
    const block = this.#streams[stream] as StreamBlock;
    this.#market.seen(index, stream, row, block);
    const hasWork = this.#fills[stream] === true && this.broker.hasWorking(index);
    const strategy = this.#strategy;
    switch (block.kind) {
      case 'bars':
        if (hasWork) this.broker.onBar(index, block.columns, row);
        if (this.portfolio.quantityOf(index) !== 0) this.#markBar(index, block, row);
        if (this.#untold.length > 0) this.#tell();
        strategy?.bar(slot);
        break;
      case 'quotes':
        if (hasWork) this.broker.onQuote(index, this.#market.quoteAt(index));
        if (this.#marks[stream] === true && this.portfolio.quantityOf(index) !== 0) this.#mark(index);
        if (this.#untold.length > 0) this.#tell();
        strategy?.quote(slot);
        break;
      case 'trades':
        if (hasWork) {
          const { time, price, size } = block.columns;
          this.broker.onTrade(index, time[row] as Micros, price[row] as number, size[row] as number);
        }
        if (this.#marks[stream] === true && this.portfolio.quantityOf(index) !== 0) this.#mark(index);
        if (this.#untold.length > 0) this.#tell();
        strategy?.trade(slot);
    }
    this.#settle();
  }

  derivedBar(slot: number): void {
    this.#strategy?.bar(slot);
    this.#settle();
  }

  /** All market events of the instant are delivered: orders become active, timers go off, commands are carried out, in rounds until
   * nothing is due. */
  instantEnds(): void {
    const { clock, log } = this.#parts;
    const now = clock.now;
    for (let round = 0; ; round++) {
      if (round === MOST_ROUNDS) {
        throw restless();
      }
      if (this.broker.nextActivation <= now) {
        this.broker.activate(now);
        this.#tell();
        continue;
      }
      const timer = this.#timers.takeDue(now);
      if (timer !== undefined) {
        log.trading('timer', { time: now, name: timer.name });
        this.#strategy?.timer(timer.name);
        continue;
      }
      const command = this.#commands.takeDue(this.#sessionIndex, now, false);
      if (command === undefined) break;
      this.#obey(command);
    }
    this.#settle();
  }

  /** S23: everything known at the close was delivered; closing orders resolve. */
  closing(): void {
    this.broker.sessionEnds((index) => this.#market.lastBar(index));
    this.#tell();
    this.#chargeBorrow();
    this.#point();
  }

  sessionEnds(block: SessionBlock): void {
    this.#isOpen = false;
    const { date, open, close } = block;
    const slots = (count: 'expected' | 'missing'): number =>
      block.symbols.reduce((sum, { quality }) => sum + quality[count], 0);
    this.#record.sessions.push({
      date,
      open,
      close,
      equity: this.portfolio.equity,
      expectedSlots: slots('expected'),
      missingSlots: slots('missing'),
      ...this.#market.pricesOf(0),
    });
    this.#market.sessionEnds(block);
    this.#strategy?.sessionEnd();
    this.#obeyAfterEnd();
    this.#settle();
  }

  runEnds(): void {
    this.#strategy?.end();
  }

  /** `undefined` where the strategy cannot save its state. */
  save(): TradingState | undefined {
    const strategy = this.#strategy?.save();
    if (this.#strategy !== undefined && strategy === undefined) return undefined;
    return this.#saved(strategy);
  }

  restore(state: TradingState, block: SessionBlock): void {
    this.#sessionIndex = block.index;
    this.#isOpen = true;
    this.#take(state, block);
    this.#strategy?.restore(state.strategy);
    this.#settle();
  }

  /** As before the run's first event. */
  reset(): void {
    this.#isOpen = false;
    this.#take(this.#fresh, undefined);
    this.#strategy?.reset();
    this.#settle();
  }

  #take(state: TradingState, block: SessionBlock | undefined): void {
    this.#streams = block?.streams ?? [];
    this.#untold = [];
    this.#isStarted = state.isStarted;
    this.#lastDate = state.lastDate;
    this.#isCalled = state.isCalled;
    this.#monthVolume = state.monthVolume;
    this.broker.restore(state.broker);
    this.portfolio.restore(state.portfolio);
    this.#trips.restore(state.trips);
    this.#record.restore(state.record);
    this.#market.restore(state.market, block);
    this.#timers.restore(state.timers);
    this.#commands.restore(state.commands);
  }

  #saved(strategy: unknown): TradingState {
    return {
      isStarted: this.#isStarted,
      lastDate: this.#lastDate,
      monthVolume: this.#monthVolume,
      broker: this.broker.save(),
      portfolio: this.portfolio.save(),
      trips: this.#trips.save(),
      record: this.#record.save(),
      market: this.#market.save(),
      timers: this.#timers.save(),
      commands: this.#commands.done,
      isCalled: this.#isCalled,
      strategy,
    };
  }

  /** Tells the strategy what it has not heard, and the main loop how far it may go. */
  #settle(): void {
    if (this.#untold.length > 0) this.#tell();
    const wake = Math.min(
      this.broker.nextActivation,
      this.#timers.next,
      this.#isOpen ? this.#commands.nextIn(this.#sessionIndex) : Number.POSITIVE_INFINITY,
    );
    if (wake < this.#nextWake) this.#parts.stopAt(wake);
    this.#nextWake = wake;
  }

  /** Fills and ends of orders, in the order they happened; what the strategy does about them is told as well. */
  #tell(): void {
    for (let round = 0; this.#untold.length > 0; round++) {
      if (round === MOST_ROUNDS) throw restless();
      const told = this.#untold;
      this.#untold = [];
      for (const one of told) {
        if ('order' in one) this.#strategy?.fill(one);
        else this.#strategy?.orderEnded(one);
      }
    }
  }

  #obey({ command, time }: LoggedCommand): void {
    const { log } = this.#parts;
    log.trading('command', { time, ...command });
    this.broker.isManual = true;
    try {
      switch (command.type) {
        case 'place':
          this.broker.place(command.order);
          break;
        case 'cancel':
          this.broker.cancel(command.order);
          break;
        case 'change':
          this.broker.change(command.order, command);
          break;
        case 'flatten':
          for (const { symbol } of this.#instruments) {
            if (command.symbol === undefined || command.symbol === symbol) this.broker.close(symbol);
          }
      }
    } catch (error) {
      // A command that no longer fits, such as a change of an order filled meanwhile, has no effect: here as in every run of the log.
      if (!(error instanceof AppError)) throw error;
      this.#record.log(time, 'warning', error.message);
    } finally {
      this.broker.isManual = false;
    }
    this.#tell();
  }

  #obeyAfterEnd(): void {
    for (;;) {
      const command = this.#commands.takeDue(this.#sessionIndex, this.#parts.clock.now, true);
      if (command === undefined) return;
      this.#obey(command);
    }
  }

  #markBar(index: number, { columns }: BarStreamBlock, row: number): void {
    const { portfolio } = this;
    const isLong = portfolio.quantityOf(index) > 0;
    const basis = portfolio.basisOf(index);
    const low = portfolio.worth(index, columns.low[row] as number) - basis;
    const high = portfolio.worth(index, columns.high[row] as number) - basis;
    this.#trips.held(index, columns.time[row] as number, isLong ? low : high, isLong ? high : low);
    portfolio.mark(index, columns.close[row] as number);
    this.#point();
    this.#watchMargin();
  }

  /** Symbols without bars are marked at each quote or print; a point of the equity curve a second is enough. */
  #mark(index: number): void {
    const { portfolio } = this;
    const price = this.#market.lastPrice(index);
    if (price === undefined) return;
    portfolio.mark(index, price);
    const open = portfolio.valueOf(index) - portfolio.basisOf(index);
    this.#trips.held(index, this.#parts.clock.now, open, open);
    if (this.#record.isDue(this.#parts.clock.now)) this.#point();
    this.#watchMargin();
  }

  #point(): void {
    const { cash, equity, grossValue } = this.portfolio;
    this.#record.point(this.#parts.clock.now, equity, cash, equity > 0 ? grossValue / equity : 0);
  }

  /** Maintenance margin is half of what opening takes: below it every order is cancelled and every position closed at the market (F4). */
  #watchMargin(): void {
    const { equity, grossValue } = this.portfolio;
    if (grossValue === 0) this.#isCalled = false;
    if (this.#isCalled || equity * this.#config.leverage * 2 >= grossValue) return;
    this.#isCalled = true;
    const { clock, log } = this.#parts;
    log.trading('marginCall', { time: clock.now, equity, grossValue });
    this.#record.log(
      clock.now,
      'warning',
      'Margin call: equity is below half of the margin. Every position is closed at the market.',
    );
    for (const { symbol } of this.#instruments) this.broker.close(symbol);
  }

  #chargeBorrow(): void {
    const { borrowRate } = this.#config.costs;
    if (borrowRate === 0) return;
    for (const { index, symbol, sessionsPerYear } of this.#instruments) {
      const value = this.portfolio.valueOf(index);
      if (value >= 0) continue;
      const cost = Math.round((-value * borrowRate) / sessionsPerYear);
      this.portfolio.receive(-cost);
      this.#parts.log.trading('borrow', { time: this.#parts.clock.now, symbol, cost });
    }
  }

  #apply({ symbol, split, dividend }: CorporateAction): void {
    const index = this.#indexOf(symbol);
    const { multiplier } = this.#instruments[index] as Instrument;
    if (dividend !== undefined) {
      this.portfolio.receive(moneyOf(dividend, this.portfolio.quantityOf(index), multiplier));
    }
    if (split === undefined) return;
    this.portfolio.split(index, split);
    this.broker.split(index, split);
    this.#trips.split(index, split);
    this.#market.split(index, split);
  }

  #countMonth(date: SessionDate): void {
    if (date.slice(0, 7) !== this.#lastDate?.slice(0, 7)) this.#monthVolume = 0;
  }

  #indexOf(symbol: string): number {
    const found = this.#instruments.find((instrument) => instrument.symbol === symbol);
    if (found !== undefined) return found.index;
    const known = this.#instruments.map((instrument) => instrument.symbol).join(', ');
    throw new AppError('bad-request', `${symbol} is not in this run. It has ${known}.`);
  }

  #brokerMarket(): BrokerMarket {
    const market = this.#market;
    const { clock, log } = this.#parts;
    const isOpen = (): boolean => this.#isOpen;
    const monthVolume = (): number => this.#monthVolume;
    return {
      get now() {
        return clock.now;
      },
      get isOpen() {
        return isOpen();
      },
      get isAtOpen() {
        return market.isAtOpen;
      },
      get monthVolume() {
        return monthVolume();
      },
      ageMs: (index) => market.ageMs(index),
      lastPrice: (index) => market.lastPrice(index),
      quoteInForce: (index) => market.quoteInForce(index),
      placed: (order) => {
        log.trading('order', order);
        if (order.status === 'refused') this.#lastRefused = order;
      },
      filled: (fill, index, realised) => {
        log.trading('fill', fill);
        this.#monthVolume += fill.quantity;
        this.#record.fills.push(fill);
        if (fill.isAmbiguous) this.#record.ambiguousExits += 1;
        this.#trips.fill(index, fill, this.portfolio.quantityOf(index), realised);
        this.#point();
        this.#untold.push(fill);
      },
      ended: (order) => {
        log.trading('orderEnd', order);
        if (order.status === 'refused') this.#lastRefused = order;
        this.#untold.push(order);
      },
    };
  }
}

function restless(): AppError {
  return new AppError(
    'strategy-failed',
    'Orders and fills of one instant do not come to an end: the strategy answers each fill with another order at once.',
  );
}

import type { BarColumns } from '../../../shared/market/columns.ts';
import type { Micros, SessionDate } from '../../../shared/market/time.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { RunPlan } from '../../../shared/session/plan.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';
import type { LoggedCommand, TradingCommand } from '../../../shared/trading/command.ts';
import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';
import type { TradingRecord } from '../../../shared/trading/result.ts';
import type { StrategyFactory, StrategyHooks } from '../../../shared/trading/strategy-port.ts';
import type { EventLog } from '../event-log.ts';
import type { RunLayout } from '../run-layout.ts';
import type { SessionClock } from '../session-clock.ts';
import type { SessionData } from '../session-data.ts';
import { SHOWN_FILLS, type TradingView } from '../../../shared/trading/trading-view.ts';
import { AccountBook } from './account-book.ts';
import { checkCommand } from './check-command.ts';
import { Broker } from './broker.ts';
import { BrokerLink } from './broker-link.ts';
import { CommandLog } from './command-log.ts';
import { CorporateActions } from './corporate-actions.ts';
import { instrumentsOf, type Instrument } from './instrument.ts';
import { MarketView } from './market-view.ts';
import { moneyOf } from './money.ts';
import { obey } from './obey.ts';
import type { Portfolio } from './portfolio.ts';
import type { TradingRecords } from './record.ts';
import { checkRound } from './rounds.ts';
import { type StreamRole, streamRoles } from './stream-role.ts';
import { barsOf } from './stream-rows.ts';
import { Timers } from './timers.ts';
import type { TradingState } from './trading-state.ts';

export interface TradingOptions {
  readonly config: TradingConfig;
  /** Absent: nothing decides but a person. */
  readonly strategy?: StrategyFactory<SessionData>;
  /** Commands of an earlier run, carried out again at their places. */
  readonly commands?: readonly LoggedCommand[];
}

export interface TradingParts {
  readonly plan: RunPlan;
  readonly layout: RunLayout;
  readonly data: SessionData;
  readonly clock: SessionClock;
  readonly log: EventLog;
  /** Of the main loop: rows delivered, by slot. */
  readonly positions: Int32Array;
  /** The main loop must not pass this instant: something is due at its end. */
  readonly stopAt: (time: number) => void;
}

/** Orders, positions and the strategy of a run, between its market events. The order of an instant (S3, S4): its market events, each filling
 * active orders before the strategy hears of it; orders that become active; timers; a person's commands. */
export class Trading {
  readonly broker: Broker;
  readonly #parts: TradingParts;
  readonly #config: TradingConfig;
  readonly #instruments: readonly Instrument[];
  readonly #market: MarketView;
  readonly #account: AccountBook;
  readonly #link: BrokerLink;
  readonly #timers = new Timers();
  readonly #commands: CommandLog;
  readonly #actions: CorporateActions;
  readonly #strategy: StrategyHooks | undefined;
  readonly #roles: readonly StreamRole[];
  /** By instrument: working orders, and units held. Most events find neither. */
  readonly #working: Uint32Array;
  readonly #held: Float64Array;
  /** Of the open session, by stream; `undefined` of others than bars. */
  #bars: (BarColumns | undefined)[] = [];
  #nextWake = Number.POSITIVE_INFINITY;
  #isStarted = false;
  #lastDate: SessionDate | undefined;
  #sessionIndex = 0;
  readonly #fresh: TradingState;

  constructor(parts: TradingParts, options: TradingOptions) {
    const { plan, layout, data, clock, log } = parts;
    this.#parts = parts;
    this.#config = options.config;
    this.#instruments = instrumentsOf(plan, options.config);
    this.#market = new MarketView(this.#instruments, layout, parts.positions, clock, options.config.fills.staleLimitMs);
    this.#account = new AccountBook({ config: options.config, instruments: this.#instruments, clock, log });
    this.#commands = new CommandLog(options.commands);
    this.#actions = new CorporateActions(plan.actions ?? []);
    this.#roles = streamRoles(plan, layout, this.#instruments);
    const wakeAt = (time: number): void => this.#wakeAt(time);
    this.#link = new BrokerLink({ market: this.#market, account: this.#account, clock, log, wakeAt });
    this.broker = new Broker(options.config, this.#instruments, this.portfolio, this.#link);
    this.#working = this.broker.workingCounts;
    this.#held = this.portfolio.quantities;
    this.#strategy = options.strategy?.({
      data,
      slots: layout.slots,
      orders: this.broker,
      portfolio: this.portfolio,
      setTimer: (name, at) => {
        const due = Math.max(at, clock.now) as Micros;
        this.#timers.set(name, due);
        this.#wakeAt(due);
      },
      clearTimer: (name) => this.#timers.clear(name),
      log: (level, text) => this.#account.record.log(clock.now, level, text),
      plot: (line, value) => this.#account.record.plot(line, clock.now, value),
    });
    this.#fresh = this.#saved(undefined);
  }

  get portfolio(): Portfolio {
    return this.#account.portfolio;
  }

  /** The instant at whose end something is due, or infinity. */
  get nextWake(): number {
    return this.#nextWake;
  }

  /** By instrument the ids of the fills of its open round trip. */
  get openFills(): readonly (readonly number[])[] {
    return this.#account.trips.openFills;
  }

  /** Fills and plots up to the clock. */
  get records(): TradingRecords {
    return this.#account.record;
  }

  /** What the run has left behind up to the clock. */
  record(): TradingRecord {
    const { record, trips } = this.#account;
    this.#account.catchUp();
    return {
      orders: this.broker.orders,
      fills: record.fills.slice(),
      roundTrips: trips.ended,
      equity: record.points.curve(),
      sessions: record.sessions.slice(),
      commands: this.#commands.all,
      logs: record.logs.slice(),
      plots: record.plots(),
      ambiguousExits: record.ambiguousExits,
    };
  }

  /** The account as of the clock, with what a person needs to trade. */
  view(): TradingView {
    const { lastRefused } = this.#link;
    const { fills } = this.#account.record;
    return {
      currency: this.#config.currency,
      equityStart: moneyOf(this.#config.cash, 1),
      account: this.portfolio.account,
      positions: this.portfolio.positions,
      orders: this.broker.open(),
      trailing: this.broker.trailing(),
      planned: this.broker.planned(),
      fillCount: fills.length,
      fills: fills.newest(SHOWN_FILLS),
      ...(lastRefused === undefined ? {} : { lastRefused }),
    };
  }

  /** Notes a command of a person at the clock; it is carried out at this instant's end. Throws what is wrong with it. */
  command(command: TradingCommand): void {
    checkCommand(command, this.broker);
    const isAfterEnd = !this.#link.isOpen;
    this.broker.forgetAhead();
    this.#commands.add({ sessionIndex: this.#sessionIndex, time: this.#parts.clock.now, isAfterEnd, command });
    if (isAfterEnd) this.#obeyAfterEnd();
    this.#settleAnew();
  }

  /** S3: corporate actions come before the data of their session. */
  sessionStarts(block: SessionBlock): void {
    if (!this.#isStarted) {
      this.#isStarted = true;
      this.#account.point();
      this.#strategy?.start();
    }
    this.#bars = barsOf(block);
    this.#sessionIndex = block.index;
    this.#link.isOpen = true;
    this.#market.sessionStarts(block);
    this.#account.take(block);
    this.#link.sessionOf(block.date, this.#lastDate);
    for (const action of this.#actions.between(this.#lastDate, block.date)) this.#apply(action);
    this.#lastDate = block.date;
    this.#account.point();
    this.broker.sessionStarts();
    this.#strategy?.sessionStart();
    this.#settleAnew();
  }

  /** A live session goes on with more rows, bars also behind the clock: they fill no order. */
  goesOn(block: SessionBlock): void {
    this.#bars = barsOf(block);
    this.#account.take(block);
    this.#market.goesOn(block);
  }

  marketEvent(stream: number, row: number): void {
    const role = this.#roles[stream] as StreamRole;
    const { index } = role;
    const isMatched = this.#working[index] !== 0 && role.fills;
    if (isMatched) this.#match(role, stream, row);
    if (this.#held[index] !== 0 && role.marks && this.#mark(role, stream, row)) this.#closeAll();
    if (isMatched && this.#link.hasUntold) this.#tell();
    const strategy = this.#strategy;
    if (strategy === undefined) return;
    if (role.kind === 'bars') strategy.bar(role.slot, row);
    else if (role.kind === 'quotes') strategy.quote(role.slot);
    else strategy.trade(role.slot);
    if (this.#link.hasUntold) this.#tell();
  }

  derivedBar(slot: number, row: number): void {
    this.#strategy?.bar(slot, row);
    if (this.#link.hasUntold) this.#tell();
  }

  /** All market events up to `due` are delivered: orders become active, timers go off, commands are carried out, in rounds until nothing is
   * due. What was due at night is at the session's open, before its data; what is decided then waits for those (S4). */
  instantEnds(due: number): void {
    const { clock, log } = this.#parts;
    const now = clock.now;
    for (let round = 0; ; round++) {
      checkRound(round);
      if (this.broker.nextActivation <= due) {
        this.broker.activate(due);
        this.#tell();
        continue;
      }
      const timer = this.#timers.takeDue(due);
      if (timer !== undefined) {
        log.trading('timer', { time: now, name: timer.name });
        this.#strategy?.timer(timer.name);
        continue;
      }
      const command = this.#commands.takeDue(this.#sessionIndex, due, false);
      if (command === undefined) break;
      this.#obey(command);
    }
    this.#settleAnew();
  }

  /** S23: everything known at the close was delivered; closing orders resolve. */
  closing(): void {
    this.broker.sessionEnds();
    this.#tell();
    this.#account.chargeBorrow();
    this.#account.point();
  }

  sessionEnds(block: SessionBlock): void {
    this.#link.isOpen = false;
    this.#account.sessionEnds(block, this.#market.pricesOf(0));
    this.#market.sessionEnds(block);
    this.#strategy?.sessionEnd();
    this.#obeyAfterEnd();
    this.#settleAnew();
  }

  runEnds(): void {
    this.#strategy?.end();
    this.broker.checkSame();
  }

  /** `undefined` where the strategy cannot save its state. */
  save(): TradingState | undefined {
    const strategy = this.#strategy?.save();
    if (this.#strategy !== undefined && strategy === undefined) return undefined;
    return this.#saved(strategy);
  }

  /** The run is where it was when `state` was saved, by another way. Throws `strategy-failed` where it came to fewer or more orders. */
  checkSame({ broker }: TradingState): void {
    this.broker.checkSame(broker.stateCount);
  }

  restore(state: TradingState, block: SessionBlock): void {
    this.#sessionIndex = block.index;
    this.#link.isOpen = true;
    this.#take(state, block);
    this.#strategy?.restore(state.strategy);
    this.#settleAnew();
  }

  /** As before the run's first event. */
  reset(): void {
    this.#link.isOpen = false;
    this.#take(this.#fresh, undefined);
    this.#strategy?.reset();
    this.#settleAnew();
  }

  #take(state: TradingState, block: SessionBlock | undefined): void {
    this.#bars = barsOf(block);
    this.#link.forgetUntold();
    this.#isStarted = state.isStarted;
    this.#lastDate = state.lastDate;
    this.#link.monthVolume = state.monthVolume;
    this.broker.restore(state.broker);
    this.#account.restore(state.account);
    this.#account.take(block);
    this.#market.restore(state.market, block);
    this.#timers.restore(state.timers);
    this.#commands.restore(state.commands);
  }

  #saved(strategy: unknown): TradingState {
    return {
      isStarted: this.#isStarted,
      lastDate: this.#lastDate,
      monthVolume: this.#link.monthVolume,
      broker: this.broker.save(),
      account: this.#account.save(),
      market: this.#market.save(),
      timers: this.#timers.save(),
      commands: this.#commands.done,
      strategy,
    };
  }

  /** What was due was done, or another moment was taken up: the strategy hears what it has not heard, and what is next may be later than
   * before. Orders and timers that it adds at an event tell themselves how far the main loop may go. */
  #settleAnew(): void {
    this.#nextWake = Number.POSITIVE_INFINITY;
    this.#tell();
    if (this.#link.isOpen) this.#wakeAt(this.#commands.nextIn(this.#sessionIndex));
    this.#wakeAt(Math.min(this.broker.nextActivation, this.#timers.next));
  }

  #wakeAt(time: number): void {
    if (time >= this.#nextWake) return;
    this.#nextWake = time;
    this.#parts.stopAt(time);
  }

  /** Fills and ends of orders, in the order they happened; what the strategy does about them is told as well. */
  #tell(): void {
    for (let round = 0; this.#link.hasUntold; round++) {
      checkRound(round);
      this.#link.checkSame();
      for (let { untold } = this.#link; untold > 0; untold--) {
        const one = this.#link.takeUntold();
        if (typeof one !== 'number') this.#strategy?.orderEnded(one);
        else if (this.#strategy?.hearsFills === true) this.#strategy.fill(this.#account.record.fills.at(one));
      }
    }
  }

  #obey({ command, time }: LoggedCommand): void {
    this.#parts.log.trading('command', { time, ...command });
    const symbols = this.#instruments.map(({ symbol }) => symbol);
    const refusal = obey(this.broker, symbols, command);
    if (refusal !== undefined) this.#account.record.log(time, 'warning', refusal);
    this.#tell();
  }

  #obeyAfterEnd(): void {
    for (;;) {
      const command = this.#commands.takeDue(this.#sessionIndex, this.#parts.clock.now, true);
      if (command === undefined) return;
      this.#obey(command);
    }
  }

  #match({ index, kind }: StreamRole, stream: number, row: number): void {
    const bars = this.#bars[stream];
    if (bars !== undefined) this.broker.onBar(index, bars, row);
    else if (kind === 'quotes') this.broker.onQuote(index, this.#market.quoteAt(index));
    else {
      const { time, price, size } = this.#market.printAt(index);
      this.broker.onTrade(index, time, price, size);
    }
  }

  /** Symbols without bars are marked at each quote or print. True when margin is called. */
  #mark({ index }: StreamRole, stream: number, row: number): boolean {
    const bars = this.#bars[stream];
    if (bars !== undefined) return this.#account.markBar(index, bars, row);
    const price = this.#market.lastPrice(index);
    return price !== undefined && this.#account.markPrice(index, price);
  }

  #closeAll(): void {
    for (const { symbol } of this.#instruments) this.broker.close(symbol);
    this.#tell();
  }

  #apply(action: CorporateAction): void {
    const instrument = this.broker.instrumentOf(action.symbol);
    this.#account.apply(instrument, action);
    if (action.split === undefined) return;
    this.broker.split(instrument.index, action.split);
    this.#market.split(instrument.index, action.split);
  }
}

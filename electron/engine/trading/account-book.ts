import { intervalMicros } from '../../../shared/market/interval.ts';
import type { BarColumns } from '../../../shared/market/columns.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';
import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';
import type { SessionMark } from '../../../shared/trading/result.ts';
import type { EventLog } from '../event-log.ts';
import type { SessionClock } from '../session-clock.ts';
import type { FillFields } from './execution.ts';
import type { Instrument } from './instrument.ts';
import { MONEY, moneyOf } from './money.ts';
import { Portfolio, type PortfolioState } from './portfolio.ts';
import { type RecordState, TradingRecords } from './record.ts';
import { RoundTrips, type TripsState } from './round-trips.ts';

export interface AccountState {
  readonly portfolio: PortfolioState;
  readonly trips: TripsState;
  readonly record: RecordState;
  readonly isCalled: boolean;
}

/** Base bars of one symbol in the session that is played, and how long one is. */
interface BarsOfSession {
  readonly columns: BarColumns;
  readonly length: number;
}

/** Bars of one symbol that wait together to be marked at most, and as many times that symbols take turns. */
const MOST_DUE = 4_096;
/** In place of an instrument: no bar waits. */
const NONE = -1;

export interface AccountParts {
  readonly config: TradingConfig;
  readonly instruments: readonly Instrument[];
  readonly clock: SessionClock;
  readonly log: EventLog;
}

/** The account of a run and its records: what fills, marks, costs of holding and corporate actions make of it (F4). */
export class AccountBook {
  readonly portfolio: Portfolio;
  readonly trips: RoundTrips;
  readonly record: TradingRecords;
  readonly #parts: AccountParts;
  readonly #bars: (BarsOfSession | undefined)[];
  /** Bars of held symbols that are not marked yet, in the order they came, those of one symbol that follow one another together: instrument,
   * first row, and the one after the last. The newest together are in fields: nearly every bar belongs to them. */
  readonly #dueIndex = new Int32Array(MOST_DUE);
  readonly #dueFrom = new Int32Array(MOST_DUE);
  readonly #dueTo = new Int32Array(MOST_DUE);
  #dueRuns = 0;
  #newestIndex = NONE;
  #newestFrom = 0;
  #newestTo = 0;
  readonly #values = new Float64Array(MOST_DUE);
  /** Per instrument the price last marked, and how far all of them may go from theirs before margin can be called; below 0 where that
   * was not reckoned. */
  readonly #near: Float64Array;
  readonly #reach: Float64Array;
  /** A margin call closes all positions; until then there is no other. */
  #isCalled = false;

  constructor(parts: AccountParts) {
    const { instruments, config } = parts;
    this.#parts = parts;
    this.portfolio = new Portfolio(instruments, config.cash, config.leverage, () => this.catchUp());
    this.trips = new RoundTrips(instruments);
    this.record = new TradingRecords(instruments.map(({ symbol }) => symbol));
    this.#bars = instruments.map(() => undefined);
    this.#near = new Float64Array(instruments.length);
    this.#reach = new Float64Array(instruments.length).fill(-1);
  }

  /** The session's block, or the one that takes its place. */
  take(block: SessionBlock | undefined): void {
    this.catchUp();
    this.trips.take(block);
    for (const { symbol, index } of this.#parts.instruments) {
      const bars = block?.streams.find((stream) => stream.kind === 'bars' && stream.symbol === symbol);
      this.#bars[index] =
        bars?.kind === 'bars' ? { columns: bars.columns, length: intervalMicros(bars.interval) } : undefined;
    }
  }

  /** The portfolio has taken the fill in; `realised` is its profit before commission. */
  filled(fill: FillFields, index: number, realised: number): void {
    this.#parts.log.fill(fill);
    this.record.fills.push(fill, index);
    if (fill.isAmbiguous) this.record.ambiguousExits += 1;
    this.trips.fill(index, fill, this.portfolio.quantityOf(index), realised);
    if (this.portfolio.isFlat) this.#isCalled = false;
    this.#forgetReach();
    this.point();
  }

  /** A base bar of a symbol that is held. True when margin is called: every position must be closed. The bar is marked when somebody looks,
   * or margin could be called: many at once take a fraction of the time. */
  markBar(index: number, columns: BarColumns, row: number): boolean {
    if (index === this.#newestIndex && row === this.#newestTo) this.#newestTo = row + 1;
    else this.#wait(index, row);
    const moved = Math.abs((columns.close[row] as number) - (this.#near[index] as number));
    if (moved <= (this.#reach[index] as number) && row - this.#newestFrom < MOST_DUE - 1) return false;
    this.catchUp();
    return this.#valued();
  }

  /** Marks the bars that wait for it, each with its point of the equity curve. */
  catchUp(): void {
    if (this.#newestIndex === NONE) return;
    this.#setNewestAside();
    const runs = this.#dueRuns;
    this.#dueRuns = 0;
    const { portfolio, trips } = this;
    const { points } = this.record;
    const { cash } = portfolio;
    const values = this.#values;
    let { equity, grossValue } = portfolio;
    for (let run = 0; run < runs; run++) {
      const index = this.#dueIndex[run] as number;
      const [from, to] = [this.#dueFrom[run] as number, this.#dueTo[run] as number];
      const bars = this.#bars[index] as BarsOfSession;
      const { columns } = bars;
      const { close } = columns;
      if (trips.bars(index, columns, from, to)) this.#reached(index);
      // Whole numbers: sums of differences are exact.
      const before = portfolio.valueOf(index);
      const others = equity - before;
      const grossOthers = grossValue - Math.abs(before);
      portfolio.worths(index, close, from, to, values);
      points.pushBars(bars, from, to, values, others, cash, grossOthers);
      portfolio.mark(index, close[to - 1] as number);
      const after = values[to - from - 1] as number;
      equity = others + after;
      grossValue = grossOthers + Math.abs(after);
    }
  }

  /** A quote or print of a symbol without bars that is held; a point of the equity curve a second is enough. */
  markPrice(index: number, price: number): boolean {
    const { now } = this.#parts.clock;
    this.catchUp();
    this.portfolio.mark(index, price);
    if (this.trips.price(index, now, price)) this.#reached(index);
    if (this.record.isDue(now)) this.#point(now);
    return this.#valued();
  }

  /** The account at the clock as a point of the equity curve. */
  point(): void {
    this.catchUp();
    this.#point(this.#parts.clock.now);
  }

  /** `prices` are the first and last of the run's first symbol, for buy and hold. */
  sessionEnds(block: SessionBlock, prices: Pick<SessionMark, 'firstPrice' | 'lastPrice'>): void {
    const { date, open, close } = block;
    this.catchUp();
    this.trips.sessionEnds(block);
    this.record.sessions.push({ date, open, close, equity: this.portfolio.equity, ...prices });
  }

  /** A year's rate on short positions, a session's share of it. */
  chargeBorrow(): void {
    const { clock, config, instruments, log } = this.#parts;
    const { borrowRate } = config.costs;
    if (borrowRate === 0) return;
    for (const { index, symbol, sessionsPerYear } of instruments) {
      const value = this.portfolio.valueOf(index);
      if (value >= 0) continue;
      const cost = Math.round((-value * borrowRate) / sessionsPerYear);
      this.portfolio.receive(-cost);
      log.trading('borrow', { time: clock.now, symbol, cost });
    }
  }

  apply({ index, multiplier }: Instrument, action: CorporateAction): void {
    const { split, dividend } = action;
    this.catchUp();
    this.#forgetReach();
    this.#parts.log.trading('corporateAction', { time: this.#parts.clock.now, ...action });
    if (dividend !== undefined) {
      this.portfolio.receive(moneyOf(dividend, this.portfolio.quantityOf(index), multiplier));
    }
    if (split === undefined) return;
    this.portfolio.split(index, split);
    this.trips.split(index, split);
  }

  save(): AccountState {
    this.catchUp();
    const { portfolio, trips, record } = this;
    return { portfolio: portfolio.save(), trips: trips.save(), record: record.save(), isCalled: this.#isCalled };
  }

  restore({ portfolio, trips, record, isCalled }: AccountState): void {
    this.#newestIndex = NONE;
    this.#dueRuns = 0;
    this.#forgetReach();
    this.portfolio.restore(portfolio);
    this.trips.restore(trips);
    this.record.restore(record);
    this.#isCalled = isCalled;
  }

  /** The first bar of others that wait together. */
  #wait(index: number, row: number): void {
    if (this.#dueRuns === MOST_DUE - 1) this.catchUp();
    else if (this.#newestIndex !== NONE) this.#setNewestAside();
    this.#newestIndex = index;
    this.#newestFrom = row;
    this.#newestTo = row + 1;
  }

  #setNewestAside(): void {
    const run = this.#dueRuns;
    this.#dueIndex[run] = this.#newestIndex;
    this.#dueFrom[run] = this.#newestFrom;
    this.#dueTo[run] = this.#newestTo;
    this.#dueRuns = run + 1;
    this.#newestIndex = NONE;
  }

  /** In a loop: `fill` is a call out of the compiled code. */
  #forgetReach(): void {
    for (let index = 0; index < this.#reach.length; index++) this.#reach[index] = -1;
  }

  #reached(index: number): void {
    const { portfolio } = this;
    const { low, high } = this.trips.range(index);
    const basis = portfolio.basisOf(index);
    const [atLow, atHigh] = [portfolio.worth(index, low) - basis, portfolio.worth(index, high) - basis];
    this.trips.reached(index, Math.min(atLow, atHigh), Math.max(atLow, atHigh));
  }

  /** Maintenance margin is half of what opening takes (F4). */
  #valued(): boolean {
    const { equity, grossValue } = this.portfolio;
    const { leverage } = this.#parts.config;
    const room = equity * leverage * 2 - grossValue;
    this.#reckonReach(room, leverage);
    if (this.#isCalled || room >= 0) return false;
    this.#isCalled = true;
    const { clock, log } = this.#parts;
    log.trading('marginCall', { time: clock.now, equity, grossValue });
    this.record.log(
      clock.now,
      'warning',
      'Margin call: equity is below half of the margin. Every position is closed at the market.',
    );
    return true;
  }

  /** A unit of value moves the room by at most 2 leverage + 1, rounding by as much a position. Shared out equally, the room left says
   * how far each price may go. */
  #reckonReach(room: number, leverage: number): void {
    const { portfolio } = this;
    const { instruments } = this.#parts;
    const share = (room / (2 * leverage + 1) / instruments.length - 1) * 0.999;
    for (const { index, multiplier } of instruments) {
      this.#near[index] = portfolio.markOf(index);
      this.#reach[index] = share / (Math.abs(portfolio.quantityOf(index)) * multiplier * MONEY);
    }
  }

  #point(time: number): void {
    const { equity, grossValue, cash } = this.portfolio;
    this.record.points.push(time, equity, cash, grossValue);
  }
}

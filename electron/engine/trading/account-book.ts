import type { BarColumns } from '../../../shared/market/columns.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { TradingConfig } from '../../../shared/session/trading-config.ts';
import type { CorporateAction } from '../../../shared/trading/corporate-action.ts';
import type { Fill } from '../../../shared/trading/fill.ts';
import type { SessionMark } from '../../../shared/trading/result.ts';
import type { EventLog } from '../event-log.ts';
import type { SessionClock } from '../session-clock.ts';
import type { Instrument } from './instrument.ts';
import { moneyOf } from './money.ts';
import { Portfolio, type PortfolioState } from './portfolio.ts';
import { type RecordState, TradingRecords } from './record.ts';
import { RoundTrips, type TripsState } from './round-trips.ts';

export interface AccountState {
  readonly portfolio: PortfolioState;
  readonly trips: TripsState;
  readonly record: RecordState;
  readonly isCalled: boolean;
}

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
  readonly record = new TradingRecords();
  readonly #parts: AccountParts;
  /** A margin call closes all positions; until then there is no other. */
  #isCalled = false;

  constructor(parts: AccountParts) {
    const { instruments, config } = parts;
    this.#parts = parts;
    this.portfolio = new Portfolio(instruments, config.cash, config.leverage);
    this.trips = new RoundTrips(instruments);
  }

  /** The session's block, or the one that takes its place. */
  take(block: SessionBlock | undefined): void {
    this.trips.take(block);
  }

  /** The portfolio has taken the fill in; `realised` is its profit before commission. */
  filled(fill: Fill, index: number, realised: number): void {
    this.#parts.log.trading('fill', fill);
    this.record.fills.push(fill);
    if (fill.isAmbiguous) this.record.ambiguousExits += 1;
    this.trips.fill(index, fill, this.portfolio.quantityOf(index), realised);
    this.point();
  }

  /** A base bar of a symbol that is held. True when margin is called: every position must be closed. */
  markBar(index: number, columns: BarColumns, row: number): boolean {
    const { portfolio } = this;
    const [low, high] = [columns.low[row] as number, columns.high[row] as number];
    if (this.trips.held(index, columns.time[row] as number, low, high)) this.#reached(index, low, high);
    portfolio.mark(index, columns.close[row] as number);
    return this.#valued(true);
  }

  /** A quote or print of a symbol without bars that is held; a point of the equity curve a second is enough. */
  markPrice(index: number, price: number): boolean {
    const { now } = this.#parts.clock;
    this.portfolio.mark(index, price);
    if (this.trips.held(index, now, price, price)) this.#reached(index, price, price);
    return this.#valued(this.record.isDue(now));
  }

  /** The account at the clock as a point of the equity curve. */
  point(): void {
    const { equity, grossValue } = this.portfolio;
    this.#point(equity, grossValue);
  }

  /** `prices` are the first and last of the run's first symbol, for buy and hold. */
  sessionEnds(block: SessionBlock, prices: Pick<SessionMark, 'firstPrice' | 'lastPrice'>): void {
    const { date, open, close } = block;
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
    this.#parts.log.trading('corporateAction', { time: this.#parts.clock.now, ...action });
    if (dividend !== undefined) {
      this.portfolio.receive(moneyOf(dividend, this.portfolio.quantityOf(index), multiplier));
    }
    if (split === undefined) return;
    this.portfolio.split(index, split);
    this.trips.split(index, split);
  }

  save(): AccountState {
    const { portfolio, trips, record } = this;
    return { portfolio: portfolio.save(), trips: trips.save(), record: record.save(), isCalled: this.#isCalled };
  }

  restore({ portfolio, trips, record, isCalled }: AccountState): void {
    this.portfolio.restore(portfolio);
    this.trips.restore(trips);
    this.record.restore(record);
    this.#isCalled = isCalled;
  }

  #reached(index: number, low: number, high: number): void {
    const { portfolio } = this;
    const basis = portfolio.basisOf(index);
    const [atLow, atHigh] = [portfolio.worth(index, low) - basis, portfolio.worth(index, high) - basis];
    this.trips.reached(index, Math.min(atLow, atHigh), Math.max(atLow, atHigh));
  }

  /** Maintenance margin is half of what opening takes (F4). */
  #valued(isPoint: boolean): boolean {
    const { equity, grossValue } = this.portfolio;
    if (isPoint) this.#point(equity, grossValue);
    if (grossValue === 0) this.#isCalled = false;
    if (this.#isCalled || equity * this.#parts.config.leverage * 2 >= grossValue) return false;
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

  #point(equity: number, grossValue: number): void {
    this.record.point(this.#parts.clock.now, equity, this.portfolio.cash, equity > 0 ? grossValue / equity : 0);
  }
}

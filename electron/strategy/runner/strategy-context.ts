import { AppError } from '../../../shared/lang/app-error.ts';
import { MICROS_PER_MINUTE, type Micros } from '../../../shared/market/time.ts';
import type { PlotLine, StrategyServices } from '../../../shared/trading/strategy-port.ts';
import type { Context, Orders, PlotOptions, Portfolio, Random, Timers } from '../api/context.ts';
import type { SessionReads } from '../api/data.ts';
import type { Indicators } from '../api/indicators.ts';
import { OrderEntry } from './order-entry.ts';
import { PortfolioView } from './portfolio-view.ts';

export interface ContextParts {
  readonly services: StrategyServices;
  readonly data: SessionReads;
  readonly indicators: Indicators;
  readonly random: Random;
}

/** By symbol and name. */
type Lines = Map<string, Map<string, PlotLine>>;

/** What handlers are given. */
export class StrategyContext implements Context {
  readonly data: SessionReads;
  readonly indicators: Indicators;
  readonly orders: Orders;
  readonly portfolio: Portfolio;
  readonly timers: Timers;
  readonly random: Random;
  /** Nothing is logged or plotted: it was before. */
  isMuted = false;
  /** `saveState` is under way. It is called at other moments in a window than on the command line, so nothing may come of it. */
  isSaving = false;
  readonly #services: StrategyServices;
  readonly #firstSymbol: string;
  readonly #priceLines: Lines = new Map();
  readonly #ownLines: Lines = new Map();

  constructor({ services, data, indicators, random }: ContextParts) {
    this.#services = services;
    this.data = data;
    this.#firstSymbol = data.symbols[0] ?? '';
    this.indicators = indicators;
    this.random = random;
    const mayAct = (): void => {
      if (!this.isSaving) return;
      throw new AppError('bad-request', 'saveState only says what is: place orders and set timers in another handler.');
    };
    this.orders = new OrderEntry(services.orders, mayAct);
    this.portfolio = new PortfolioView(services.portfolio);
    this.timers = new SessionTimers(services, data, mayAct);
  }

  log(text: string): void {
    this.#log('info', text);
  }

  warn(text: string): void {
    this.#log('warning', text);
  }

  plot(name: string, value: number | undefined, options?: PlotOptions): void {
    if (value === undefined || !Number.isFinite(value) || this.isMuted) return;
    const symbol = options?.symbol ?? this.#firstSymbol;
    const lines = options?.pane === 'own' ? this.#ownLines : this.#priceLines;
    const line = lines.get(symbol)?.get(name) ?? this.#newLine(lines, name, symbol, options?.pane ?? 'price');
    this.#services.plot(line, value);
  }

  #log(level: 'info' | 'warning', text: string): void {
    if (!this.isMuted) this.#services.log(level, String(text));
  }

  #newLine(lines: Lines, name: string, symbol: string, pane: PlotLine['pane']): PlotLine {
    const { symbols } = this.data;
    if (!symbols.includes(symbol)) {
      const has = symbols.join(', ');
      throw new AppError('bad-request', `Nothing can be plotted on ${symbol}: it is not in this run. It has ${has}.`);
    }
    const line: PlotLine = { name, symbol, pane };
    const named = lines.get(symbol) ?? new Map<string, PlotLine>();
    lines.set(symbol, named.set(name, line));
    return line;
  }
}

class SessionTimers implements Timers {
  readonly #services: StrategyServices;
  readonly #data: SessionReads;
  readonly #mayAct: () => void;

  constructor(services: StrategyServices, data: SessionReads, mayAct: () => void) {
    this.#services = services;
    this.#data = data;
    this.#mayAct = mayAct;
  }

  at(name: string, time: number): void {
    this.#mayAct();
    if (!Number.isFinite(time)) {
      throw new AppError('bad-request', `A timer cannot be set to ${String(time)}. Give microseconds since 1970.`);
    }
    this.#services.setTimer(name, Math.round(time) as Micros);
  }

  after(name: string, minutes: number): void {
    this.at(name, this.#data.clock + minutes * MICROS_PER_MINUTE);
  }

  beforeClose(name: string, minutes: number): void {
    this.at(name, this.#data.sessionEnd - minutes * MICROS_PER_MINUTE);
  }

  clear(name: string): void {
    this.#mayAct();
    this.#services.clearTimer(name);
  }
}

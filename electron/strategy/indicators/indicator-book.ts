import { AppError } from '../../../shared/lang/app-error.ts';
import { type Interval, parseInterval } from '../../../shared/market/interval.ts';
import type { StrategySlot } from '../../../shared/trading/strategy-port.ts';
import type { Bar, Bars, SessionReads } from '../api/data.ts';
import type {
  AdxLines,
  Bands,
  Indicators,
  Line,
  MacdLines,
  OpeningRange,
  PriceSource,
  StochasticLines,
} from '../api/indicators.ts';
import { Adx } from './adx.ts';
import { Ema, Sma, Vwap, Wma } from './averages.ts';
import type { BarSource } from './bar-source.ts';
import { Atr, Bollinger, Keltner, StandardDeviation } from './bands.ts';
import { Extreme } from './extremes.ts';
import type { Indicator } from './indicator.ts';
import { OpeningRangeIndicator } from './opening-range.ts';
import { Macd, Rsi, Stochastic } from './oscillators.ts';
import { PRICE_SOURCES } from './price-source.ts';
import { SlotIndicators } from './slot-indicators.ts';
import { VolumeDelta } from './volume-delta.ts';

/** Bars known already that a new indicator starts from: as many as are kept of a session's base bars. */
const PRIMING_BARS = 4_096;

interface Entry {
  readonly key: string;
  readonly indicator: Indicator;
  readonly slot: number;
  readonly symbol: string;
  readonly interval: Interval;
}

/** The state of all indicators in use, in the order they were asked for. */
export interface SavedIndicators {
  readonly isPrimed: boolean;
  readonly entries: readonly { readonly key: string; readonly cells: readonly Float64Array[] }[];
}

/** The indicators of one run: one object for the same arguments, updated when a bar of their interval closes. */
export class IndicatorBook implements Indicators {
  readonly #slots: readonly StrategySlot[];
  readonly #data: SessionReads;
  readonly #untold: (slot: number) => number;
  /** All that were ever made: a state taken up again may know one that is not in use. */
  readonly #made = new Map<string, Entry>();
  #used: Entry[] = [];
  /** Those in use by the slot that updates them. */
  readonly #bySlot: readonly SlotIndicators[];
  #deltas: { readonly symbol: string; readonly delta: VolumeDelta }[] = [];
  #isPrimed = false;

  /** `sources` by slot: without one its indicators know no bar that was not handed over. `untold`: how many bars of a slot are known and will be. */
  constructor(
    slots: readonly StrategySlot[],
    data: SessionReads,
    sources: readonly (BarSource | undefined)[] = [],
    untold: (slot: number) => number = () => 0,
  ) {
    this.#slots = slots;
    this.#data = data;
    this.#untold = untold;
    this.#bySlot = slots.map((_, slot) => new SlotIndicators(sources[slot]));
  }

  /** A bar of a slot has closed: a row of its session. */
  bar(slot: number, row: number, bar: Bar): void {
    (this.#bySlot[slot] as SlotIndicators).bar(row, bar);
  }

  /** True where something is computed from trades of a symbol. */
  hasDeltas(symbol: string): boolean {
    return this.#deltas.some((entry) => entry.symbol === symbol);
  }

  trade(symbol: string, price: number, size: number, side: number): void {
    for (const entry of this.#deltas) if (entry.symbol === symbol) entry.delta.trade(price, size, side);
  }

  /** Before the run's first session its loaded history is read in. */
  sessionStart(): void {
    this.#change(() => {
      for (const { indicator } of this.#used) if (indicator.isOfSession) indicator.reset();
      if (this.#isPrimed) return;
      this.#isPrimed = true;
      for (const entry of this.#used) if (!entry.indicator.isOfSession) this.#prime(entry);
    });
  }

  save(): SavedIndicators {
    return this.#change(() => {
      const entries = this.#used.map(({ key, indicator }) => ({ key, cells: indicator.save() }));
      return { isPrimed: this.#isPrimed, entries };
    });
  }

  /** As before the run. */
  reset(): void {
    this.restore({ isPrimed: false, entries: [] });
  }

  restore({ isPrimed, entries }: SavedIndicators): void {
    this.#change(() => {
      this.#isPrimed = isPrimed;
      const restored = entries.map(({ key, cells }) => {
        const entry = this.#made.get(key) as Entry;
        entry.indicator.restore(cells);
        return entry;
      });
      this.#use(restored);
    });
  }

  sma(symbol: string, interval: string, length: number, source: PriceSource = 'close'): Line {
    return this.#of(symbol, interval, ['sma', whole('length', length), known(source)], () => new Sma(length, source))
      .line;
  }

  ema(symbol: string, interval: string, length: number, source: PriceSource = 'close'): Line {
    return this.#of(symbol, interval, ['ema', whole('length', length), known(source)], () => new Ema(length, source))
      .line;
  }

  wma(symbol: string, interval: string, length: number, source: PriceSource = 'close'): Line {
    return this.#of(symbol, interval, ['wma', whole('length', length), known(source)], () => new Wma(length, source))
      .line;
  }

  vwap(symbol: string, interval: string): Line {
    return this.#of(symbol, interval, ['vwap'], () => new Vwap()).line;
  }

  rsi(symbol: string, interval: string, length = 14, source: PriceSource = 'close'): Line {
    return this.#of(symbol, interval, ['rsi', whole('length', length), known(source)], () => new Rsi(length, source))
      .line;
  }

  macd(symbol: string, interval: string, fast = 12, slow = 26, signal = 9): MacdLines {
    const args = ['macd', whole('fast', fast), whole('slow', slow), whole('signal', signal)];
    return this.#of(symbol, interval, args, () => new Macd(fast, slow, signal));
  }

  bollinger(symbol: string, interval: string, length = 20, deviations = 2): Bands {
    const args = ['bollinger', whole('length', length), positive('deviations', deviations)];
    return this.#of(symbol, interval, args, () => new Bollinger(length, deviations));
  }

  keltner(symbol: string, interval: string, length = 20, multiple = 2, rangeLength = 10): Bands {
    const args = [
      'keltner',
      whole('length', length),
      positive('multiple', multiple),
      whole('rangeLength', rangeLength),
    ];
    return this.#of(symbol, interval, args, () => new Keltner(length, multiple, rangeLength));
  }

  atr(symbol: string, interval: string, length = 14): Line {
    return this.#of(symbol, interval, ['atr', whole('length', length)], () => new Atr(length)).line;
  }

  adx(symbol: string, interval: string, length = 14): AdxLines {
    return this.#of(symbol, interval, ['adx', whole('length', length)], () => new Adx(length));
  }

  stochastic(symbol: string, interval: string, length = 14, smooth = 3, signal = 3): StochasticLines {
    const args = ['stochastic', whole('length', length), whole('smooth', smooth), whole('signal', signal)];
    return this.#of(symbol, interval, args, () => new Stochastic(length, smooth, signal));
  }

  cvd(symbol: string, interval: string): Line {
    return this.#of(symbol, interval, ['cvd'], () => new VolumeDelta(this.#data, symbol)).line;
  }

  openingRange(symbol: string, minutes: number): OpeningRange {
    const base = this.#slots.find((slot) => slot.kind === 'bars' && slot.symbol === symbol && !slot.isDerived);
    if (base?.interval === undefined) throw this.#noBars(symbol, '');
    const { interval } = base;
    const args = ['opening-range', positive('minutes', minutes)];
    return this.#of(symbol, interval, args, () => new OpeningRangeIndicator(this.#data, minutes, interval));
  }

  standardDeviation(symbol: string, interval: string, length: number, source: PriceSource = 'close'): Line {
    const args = ['deviation', whole('length', length), known(source)];
    return this.#of(symbol, interval, args, () => new StandardDeviation(length, source)).line;
  }

  highest(symbol: string, interval: string, length: number, source: PriceSource = 'high'): Line {
    const args = ['highest', whole('length', length), known(source)];
    return this.#of(symbol, interval, args, () => new Extreme(length, 1, source)).line;
  }

  lowest(symbol: string, interval: string, length: number, source: PriceSource = 'low'): Line {
    const args = ['lowest', whole('length', length), known(source)];
    return this.#of(symbol, interval, args, () => new Extreme(length, -1, source)).line;
  }

  #of<Made extends Indicator>(
    symbol: string,
    interval: string,
    args: readonly (string | number)[],
    make: () => Made,
  ): Made {
    const canonical = parseInterval(interval);
    const slot = this.#slots.findIndex((it) => it.symbol === symbol && it.interval === canonical && it.kind === 'bars');
    if (slot < 0 || canonical === undefined) throw this.#noBars(symbol, interval);
    const key = [symbol, canonical, ...args].join(' ');
    const made = this.#made.get(key);
    if (made !== undefined && this.#used.includes(made)) return made.indicator as Made;
    const entry = made ?? { key, indicator: make(), slot, symbol, interval: canonical };
    const own = this.#bySlot[slot] as SlotIndicators;
    this.#made.set(key, entry);
    own.goBack();
    entry.indicator.reset();
    own.add(entry.indicator);
    this.#used.push(entry);
    if (entry.indicator instanceof VolumeDelta) this.#deltas.push({ symbol, delta: entry.indicator });
    if (this.#isPrimed) this.#prime(entry);
    own.begin();
    return entry.indicator as Made;
  }

  /** Whatever changes indicators, or looks at their state, finds them as of the bars that closed last. */
  #change<Result>(work: () => Result): Result {
    for (const slot of this.#bySlot) slot.goBack();
    const result = work();
    for (const slot of this.#bySlot) slot.begin();
    return result;
  }

  #use(entries: readonly Entry[]): void {
    const lists = this.#bySlot.map((): Indicator[] => []);
    for (const { slot, indicator } of entries) (lists[slot] as Indicator[]).push(indicator);
    this.#bySlot.forEach((slot, index) => slot.use(lists[index] as Indicator[]));
    this.#used = [...entries];
    this.#deltas = entries.flatMap(({ symbol, indicator }) =>
      indicator instanceof VolumeDelta ? [{ symbol, delta: indicator }] : [],
    );
  }

  /** Starts from what is known already. */
  #prime({ indicator, slot, symbol, interval }: Entry): void {
    const data = this.#data;
    if (indicator instanceof VolumeDelta) {
      const trades = data.tradesSince(symbol, data.sessionStart);
      for (let i = 0; trades !== undefined && i < trades.length; i++)
        indicator.trade(trades.price(i), trades.size(i), trades.side(i));
      return;
    }
    const bars = indicator.isOfSession
      ? data.barsSince(symbol, data.sessionStart, interval)
      : data.lastBars(symbol, PRIMING_BARS, interval);
    // A bar that is known and not told yet comes by itself.
    const told = bars.length - this.#untold(slot);
    for (let i = 0; i < told; i++) indicator.update(barAt(bars, i));
  }

  #noBars(symbol: string, interval: string): AppError {
    const has = this.#slots.filter((slot) => slot.symbol === symbol && slot.interval !== undefined);
    const what =
      has.length === 0
        ? `the run streams no bars of ${symbol}`
        : `the run has bars of ${symbol} of ${has.map((slot) => slot.interval).join(', ')}, not of '${interval}'`;
    return new AppError(
      'bad-request',
      `No indicator can be made: ${what}. Name one it has, or add the interval to derived_intervals.`,
    );
  }
}

function barAt(bars: Bars, index: number): Bar {
  return {
    time: bars.time(index),
    open: bars.open(index),
    high: bars.high(index),
    low: bars.low(index),
    close: bars.close(index),
    volume: bars.volume(index),
    isFilled: bars.isFilled(index),
    isComplete: bars.isComplete(index),
    expected: 1,
    present: 1,
  };
}

function whole(name: string, value: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value;
  throw new AppError(
    'bad-request',
    `${name} ${String(value)} of an indicator is not a whole number from 1 to 1,000,000.`,
  );
}

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new AppError('bad-request', `${name} ${String(value)} of an indicator is not a number above 0.`);
}

function known(source: PriceSource): PriceSource {
  if (PRICE_SOURCES.includes(source)) return source;
  throw new AppError('bad-request', `'${String(source)}' is nothing of a bar. Choose ${PRICE_SOURCES.join(', ')}.`);
}

import type { SessionReads } from '../strategy/api/data.ts';
import { Adx } from '../strategy/indicators/adx.ts';
import { Ema, Sma, Vwap, Wma } from '../strategy/indicators/averages.ts';
import { Atr, Bollinger, Keltner, StandardDeviation } from '../strategy/indicators/bands.ts';
import { Extreme } from '../strategy/indicators/extremes.ts';
import { Indicator, LineCells } from '../strategy/indicators/indicator.ts';
import { OpeningRangeIndicator } from '../strategy/indicators/opening-range.ts';
import { Macd, Rsi, Stochastic } from '../strategy/indicators/oscillators.ts';
import { ensure } from '../../shared/lang/invariant.ts';
import type { Interval } from '../../shared/market/interval.ts';
import {
  CHART_INDICATOR_KINDS,
  type ChartIndicator,
  type ChartIndicatorKind,
  indicatorLabel,
  parseChartIndicator,
} from '../../shared/session/chart-indicators.ts';

interface Value {
  readonly value: number | undefined;
}

/** An indicator and what is drawn of it. */
export interface IndicatorLines {
  readonly indicator: Indicator;
  /** `price`: over the bars; anything else names a pane beneath. */
  readonly pane: string;
  readonly lines: readonly (readonly [name: string, line: Value])[];
}

/** Where the bar that is fed stands. */
export interface Moment extends Pick<SessionReads, 'sessionStart' | 'clock'> {
  /** Index in the run; below 0 before its first session. */
  readonly session: number;
}

export interface Place {
  readonly moment: Moment;
  readonly interval: Interval;
  /** Cumulative volume delta of a session up to an instant, where it is known. */
  readonly deltaAt: (session: number, time: number) => number | undefined;
}

interface Wanted extends Place {
  readonly figures: readonly number[];
  readonly label: string;
  /** The name of one of several lines; it says the figures where they are not the usual ones. */
  readonly named: (line: string) => string;
}

/** Throws for an id that is none: settings and requests are checked before. */
export function indicatorLines(id: ChartIndicator, place: Place): IndicatorLines {
  const { kind, figures } = ensure(parseChartIndicator(id), `indicator ${id}`);
  const usual: readonly { readonly initial: number }[] = CHART_INDICATOR_KINDS[kind].figures;
  const isUsual = figures.every((figure, at) => figure === usual[at]?.initial);
  const named = (line: string): string => (isUsual ? line : `${line} ${figures.join(', ')}`);
  return MAKERS[kind]({ ...place, figures, label: indicatorLabel(id), named });
}

const MAKERS: Readonly<Record<ChartIndicatorKind, (wanted: Wanted) => IndicatorLines>> = {
  sma: ({ figures: [n = 0], label }) => single('price', label, new Sma(n, 'close')),
  ema: ({ figures: [n = 0], label }) => single('price', label, new Ema(n, 'close')),
  wma: ({ figures: [n = 0], label }) => single('price', label, new Wma(n, 'close')),
  vwap: () => single('price', 'VWAP', new Vwap()),
  'opening-range': openingRange,
  highest: ({ figures: [n = 0], label }) => single('price', label, new Extreme(n, 1, 'high')),
  lowest: ({ figures: [n = 0], label }) => single('price', label, new Extreme(n, -1, 'low')),
  bollinger: ({ figures: [n = 0, k = 0], named }) => bands(named('Bollinger'), new Bollinger(n, k)),
  keltner: ({ figures: [n = 0, k = 0, range = 0], named }) => bands(named('Keltner'), new Keltner(n, k, range)),
  rsi: ({ figures: [n = 0], label }) => single('RSI', label, new Rsi(n, 'close')),
  macd: ({ figures: [fast = 0, slow = 0, signal = 0], named }) => {
    const indicator = new Macd(fast, slow, signal);
    const lines = [[named('MACD'), indicator.macd] as const, [named('MACD signal'), indicator.signal] as const];
    return { indicator, pane: 'MACD', lines };
  },
  stochastic: ({ figures: [n = 0, smooth = 0, signal = 0], named }) => {
    const indicator = new Stochastic(n, smooth, signal);
    const lines = [[named('%K'), indicator.k] as const, [named('%D'), indicator.d] as const];
    return { indicator, pane: 'Stochastic', lines };
  },
  atr: ({ figures: [n = 0], label }) => single('ATR', label, new Atr(n)),
  adx: ({ figures: [n = 0], label, named }) => {
    const indicator = new Adx(n);
    const lines = [
      [label, indicator.adx] as const,
      [named('+DI'), indicator.plus] as const,
      [named('−DI'), indicator.minus] as const,
    ];
    return { indicator, pane: 'ADX', lines };
  },
  deviation: ({ figures: [n = 0], label }) => single('Deviation', label, new StandardDeviation(n, 'close')),
  cvd: (place) => single('CVD', 'CVD', new DeltaLine(place)),
};

function single(pane: string, name: string, indicator: Indicator & { readonly line: Value }): IndicatorLines {
  return { indicator, pane, lines: [[name, indicator.line]] };
}

function bands(name: string, indicator: Bollinger | Keltner): IndicatorLines {
  const { upper, middle, lower } = indicator;
  const lines = [
    [`${name} upper`, upper],
    [`${name} middle`, middle],
    [`${name} lower`, lower],
  ] as const;
  return { indicator, pane: 'price', lines };
}

/** Of the bars shown, so that it begins with the first that is no longer than it. */
function openingRange({ figures: [minutes = 0], moment, interval }: Wanted): IndicatorLines {
  const indicator = new OpeningRangeIndicator(moment, minutes, interval);
  const line = (value: () => number | undefined): Value => ({
    get value() {
      return value();
    },
  });
  const lines = [
    [`Opening high ${minutes}`, line(() => indicator.high)],
    [`Opening low ${minutes}`, line(() => indicator.low)],
  ] as const;
  return { indicator, pane: 'price', lines };
}

/** The delta at each bar's close. It rests on trades, not on bars, so that bars before the window change nothing in it. */
class DeltaLine extends Indicator {
  readonly line = new LineCells(this.take);
  readonly #place: Place;

  constructor(place: Place) {
    super();
    this.#place = place;
  }

  override update(): void {
    const { moment, deltaAt } = this.#place;
    this.line.push(deltaAt(moment.session, moment.clock) ?? Number.NaN);
  }
}

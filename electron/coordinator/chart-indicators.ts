import type { RowSpan } from '../engine/past-bars.ts';
import type { SessionReads } from '../strategy/api/data.ts';
import { Adx } from '../strategy/indicators/adx.ts';
import { Ema, Sma, Vwap } from '../strategy/indicators/averages.ts';
import { Atr, Bollinger, Keltner } from '../strategy/indicators/bands.ts';
import type { Indicator } from '../strategy/indicators/indicator.ts';
import { OpeningRangeIndicator } from '../strategy/indicators/opening-range.ts';
import { Macd, Rsi, Stochastic } from '../strategy/indicators/oscillators.ts';
import { BAR_FILLED } from '../../shared/market/columns.ts';
import { type Interval, intervalMicros } from '../../shared/market/interval.ts';
import { type Micros, micros, MICROS_PER_DAY } from '../../shared/market/time.ts';
import type { ChartIndicator } from '../../shared/session/chart-indicators.ts';
import type { PlotRows } from '../../shared/session/replay.ts';

/** Bars before a window that indicators which carry over begin with, so that they have settled where it begins. */
const PRIMING_BARS = 500;

interface Value {
  readonly value: number | undefined;
}

interface Shown {
  readonly indicator: Indicator;
  readonly pane: string;
  readonly lines: readonly (readonly [name: string, line: Value])[];
}

function single(pane: string, name: string, indicator: Indicator & { readonly line: Value }): Shown {
  return { indicator, pane, lines: [[name, indicator.line]] };
}

function bands(name: string, indicator: Bollinger | Keltner): Shown {
  const { upper, middle, lower } = indicator;
  const lines = [
    [`${name} upper`, upper],
    [`${name} middle`, middle],
    [`${name} lower`, lower],
  ] as const;
  return { indicator, pane: 'price', lines };
}

/** Of the bars shown, so that it begins with the first that is no longer than it. */
function openingRange(minutes: number, { moment, interval }: Place): Shown {
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

/** Where the bar that is fed stands. */
type Moment = Pick<SessionReads, 'sessionStart' | 'clock'>;

interface Place {
  readonly moment: Moment;
  readonly interval: Interval;
}

const MAKERS: Readonly<Record<ChartIndicator, (place: Place) => Shown>> = {
  'sma-20': () => single('price', 'SMA 20', new Sma(20, 'close')),
  'sma-50': () => single('price', 'SMA 50', new Sma(50, 'close')),
  'sma-200': () => single('price', 'SMA 200', new Sma(200, 'close')),
  'ema-9': () => single('price', 'EMA 9', new Ema(9, 'close')),
  'ema-20': () => single('price', 'EMA 20', new Ema(20, 'close')),
  vwap: () => single('price', 'VWAP', new Vwap()),
  bollinger: () => bands('Bollinger', new Bollinger(20, 2)),
  keltner: () => bands('Keltner', new Keltner(20, 2, 10)),
  'opening-range-5': (place) => openingRange(5, place),
  'opening-range-15': (place) => openingRange(15, place),
  'opening-range-30': (place) => openingRange(30, place),
  rsi: () => single('RSI', 'RSI 14', new Rsi(14, 'close')),
  macd: () => {
    const indicator = new Macd(12, 26, 9);
    return {
      indicator,
      pane: 'MACD',
      lines: [
        ['MACD', indicator.macd],
        ['MACD signal', indicator.signal],
      ],
    };
  },
  stochastic: () => {
    const indicator = new Stochastic(14, 3, 3);
    return {
      indicator,
      pane: 'Stochastic',
      lines: [
        ['%K', indicator.k],
        ['%D', indicator.d],
      ],
    };
  },
  atr: () => single('ATR', 'ATR 14', new Atr(14)),
  adx: () => {
    const indicator = new Adx(14);
    return {
      indicator,
      pane: 'ADX',
      lines: [
        ['ADX 14', indicator.adx],
        ['+DI', indicator.plus],
        ['−DI', indicator.minus],
      ],
    };
  },
};

/** Indicators over the bars of one chart, in the order of time. */
export class ChartIndicators {
  readonly #shown: readonly Shown[];
  readonly #step: number;
  readonly #opens: readonly number[];
  readonly #moment = { sessionStart: micros(0), clock: micros(0) };
  #session = Number.NaN;
  /** The session's bars were fed from its first on. */
  #isWhole = false;

  /** `opens` are the starts of the run's sessions: some indicators begin with each. */
  constructor(ids: readonly ChartIndicator[], interval: Interval, opens: readonly number[]) {
    const moment = this.#moment;
    this.#shown = ids.map((id) => MAKERS[id]({ moment, interval }));
    this.#step = intervalMicros(interval);
    this.#opens = opens;
  }

  /** Bars before a window to begin with: those of a session need all of it. */
  get priming(): number {
    if (this.#shown.length === 0) return 0;
    return this.#shown.some(({ indicator }) => indicator.isOfSession)
      ? Math.max(PRIMING_BARS, Math.ceil(MICROS_PER_DAY / this.#step))
      : PRIMING_BARS;
  }

  /** Goes on with closed bars; returns the values at those that opened at or after `from`. Indicators of a session have none in one whose
   * first bars were not fed; `isFromFirst` says of the first call that there are no older bars. */
  feed(spans: readonly RowSpan[], from: number, isFromFirst = false): PlotRows[] {
    if (Number.isNaN(this.#session)) this.#isWhole = isFromFirst;
    const lines = this.#shown.flatMap(({ indicator: { isOfSession }, pane, lines }) =>
      lines.map(([name, line]) => ({ name, pane, line, isOfSession, rows: [] as number[] })),
    );
    if (lines.length === 0) return [];
    for (const { columns, from: first, to } of spans) {
      for (let row = first; row < to; row++) {
        const time = columns.time[row] as number;
        this.#update(columns, row, time);
        if (time < from) continue;
        for (const { line, isOfSession, rows } of lines) {
          if (line.value !== undefined && (this.#isWhole || !isOfSession)) rows.push(time + this.#step, line.value);
        }
      }
    }
    return lines.flatMap(({ name, pane, rows }) =>
      rows.length === 0 ? [] : [{ name, pane, rows: Float64Array.from(rows) }],
    );
  }

  #update(columns: RowSpan['columns'], row: number, time: number): void {
    const session = this.#sessionOf(time);
    if (time === this.#opens[session] || (session !== this.#session && !Number.isNaN(this.#session)))
      this.#isWhole = true;
    this.#moment.sessionStart = (this.#opens[session] ?? Number.NaN) as Micros;
    this.#moment.clock = micros(time + this.#step);
    const field = (column: Float64Array): number => column[row] as number;
    const bar = {
      time: time as Micros,
      open: field(columns.open),
      high: field(columns.high),
      low: field(columns.low),
      close: field(columns.close),
      volume: field(columns.volume),
      isFilled: columns.flags[row] === BAR_FILLED,
      ...{ isComplete: true, expected: 1, present: 1 },
    };
    for (const { indicator } of this.#shown) {
      if (indicator.isOfSession && session !== this.#session) indicator.reset();
      indicator.update(bar);
    }
    this.#session = session;
  }

  /** Bars before the run's first session count by their UTC date. */
  #sessionOf(time: number): number {
    const index = this.#opens.findLastIndex((open) => open <= time);
    return index >= 0 ? index : -1 - Math.floor(time / MICROS_PER_DAY);
  }
}

import type { BaseInterval, Interval } from '../market/interval.ts';
import type { Sampling, SeriesKind } from '../market/series.ts';
import type { SessionDate } from '../market/time.ts';
import type { Hours } from '../market/calendar/slots.ts';
import type { TradingConfig } from './trading-config.ts';

/** One stream as the configuration asks for it, checked. Quotes without `sampled` take the finest stored one (E1). */
export interface StreamConfig {
  readonly type: SeriesKind;
  readonly symbol: string;
  /** Bars only. */
  readonly interval?: BaseInterval;
  readonly sampled?: Sampling;
  readonly source?: string;
}

export type DatesConfig =
  { readonly from: SessionDate; readonly to: SessionDate } | { readonly last: `${number}${'d' | 'w'}` };

/** A session configuration with every default applied (A3; keys and defaults of `cli.md`). */
export interface SessionConfig {
  readonly sessionName: string;
  readonly mode: 'backtest' | 'live';
  readonly streams: readonly StreamConfig[];
  readonly dates?: DatesConfig;
  readonly hours: Hours;
  /** Wall times `HH:MM` in the calendar's zone that narrow each session. */
  readonly session?: { readonly start?: string; readonly end?: string };
  /** A built-in id or a path to a JSON file. Without it, each symbol's own calendar; the first stream's one moves the clock. */
  readonly calendar?: string;
  readonly alignment: 'session' | 'clock';
  readonly seed: number;
  readonly upkeep: {
    readonly enabled: boolean;
    readonly derivedIntervals: readonly Interval[];
    readonly checkIntervalSeconds: number;
    readonly retryMissingBars: boolean;
  };
  readonly historical: { readonly trailingDays: number; readonly intervals: readonly Interval[] };
  readonly trading?: TradingConfig;
}

/** One problem of a configuration, with its place as JSON path: `data_streams[2].interval`. */
export interface ConfigProblem {
  readonly path: string;
  readonly message: string;
}

export type ConfigResult =
  | { readonly valid: true; readonly config: SessionConfig; readonly problems: readonly [] }
  | { readonly valid: false; readonly problems: readonly ConfigProblem[] };

import type { TradingCommand } from '../trading/command.ts';
import type { ErrorShape } from '../lang/app-error.ts';
import type { Interval } from '../market/interval.ts';
import type { Micros } from '../market/time.ts';
import type { TradingRecord } from '../trading/result.ts';
import type { StrategySource } from '../trading/strategy.ts';
import type { ChartIndicator } from './chart-indicators.ts';
import type { RunPlan } from './plan.ts';
import type { ChartSubscription, PlotRows, ReplayCommand, ReplayFrame, ReplayState, Speed } from './replay.ts';

/** Between the backend and the coordinator thread. Every request is answered once, by its id. */
export type ToCoordinator =
  | { readonly type: 'request'; readonly id: number; readonly request: CoordinatorRequest }
  /** The window painted frame `sequence`: the next one may follow. */
  | { readonly type: 'ack'; readonly sequence: number }
  | { readonly type: 'shutdown' };

export type CoordinatorRequest =
  /** Opens a run, paused at its first session's open or at `resumeAt`. `port` is the MessagePort to upkeep. */
  | {
      readonly type: 'open';
      readonly run: number;
      readonly plan: RunPlan;
      /** Absent: the run has none. */
      readonly strategy?: StrategySource;
      readonly port: unknown;
      readonly resumeAt?: Micros;
      readonly speed?: Speed;
    }
  | { readonly type: 'close' }
  | { readonly type: 'command'; readonly command: ReplayCommand }
  /** Carried out at the session clock. */
  | { readonly type: 'trade'; readonly command: TradingCommand }
  | { readonly type: 'subscribe'; readonly charts: readonly ChartSubscription[] }
  | {
      readonly type: 'bars';
      readonly symbol: string;
      readonly interval: Interval;
      readonly before: Micros;
      readonly count: number;
      readonly indicators?: readonly ChartIndicator[];
    }
  /** Where the run stands, whether or not a window looks. */
  | { readonly type: 'state' }
  /** Event log hash and counts up to the clock; plays nothing. */
  | { readonly type: 'fingerprint' }
  /** The same with what trading recorded. */
  | { readonly type: 'played' };

export interface CoordinatorResults {
  readonly open: ReplayState;
  readonly close: { readonly closed: boolean };
  readonly command: ReplayState;
  readonly trade: ReplayState;
  readonly subscribe: { readonly charts: number };
  readonly bars: {
    readonly bars: Float64Array;
    readonly hasOlder: boolean;
    readonly gaps: Float64Array;
    readonly plots: readonly PlotRows[];
  };
  readonly state: ReplayState;
  readonly fingerprint: RunFingerprint;
  readonly played: PlayedRun;
}

/** What identifies a run so far (S24) and what it played. */
export interface RunFingerprint {
  readonly eventLogSha256: string;
  readonly events: number;
  readonly bars: number;
  readonly quotes: number;
  readonly trades: number;
  readonly sessions: number;
  readonly timerExpired: number;
  readonly clock: Micros;
}

/** A run up to its clock, and what its trading part recorded; none in a run without. */
export interface PlayedRun extends RunFingerprint {
  readonly record?: TradingRecord;
}

export type FromCoordinator =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly error: ErrorShape }
  | { readonly type: 'frame'; readonly frame: ReplayFrame }
  /** Sent a few times a minute while a run is open, so that a restarted backend can resume there. */
  | { readonly type: 'checkpoint'; readonly run: number; readonly clock: Micros };

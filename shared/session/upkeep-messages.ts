import type { MinuteDetail, SessionDetail } from '../ipc/contract.ts';
import type { ErrorShape } from '../lang/app-error.ts';
import type { BaseInterval } from '../market/interval.ts';
import type { Micros, SessionDate, TimeRange } from '../market/time.ts';
import type { SeriesDays } from '../store/catalogue.ts';
import type { SessionBlock } from './block.ts';
import type { LiveRepair } from './feed.ts';
import type { SessionConfig } from './config.ts';
import type { RunPlan } from './plan.ts';
import type { SessionStrip } from './replay.ts';

/** Between coordinator and upkeep, over one MessagePort. A block belongs to upkeep until it is posted, then to the coordinator (architecture, idea 2). */
export type ToUpkeep =
  /** Load, check, fill and derive this session; answers come in the order of need, nearest first. */
  | { readonly type: 'need'; readonly run: number; readonly index: number }
  /** Drop work for sessions no longer wanted; a block already posted stays valid. */
  | { readonly type: 'forget'; readonly run: number; readonly indices: readonly number[] }
  /** The session clock passed a check interval (`check_interval_seconds`) while playing: what is missing up to it is asked for again (D3). */
  | { readonly type: 'clock'; readonly run: number; readonly clock: Micros }
  /** The same of a live run: what a bars stream of a session misses up to the session clock, for upkeep to find. */
  | {
      readonly type: 'lacks';
      readonly run: number;
      readonly index: number;
      readonly stream: number;
      readonly spans: readonly TimeRange[];
    };

export type FromUpkeep =
  /** Found for a live run (S26). */
  | { readonly type: 'repair'; readonly run: number; readonly index: number; readonly repair: LiveRepair }
  | { readonly type: 'block'; readonly run: number; readonly block: SessionBlock }
  | { readonly type: 'failed'; readonly run: number; readonly index: number; readonly error: ErrorShape };

/** Between the backend and the upkeep thread. Every request is answered once, by its id. */
export type BackendToUpkeep =
  | { readonly type: 'open'; readonly run: number; readonly plan: RunPlan; readonly port: unknown }
  | { readonly type: 'close'; readonly run: number }
  | { readonly type: 'request'; readonly id: number; readonly request: UpkeepRequest }
  /** The store has a new manifest: later answers rest on it. Blocks of open runs keep what they were opened with. */
  | { readonly type: 'store-changed' }
  /** The answer to a `missing`: bars with these open times were stored for the next run (S26); none were to be had where it is empty. */
  | { readonly type: 'provided'; readonly run: number; readonly key: string; readonly times: Float64Array }
  /** How many providers are connected: without one, nothing missing is asked for. */
  | { readonly type: 'providers'; readonly count: number }
  /** Own calendars were added, replaced or removed: later answers rest on what is kept now. */
  | { readonly type: 'calendars-changed' }
  /** Interrupt, await, close, exit. */
  | { readonly type: 'shutdown' };

export type UpkeepRequest =
  | { readonly type: 'plan'; readonly config: SessionConfig }
  /** Quality of each bar series over all its sessions, for the catalogue. */
  | { readonly type: 'summaries' }
  | { readonly type: 'days'; readonly from?: SessionDate; readonly to?: SessionDate }
  | { readonly type: 'session'; readonly seriesId: string; readonly date: SessionDate }
  | { readonly type: 'minute'; readonly seriesId: string; readonly minute: Micros }
  /** Of the open run. */
  | { readonly type: 'strips'; readonly run: number };

export interface UpkeepResults {
  readonly plan: RunPlan;
  readonly summaries: readonly SeriesQuality[];
  readonly days: readonly SeriesDays[];
  readonly session: SessionDetail;
  readonly minute: MinuteDetail;
  readonly strips: readonly SessionStrip[];
}

/** The quality of one series as the catalogue shows it. */
export interface SeriesQuality {
  readonly id: string;
  readonly sessions: number;
  readonly quality: number;
  readonly coverage: number;
}

/** Bars of one series of a run that are missing up to the session clock, for a provider. */
export interface MissingBars {
  /** Names the question in its answer. */
  readonly key: string;
  readonly symbol: string;
  readonly interval: BaseInterval;
  /** The source whose bars are missing. */
  readonly source: string;
  readonly calendar: string;
  /** Whole slots, ascending, disjoint. */
  readonly spans: readonly TimeRange[];
}

/** From the upkeep thread to the backend. */
export type UpkeepToBackend =
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly error: ErrorShape }
  /** Answered by `provided`. */
  | { readonly type: 'missing'; readonly run: number; readonly missing: MissingBars };

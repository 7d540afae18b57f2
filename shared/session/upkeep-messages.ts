import type { MinuteDetail, SessionDetail } from '../ipc/contract.ts';
import type { ErrorShape } from '../lang/app-error.ts';
import type { Micros, SessionDate } from '../market/time.ts';
import type { SeriesDays } from '../store/catalogue.ts';
import type { SessionBlock } from './block.ts';
import type { SessionConfig } from './config.ts';
import type { RunPlan } from './plan.ts';
import type { SessionStrip } from './replay.ts';

/** Between coordinator and upkeep, over one MessagePort. A block belongs to upkeep until it is posted, then to the coordinator (architecture, idea 2). */
export type ToUpkeep =
  /** Load, check, fill and derive this session; answers come in the order of need, nearest first. */
  | { readonly type: 'need'; readonly run: number; readonly index: number }
  /** Drop work for sessions no longer wanted; a block already posted stays valid. */
  | { readonly type: 'forget'; readonly run: number; readonly indices: readonly number[] };

export type FromUpkeep =
  | { readonly type: 'block'; readonly run: number; readonly block: SessionBlock }
  | { readonly type: 'failed'; readonly run: number; readonly index: number; readonly error: ErrorShape };

/** From the backend to the upkeep thread. */
export type BackendToUpkeep =
  /** A run and the coordinator's end of its MessagePort; the store is read as it was when this came (S26). */
  | { readonly type: 'open'; readonly run: number; readonly plan: RunPlan; readonly port: unknown }
  | { readonly type: 'close'; readonly run: number }
  /** Answered once, by its id. */
  | { readonly type: 'request'; readonly id: number; readonly request: UpkeepRequest }
  /** Something was imported: what is asked from now on rests on the newest manifest. */
  | { readonly type: 'refresh' }
  /** Interrupts what runs, closes the store, ends the thread. */
  | { readonly type: 'shutdown' };

/** Questions about quality, as of the newest manifest; those about a run as of its own. */
export type UpkeepRequest =
  | { readonly type: 'summaries' }
  | { readonly type: 'days'; readonly from?: SessionDate; readonly to?: SessionDate }
  | { readonly type: 'session'; readonly seriesId: string; readonly date: SessionDate }
  | { readonly type: 'minute'; readonly seriesId: string; readonly minute: Micros }
  | { readonly type: 'strips'; readonly run: number };

/** Answers by the request's type. */
export interface UpkeepResults {
  readonly summaries: readonly SeriesQuality[];
  readonly days: readonly SeriesDays[];
  readonly session: SessionDetail;
  readonly minute: MinuteDetail;
  readonly strips: readonly SessionStrip[];
}

/** Quality of a bars series over the sessions that hold at least one of its rows, for the catalogue; percent. */
export interface SeriesQuality {
  readonly id: string;
  readonly sessions: number;
  readonly quality: number;
  readonly coverage: number;
}

/** From the upkeep thread to the backend. */
export type UpkeepToBackend =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly error: ErrorShape };

import type { ErrorShape } from '../lang/app-error.ts';
import type { SessionBlock } from './block.ts';
import type { RunPlan } from './plan.ts';

/** Between coordinator and upkeep, over one MessagePort. A block belongs to upkeep until it is posted, then to the coordinator (architecture, idea 2). */
export type ToUpkeep =
  /** Load, check, fill and derive this session; answers come in the order of need, nearest first. */
  | { readonly type: 'need'; readonly run: number; readonly index: number }
  /** Drop work for sessions no longer wanted; a block already posted stays valid. */
  | { readonly type: 'forget'; readonly run: number; readonly indices: readonly number[] };

export type FromUpkeep =
  | { readonly type: 'block'; readonly run: number; readonly block: SessionBlock }
  | { readonly type: 'failed'; readonly run: number; readonly index: number; readonly error: ErrorShape };

/** Between the backend and the upkeep thread. `requestId` pairs answers. */
export type BackendToUpkeep =
  | { readonly type: 'open'; readonly run: number; readonly plan: RunPlan; readonly port: unknown }
  | { readonly type: 'close'; readonly run: number }
  | { readonly type: 'shutdown' };

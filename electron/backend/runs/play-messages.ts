import type { ErrorShape } from '../../../shared/lang/app-error.ts';
import type { SessionBlock } from '../../../shared/session/block.ts';
import type { PlayedRun } from '../../../shared/session/coordinator-messages.ts';

/** From the thread that plays a run to the one that loads its sessions and watches its strategy. */
export type FromPlayThread =
  | { readonly type: 'need'; readonly index: number }
  | { readonly type: 'log'; readonly bytes: Uint8Array }
  | { readonly type: 'progress'; readonly progress: number | undefined; readonly detail: string }
  | { readonly type: 'done'; readonly played: PlayedRun }
  | { readonly type: 'failed'; readonly error: ErrorShape };

export type ToPlayThread =
  | { readonly type: 'block'; readonly block: SessionBlock }
  | { readonly type: 'no-block'; readonly index: number; readonly error: ErrorShape }
  | { readonly type: 'cancel' };

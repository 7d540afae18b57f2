import type { ErrorShape } from '../../shared/lang/app-error.ts';

/** What the backend process needs to know to start. */
export interface BackendStart {
  readonly dataDir: string;
  readonly host: 'electron' | 'loopback';
  readonly version: string;
  /** Where uploads arrive (loopback); `{ upload: id }` names a folder in it. */
  readonly uploadDir?: string;
}

/** From the main process to the backend process. Windows are numbered by the main process; their messages pass through unread. */
export type ToBackend =
  | { readonly type: 'start'; readonly start: BackendStart }
  | { readonly type: 'connect'; readonly window: number }
  | { readonly type: 'message'; readonly window: number; readonly bytes: Uint8Array }
  | { readonly type: 'disconnect'; readonly window: number }
  /** A window's MessagePort comes with it (Electron). */
  | { readonly type: 'port' }
  | { readonly type: 'shutdown' };

export type FromBackend =
  | { readonly type: 'ready' }
  /** It cannot start, and starting again would not help. */
  | { readonly type: 'failed'; readonly error: ErrorShape }
  /** The event loop turns: sent every {@link HEARTBEAT_MS}. */
  | { readonly type: 'alive' }
  | { readonly type: 'message'; readonly window: number; readonly bytes: Uint8Array }
  | { readonly type: 'close'; readonly window: number; readonly reason: string };

export const HEARTBEAT_MS = 1_000;

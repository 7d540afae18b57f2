import type { ErrorShape } from '../lang/app-error.ts';

/** What the window sends. Ids grow within one connection: an id at or below an earlier one is a replay and is refused. */
export interface RequestMessage {
  readonly id: number;
  readonly name: string;
  readonly args: unknown;
}

export type ResponseMessage =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | { readonly id: number; readonly ok: false; readonly error: ErrorShape };

export interface EventMessage {
  readonly event: string;
  readonly payload: unknown;
}

/** What the backend sends. */
export type BackendMessage = ResponseMessage | EventMessage;

/** Id of an answer to a message whose own id could not be read. */
export const UNREADABLE_ID = 0;

/** Largest encoded request in bytes; answers and events are not limited. */
export const MAX_REQUEST_BYTES = 8 * 1024 * 1024;

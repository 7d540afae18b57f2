import type { BackendMessage, RequestMessage } from '../../shared/ipc/messages.ts';

/** One connection to the backend while it lasts. */
export interface Link {
  send(message: RequestMessage): void;
  close(): void;
}

export interface LinkListener {
  /** The link can send from now on. */
  opened(): void;
  received(message: BackendMessage): void;
  /** Called once, at the latest; nothing follows. `refused` means that trying again is of no use. */
  closed(reason: string, refused: boolean): void;
}

/** Starts a connection. One attempt: it ends in `closed` when it fails. */
export type OpenLink = (listener: LinkListener) => Link;

/** The way to one window, as bytes: every transport carries the codec's messages and nothing else. */
export interface Channel {
  send(bytes: Uint8Array): void;
  /** Ends the connection; the window reconnects and shows `reason` meanwhile. */
  close(reason: string): void;
}

/** What listens to one window. Neither method throws, whatever it is given. */
export interface Receiver {
  receive(bytes: unknown): void;
  /** The window has gone; nothing is sent any more. */
  closed(): void;
}

/** Takes new windows: the dispatcher in the backend process, a relay to it in the main process. */
export interface Acceptor {
  accept(channel: Channel): Receiver;
}

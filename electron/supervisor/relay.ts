import type { Acceptor, Channel, Receiver } from '../transport/channel.ts';
import type { Supervisor } from './supervisor.ts';

/** Passes the bytes of windows that end in this process (WebSockets) to the backend process and back, unread. When the backend is
 * lost every window is closed with the reason; it reconnects by itself and finds the new one. */
export class Relay implements Acceptor {
  readonly #supervisor: Supervisor;
  readonly #windows = new Map<number, Channel>();
  readonly #onCount: (windows: number) => void;
  #lastWindow = 0;

  /** `onCount` is told the number of windows whenever it changes. */
  constructor(supervisor: Supervisor, onCount: (windows: number) => void = () => undefined) {
    this.#supervisor = supervisor;
    this.#onCount = onCount;
    supervisor.listen({
      lost: (reason) => this.#closeAll(reason),
      message: (message) => {
        const channel = this.#windows.get(message.window);
        if (message.type === 'message') channel?.send(message.bytes);
        else channel?.close(message.reason);
      },
    });
  }

  accept(channel: Channel): Receiver {
    const window = ++this.#lastWindow;
    this.#windows.set(window, channel);
    this.#supervisor.post({ type: 'connect', window });
    this.#onCount(this.#windows.size);
    return {
      receive: (bytes) => {
        const sent = bytes instanceof Uint8Array ? bytes : new Uint8Array();
        if (this.#windows.has(window)) this.#supervisor.post({ type: 'message', window, bytes: sent });
      },
      closed: () => {
        if (!this.#windows.delete(window)) return;
        this.#supervisor.post({ type: 'disconnect', window });
        this.#onCount(this.#windows.size);
      },
    };
  }

  #closeAll(reason: string): void {
    const channels = [...this.#windows.values()];
    this.#windows.clear();
    for (const channel of channels) channel.close(reason);
    this.#onCount(0);
  }
}

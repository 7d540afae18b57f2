import type { Acceptor } from './channel.ts';

/** What Electron's `MessagePortMain` and Node's `MessagePort` have in common. Electron wraps a message in an event with `data`. */
export interface Port {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** Joins a window's MessagePort to the dispatcher; both ends carry the codec's bytes. */
export function servePort(port: Port, acceptor: Acceptor): void {
  const receiver = acceptor.accept({
    send: (bytes) => port.postMessage(bytes),
    close: () => port.close(),
  });
  port.on('message', (message) => receiver.receive(dataOf(message)));
  port.on('close', () => receiver.closed());
  port.start();
}

function dataOf(message: unknown): unknown {
  if (message instanceof Uint8Array || typeof message !== 'object' || message === null) return message;
  return (message as { data?: unknown }).data;
}

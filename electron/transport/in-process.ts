import { decodeMessage, encodeMessage } from '../../shared/ipc/codec.ts';
import type { BackendMessage } from '../../shared/ipc/messages.ts';
import type { Acceptor } from './channel.ts';

export interface InProcessLink {
  /** Takes any message, a malformed one too. */
  send(message: unknown): void;
  close(): void;
}

/** A connection inside one process. Messages are encoded here as well, so that neither side can hold on to the other's objects. */
export function connectInProcess(
  acceptor: Acceptor,
  received: (message: BackendMessage) => void,
  closed: (reason: string) => void = () => undefined,
): InProcessLink {
  const receiver = acceptor.accept({
    send: (bytes) => received(decodeMessage(bytes) as BackendMessage),
    close: (reason) => {
      receiver.closed();
      closed(reason);
    },
  });
  return { send: (message) => receiver.receive(encodeMessage(message)), close: () => receiver.closed() };
}
